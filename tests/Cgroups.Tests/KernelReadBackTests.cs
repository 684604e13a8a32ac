using System.Diagnostics;

namespace MiniRun.Cgroups.Tests;

/// <summary>Every limit is written to this kernel and read back from the file that the documentation names.</summary>
public sealed class KernelReadBackTests
{
    [RootFact]
    public void Cpu()
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits { CpuQuota = 20_000, CpuPeriod = 50_000, CpuShares = 512 }).Apply();
        Check(
            group, "cpu", [("cpu.cfs_period_us", "50000"), ("cpu.cfs_quota_us", "20000"), ("cpu.shares", "512")],
            [("cpu.max", "20000 50000"), ("cpu.weight", "59")]);
    }

    [RootFact]
    public void Cpuset()
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits { CpusetCpus = "0", CpusetMems = "0" }).Apply();
        (string, string)[] files = [("cpuset.cpus", "0"), ("cpuset.mems", "0")];
        Check(group, "cpuset", files, files);
    }

    [RootFact]
    public void Memory()
    {
        CgroupLimits limits = new() { Memory = 64 << 20, MemorySwap = 96 << 20, MemoryReservation = 32 << 20 };
        using KernelGroup group = new KernelGroup(limits).Apply();
        Check(
            group, "memory",
            [
                ("memory.limit_in_bytes", "67108864"), ("memory.memsw.limit_in_bytes", "100663296"),
                ("memory.soft_limit_in_bytes", "33554432"),
            ],
            [("memory.max", "67108864"), ("memory.swap.max", "33554432"), ("memory.low", "33554432")]);
    }

    [RootFact]
    public void Pids()
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits { PidsLimit = 4_194_304 }).Apply();
        Check(group, "pids", [("pids.max", "4194304")], [("pids.max", "4194304")]);
    }

    [RootFact(Needs = "devices")]
    public void Devices_on_version_1()
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits { DeviceRules = DeviceRule.Defaults }).Apply();
        Assert.Equal(
            DeviceRule.Defaults.Skip(1).Select(rule =>
                $"{(rule.Type == DeviceType.Char ? 'c' : 'b')} {rule.Major?.ToString() ?? "*"}:{rule.Minor?.ToString() ?? "*"} {rule.Access}").Order(),
            group.Read("devices.list").Split('\n').Order());
    }

    [RootFact(Needs = "blkio", NeedsLoopDisk = true)]
    public void Disk_rates_on_version_1()
    {
        using LoopDisk disk = new();
        ThrottleDevice[] Rate(ulong rate) => [new(disk.Major, disk.Minor, rate)];
        CgroupLimits limits = new() { ReadBps = Rate(1 << 20), WriteBps = Rate(1UL << 40), ReadIops = Rate(30), WriteIops = Rate(uint.MaxValue - 1) };
        using KernelGroup group = new KernelGroup(limits).Apply();
        string numbers = $"{disk.Major}:{disk.Minor}";
        Assert.Equal($"{numbers} 1048576", group.Read("blkio.throttle.read_bps_device"));
        Assert.Equal($"{numbers} 1099511627776", group.Read("blkio.throttle.write_bps_device"));
        Assert.Equal($"{numbers} 30", group.Read("blkio.throttle.read_iops_device"));
        Assert.Equal($"{numbers} 4294967294", group.Read("blkio.throttle.write_iops_device"));
    }

    [RootFact(Needs = "blkio", NeedsLoopDisk = true)]
    public void A_disk_rate_holds()
    {
        using LoopDisk disk = new();
        using KernelGroup group = new KernelGroup(
            new CgroupLimits { ReadBps = [new ThrottleDevice(disk.Major, disk.Minor, 1 << 20)] }).Apply();
        string read = $"dd if={disk.Device} of=/dev/null bs=64k count=8 iflag=direct 2>/dev/null";
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(0, group.Run(read).Code);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.35, 5); // 512 KiB at 1 MiB a second
    }

    [RootFact(Needs = "blkio", NeedsLoopDisk = true)]
    public void A_disk_weight_on_version_1_where_bfq_schedules_a_disk()
    {
        using LoopDisk disk = new();
        if (!BfqDisks.Any(CgroupLayout.Discover())) // the host's own disks may be
        {
            CgroupException error = Assert.Throws<CgroupException>(() => new KernelGroup(new CgroupLimits { BlkioWeight = 321 }));
            Assert.Contains("no disk here is scheduled by bfq", error.Message);
        }

        disk.Schedule("bfq");
        using KernelGroup group = new KernelGroup(new CgroupLimits { BlkioWeight = 321 }).Apply();
        Assert.Equal("321", group.Read("blkio.bfq.weight"));
    }

    private static void Check(KernelGroup group, string controller, (string File, string Value)[] v1, (string File, string Value)[] v2)
    {
        bool first = CgroupLayout.Discover().Find(controller)!.Version == CgroupVersion.V1;
        Assert.All(first ? v1 : v2, pair => Assert.Equal(pair.Value, group.Read(pair.File)));
    }
}
