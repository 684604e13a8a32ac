namespace MiniRun.Cgroups.Tests;

/// <summary>Version 1: the commands of a plan, in their order.</summary>
public sealed class V1PlanTests
{
    [Fact]
    public void The_quota_follows_the_period_and_only_cpu_has_a_group()
    {
        using FakeHost host = FakeHost.V1("cpu", "cpuset", "memory", "pids", "devices", "freezer", "blkio");
        Assert.Equal(
            [
                "mkdir -p /cg/cpu/minirun",
                "mkdir -p /cg/cpu/minirun/x",
                "echo 100000 > /cg/cpu/minirun/x/cpu.cfs_period_us",
                "echo 20000 > /cg/cpu/minirun/x/cpu.cfs_quota_us",
                "echo 512 > /cg/cpu/minirun/x/cpu.shares",
            ],
            host.Commands(new CgroupLimits { CpuQuota = 20_000, CpuPeriod = 100_000, CpuShares = 512 }));
    }

    [Fact]
    public void Memory_is_limited_before_memory_and_swap()
    {
        using FakeHost host = FakeHost.V1("memory");
        Assert.Equal(
            [
                "mkdir -p /cg/memory/x",
                "echo 67108864 > /cg/memory/x/memory.limit_in_bytes",
                "echo 134217728 > /cg/memory/x/memory.memsw.limit_in_bytes",
                "echo 33554432 > /cg/memory/x/memory.soft_limit_in_bytes",
            ],
            host.Commands(new CgroupLimits { Memory = 64 << 20, MemorySwap = 128 << 20, MemoryReservation = 32 << 20 }, "/"));
    }

    [Fact]
    public void A_new_cpuset_level_is_filled_from_above_and_one_that_has_cpus_is_left_alone()
    {
        using FakeHost host = FakeHost.V1("cpuset");
        host.Write("cpuset/cpuset.cpus", "0-1\n");
        host.Write("cpuset/cpuset.mems", "0\n");
        host.Write("cpuset/old/cpuset.cpus", "1\n");
        host.Write("cpuset/old/cpuset.mems", "\n");
        Assert.Equal(
            [
                "mkdir -p /cg/cpuset/old",
                "echo 0 > /cg/cpuset/old/cpuset.mems",
                "mkdir -p /cg/cpuset/old/new",
                "echo 1 > /cg/cpuset/old/new/cpuset.cpus",
                "echo 0 > /cg/cpuset/old/new/cpuset.mems",
                "mkdir -p /cg/cpuset/old/new/x",
                "echo 0 > /cg/cpuset/old/new/x/cpuset.cpus",
                "echo 0 > /cg/cpuset/old/new/x/cpuset.mems",
            ],
            host.Commands(new CgroupLimits { CpusetCpus = "0" }, "/old/new"));
    }

    [Fact]
    public void Rates_name_the_disk_in_the_value()
    {
        using FakeHost host = FakeHost.V1("blkio");
        string[] commands = host.Commands(new CgroupLimits
        {
            ReadBps = [new ThrottleDevice(8, 0, 1 << 20)],
            WriteIops = [new ThrottleDevice(8, 16, 30)],
        });
        Assert.Equal("echo '8:0 1048576' > /cg/blkio/minirun/x/blkio.throttle.read_bps_device", commands[2]);
        Assert.Equal("echo '8:16 30' > /cg/blkio/minirun/x/blkio.throttle.write_iops_device", commands[3]);
    }

    [Theory]
    [InlineData("none [mq-deadline] kyber bfq", false)]
    [InlineData("none mq-deadline kyber [bfq]", true)]
    public void A_disk_weight_needs_a_disk_that_bfq_schedules(string scheduler, bool works)
    {
        using FakeHost host = FakeHost.V1("blkio");
        host.Write("block/sda/queue/scheduler", scheduler + "\n");
        CgroupLimits limits = new() { BlkioWeight = 500 };
        if (works)
        {
            Assert.Contains("echo 500 > /cg/blkio/minirun/x/blkio.bfq.weight", host.Commands(limits));
        }
        else
        {
            Assert.Contains("bfq", Assert.Throws<CgroupException>(() => host.Commands(limits)).Message);
        }
    }

