namespace MiniRun.Cgroups.Tests;

/// <summary>Version 2: one group for all, controllers handed down level by level, values converted.</summary>
public sealed class V2PlanTests
{
    private const string All = "cpuset cpu io memory pids";

    [Fact]
    public void Controllers_are_handed_down_from_the_root_to_the_group_above()
    {
        using FakeHost host = FakeHost.V2(All);
        Assert.Equal(
            [
                "echo '+cpu +pids' > /cg/cgroup.subtree_control",
                "mkdir -p /cg/minirun",
                "echo '+cpu +pids' > /cg/minirun/cgroup.subtree_control",
                "mkdir -p /cg/minirun/x",
                "echo '20000 100000' > /cg/minirun/x/cpu.max",
                "echo 64 > /cg/minirun/x/pids.max",
            ],
            host.Commands(new CgroupLimits { CpuQuota = 20_000, PidsLimit = 64 }));
    }

    [Fact]
    public void What_is_handed_down_already_is_not_written_again()
    {
        using FakeHost host = FakeHost.V2(All);
        host.Write("cgroup.subtree_control", "cpuset cpu io memory pids\n");
        host.Write("minirun/cgroup.subtree_control", "cpu\n");
        Assert.Equal(
            ["mkdir -p /cg/minirun", "echo +pids > /cg/minirun/cgroup.subtree_control"],
            host.Commands(new CgroupLimits { CpuShares = 1024, PidsLimit = 64 })[..2]);
    }

    [Theory]
    [InlineData(20_000L, null, "20000 100000")]
    [InlineData(20_000L, 50_000L, "20000 50000")]
    [InlineData(-1L, 50_000L, "max 50000")]
    [InlineData(null, 50_000L, "max 50000")]
    [InlineData(0L, 50_000L, "max 50000")]
    [InlineData(20_000L, 0L, "20000 100000")]
    public void Cpu_max_is_quota_and_period(long? quota, long? period, string value) =>
        Assert.Contains(
            $"echo '{value}' > /cg/minirun/x/cpu.max", With(new CgroupLimits { CpuQuota = quota, CpuPeriod = period }));

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1024, 100)]
    [InlineData(2000, 170)] // what runc 1.4 writes
    [InlineData(262_144, 10_000)]
    public void Cpu_weight_is_on_the_curve_of_the_oci_runtimes(long shares, long weight)
    {
        Assert.Equal(weight, V2Limits.Weight(shares));
        Assert.Contains($"echo {weight} > /cg/minirun/x/cpu.weight", With(new CgroupLimits { CpuShares = shares }));
    }

    [Fact]
    public void Cpu_weight_never_falls_nor_leaves_its_range()
    {
        long last = 1;
        for (long shares = 2; shares <= 262_144; shares++)
        {
            long weight = V2Limits.Weight(shares);
            Assert.InRange(weight, last, 10_000);
            last = weight;
        }
    }

    [Fact]
    public void Swap_is_counted_alone()
    {
        string[] commands = With(new CgroupLimits { Memory = 64 << 20, MemorySwap = 96 << 20, MemoryReservation = 32 << 20 });
        Assert.Equal(
            [
                "echo 67108864 > /cg/minirun/x/memory.max",
                "echo 33554432 > /cg/minirun/x/memory.swap.max",
                "echo 33554432 > /cg/minirun/x/memory.low",
            ],
            commands[^3..]);
        Assert.Contains("echo 0 > /cg/minirun/x/memory.swap.max", With(new CgroupLimits { Memory = 64 << 20, MemorySwap = 64 << 20 }));
        Assert.Contains("echo max > /cg/minirun/x/memory.swap.max", With(new CgroupLimits { Memory = 64 << 20, MemorySwap = -1 }));
    }

    [Fact]
    public void Rates_go_to_io_max()
    {
        string[] commands = With(new CgroupLimits
        {
            ReadBps = [new ThrottleDevice(8, 0, 1000)],
            WriteBps = [new ThrottleDevice(8, 0, 2000)],
            ReadIops = [new ThrottleDevice(8, 0, 30)],
            WriteIops = [new ThrottleDevice(8, 0, 40)],
        });
        Assert.Equal(
            ["'8:0 rbps=1000'", "'8:0 wbps=2000'", "'8:0 riops=30'", "'8:0 wiops=40'"],
            commands[^4..].Select(command => command["echo ".Length..command.IndexOf(" > /cg/minirun/x/io.max", StringComparison.Ordinal)]));
    }

    [Fact]
    public void The_first_process_is_born_in_the_group_and_joins_nothing()
    {
        using FakeHost host = FakeHost.V2(All);
        CgroupPlan plan = CgroupPlanner.Plan(host.Layout, new CgroupLimits { PidsLimit = 64 }, "/minirun", "x", killable: false);
        Assert.Equal($"{host.Root}/minirun/x", plan.IntoDirectory);
        Assert.Empty(plan.TasksFiles);
    }

    [Fact]
    public void Device_rules_become_a_program_after_the_group_is_made()
    {
        string[] commands = With(new CgroupLimits { DeviceRules = DeviceRule.Defaults });
        Assert.Equal("mkdir -p /cg/minirun/x", commands[^2]);
        Assert.StartsWith("# bpf(BPF_PROG_LOAD", commands[^1]);
    }

    [Fact]
    public void Rules_that_allow_everything_need_no_program() =>
        Assert.Empty(With(new CgroupLimits { DeviceRules = [new DeviceRule(true, DeviceType.All, null, null, "rwm")] }));

    [Fact]
    public void In_a_hybrid_a_container_has_groups_in_both()
    {
        using FakeHost host = FakeHost.V1("pids", "devices").AddV2("unified", "memory");
        CgroupLimits limits = new() { PidsLimit = 64, Memory = 64 << 20, DeviceRules = DeviceRule.Defaults };
        CgroupPlan plan = CgroupPlanner.Plan(host.Layout, limits, "/minirun", "x", killable: true);
        Assert.Equal(
            ["pids", "devices", "unified"], plan.Directories.Select(path => path[(host.Root.Length + 1)..].Split('/')[0]));
        Assert.Equal(2, plan.TasksFiles.Count);
        Assert.Equal($"{host.Root}/unified/minirun/x", plan.IntoDirectory);
    }

    private static string[] With(CgroupLimits limits)
    {
        using FakeHost host = FakeHost.V2(All);
        return host.Commands(limits);
    }
}
