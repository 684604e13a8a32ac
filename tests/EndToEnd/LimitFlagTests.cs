using System.Globalization;

namespace MiniRun.EndToEnd;

/// <summary>Every flag of a limit reaches the kernel: seen in the group's files from outside, or by its effect.</summary>
[Trait("Category", "Core")]
public sealed class LimitFlagTests : ContainerTest
{
    [RootTheory]
    [InlineData("--cpus 0.5", "cpu", "cpu.cfs_quota_us", "50000", "cpu.max", "50000 100000")]
    [InlineData("--cpu-quota 30000 --cpu-period 60000", "cpu", "cpu.cfs_period_us", "60000", "cpu.max", "30000 60000")]
    [InlineData("--cpu-shares 512", "cpu", "cpu.shares", "512", "cpu.weight", null)]
    [InlineData("--cpuset-cpus 0", "cpuset", "cpuset.cpus", "0", "cpuset.cpus", "0")]
    [InlineData("--cpuset-mems 0", "cpuset", "cpuset.mems", "0", "cpuset.mems", "0")]
    [InlineData("-m 64m", "memory", "memory.limit_in_bytes", "67108864", "memory.max", "67108864")]
    [InlineData("-m 64m --memory-reservation 32m", "memory", "memory.soft_limit_in_bytes", "33554432", "memory.low", "33554432")]
    [InlineData("--pids-limit 17", "pids", "pids.max", "17", "pids.max", "17")]
    public void ItIsInTheGroupsFile(string flags, string controller, string file1, string value1, string file2, string? value2)
    {
        (CliProcess cli, int init) = StartSleeper(flags.Split(' '));
        string group = HostView.CgroupDirectory(init, controller);
        bool v2 = File.Exists($"{group}/cgroup.controllers");

        string value = File.ReadAllText($"{group}/{(v2 ? file2 : file1)}").Trim();

        Assert.Equal(v2 ? value2 ?? value : value1, value);
        cli.Signal(Signal.SIGTERM);
        cli.WaitForExit();
    }

    [RootFact]
    public void ACpusetIsWhereItRuns() =>
        RunScript("grep Cpus_allowed_list /proc/self/status", "--cpuset-cpus", "0").Prints("Cpus_allowed_list:\t0\n");

    [RootFact]
    public void TheGroupIsBelowTheParentAskedFor()
    {
        (CliProcess cli, int init) = StartSleeper("--cgroup-parent", "/minirun/class/lab", "--pids-limit", "9");
        string group = HostView.CgroupDirectory(init, "pids");
        cli.Signal(Signal.SIGTERM);
        cli.WaitForExit();
        string parent = Path.GetDirectoryName(group)!;
        Cli.Shell("for group; do rmdir $group/lab $group; done", [.. Directory.GetDirectories("/sys/fs/cgroup", "class", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 3,
            IgnoreInaccessible = true,
        })]).ExitsWith(0);

        Assert.EndsWith("/minirun/class/lab", parent);
        Assert.False(Directory.Exists(parent));
    }

    [RootFact]
    public void DiskReadsAreThrottled()
    {
        using LoopDisk disk = new(16);
        const int Rate = 2 << 20;

        // 6 MiB at 2 MiB/s; page cache would not be throttled, so past it.
        CliResult result = Run(
            "--device", disk.Device, "--device-read-bps", $"{disk.Device}:{Rate.ToString(CultureInfo.InvariantCulture)}",
            "host", "dd", $"if={disk.Device}", "of=/dev/null", "bs=64k", "count=96", "iflag=direct").ExitsWith(0);

        Assert.True(result.Elapsed > TimeSpan.FromSeconds(2), $"6 MiB in {result.Elapsed}");
        Run("--device-read-bps", "/dev/null:1mb", Busybox, "true").Refuses(["/dev/null"]);
    }

    [RootFact]
    public void AnUnknownDiskIsRefused() => Run("--device-write-iops", "/dev/nowhere:5", Busybox, "true").Refuses(["/dev/nowhere", "ENOENT"]);

    [RootFact]
    public void TheAdjustmentOfTheOomScoreIsSet() => Run("--oom-score-adj", "321", Busybox, "cat", "/proc/self/oom_score_adj").Prints("321\n");
}