    [Fact]
    public void Controllers_on_one_mount_share_one_group_that_is_joined_once()
    {
        using FakeHost host = FakeHost.V1("cpu,cpuacct,pids");
        CgroupLimits limits = new() { CpuQuota = 20_000, PidsLimit = 64 };
        CgroupPlan plan = CgroupPlanner.Plan(host.Layout, limits, "/minirun", "x", killable: false);
        string group = $"{host.Root}/cpu,cpuacct,pids/minirun/x";
        Assert.Equal([group], plan.Directories);
        Assert.Equal([$"{group}/tasks"], plan.TasksFiles.Select(join => join.TasksFile));
        Assert.Null(plan.IntoDirectory);
    }

    [Fact]
    public void Unlimited_makes_no_group()
    {
        using FakeHost host = FakeHost.V1("pids", "memory", "cpu");
        Assert.Empty(host.Commands(new CgroupLimits { PidsLimit = -1, Memory = -1, CpuQuota = 0, CpuPeriod = 0, CpuShares = 0 }));
    }

    [Fact]
    public void Dockers_device_rules_are_a_denial_of_all_and_eleven_exceptions()
    {
        using FakeHost host = FakeHost.V1("devices");
        string[] commands = host.Commands(new CgroupLimits { DeviceRules = DeviceRule.Defaults });
        Assert.Equal("echo a > /cg/devices/minirun/x/devices.deny", commands[2]);
        Assert.Equal("echo 'c *:* m' > /cg/devices/minirun/x/devices.allow", commands[3]);
        Assert.Equal(14, commands.Length);
        Assert.DoesNotContain(commands, command => command.Contains("10:200"));
    }

    [Fact]
    public void To_be_freezable_takes_the_freezer_and_not_version_2_which_the_clone_would_wait_for()
    {
        using FakeHost host = FakeHost.V1("freezer").AddV2("unified", "");
        CgroupPlan Plan(bool killable) =>
            CgroupPlanner.Plan(host.Layout, new CgroupLimits(), "/minirun", "x", killable, freezable: true);
        Assert.Equal([$"{host.Root}/freezer/minirun/x"], Plan(killable: false).Directories);
        Assert.Equal([$"{host.Root}/unified/minirun/x"], Plan(killable: true).Directories); // it can freeze too
    }

    [Fact]
    public void To_be_freezable_without_a_freezer_takes_version_2_or_nothing()
    {
        using FakeHost both = FakeHost.V1("pids").AddV2("unified", "");
        Assert.Equal(
            [$"{both.Root}/unified/minirun/x"],
            CgroupPlanner.Plan(both.Layout, new CgroupLimits(), "/minirun", "x", killable: false, freezable: true).Directories);
        using FakeHost neither = FakeHost.V1("pids");
        Assert.Empty(CgroupPlanner.Plan(neither.Layout, new CgroupLimits(), "/minirun", "x", killable: false, freezable: true).Directories);
    }

    [Fact]
    public void To_be_killable_without_version_2_takes_the_freezer()
    {
        using FakeHost host = FakeHost.V1("freezer");
        Assert.Equal(["mkdir -p /cg/freezer/minirun", "mkdir -p /cg/freezer/minirun/x"], host.Commands(new CgroupLimits(), killable: true));
    }

    [Fact]
    public void Every_action_explains_itself()
    {
        using FakeHost host = FakeHost.V1("cpu", "cpuset", "memory", "pids", "devices", "freezer", "blkio");
        CgroupLimits limits = new()
        {
            CpuQuota = 20_000, CpusetCpus = "0", Memory = 64 << 20, PidsLimit = 64, DeviceRules = DeviceRule.Defaults,
        };
        Assert.All(CgroupPlanner.Plan(host.Layout, limits, "/minirun", "x", killable: true).Actions, action =>
        {
            Assert.EndsWith(".", action.Why);
            Assert.Matches(@"^\w+(\(\d\))", action.Manual);
            Assert.StartsWith(host.Root, action.Argument);
        });
    }
}
