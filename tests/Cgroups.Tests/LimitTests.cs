namespace MiniRun.Cgroups.Tests;

/// <summary>Ranges and names are judged before anything is made, each at its edges.</summary>
public sealed class LimitTests
{
    public static TheoryData<CgroupLimits> Accepted => new()
    {
        new CgroupLimits(),
        new CgroupLimits { CpuQuota = 1000, CpuPeriod = 1000 },
        new CgroupLimits { CpuQuota = -1, CpuPeriod = 1_000_000 },
        new CgroupLimits { CpuQuota = (1L << 44) - 1 },
        new CgroupLimits { CpuQuota = 0, CpuPeriod = 0, CpuShares = 0 },
        new CgroupLimits { CpuShares = 2 },
        new CgroupLimits { CpuShares = 262_144 },
        new CgroupLimits { PidsLimit = 1 },
        new CgroupLimits { PidsLimit = 4_194_304 },
        new CgroupLimits { PidsLimit = 0 },
        new CgroupLimits { PidsLimit = -1 },
        new CgroupLimits { BlkioWeight = 10 },
        new CgroupLimits { BlkioWeight = 1000 },
        new CgroupLimits { Memory = 1 << 20, MemorySwap = 1 << 20, MemoryReservation = 1 << 20 },
        new CgroupLimits { Memory = 1 << 20, MemorySwap = -1 },
        new CgroupLimits { Memory = -1, MemorySwap = 0 },
        new CgroupLimits { CpusetCpus = "0", CpusetMems = "0" },
        new CgroupLimits { ReadBps = [new ThrottleDevice(8, 0, ulong.MaxValue)], ReadIops = [new ThrottleDevice(8, 0, uint.MaxValue)] },
    };

    public static TheoryData<string, CgroupLimits> Refused => new()
    {
        { "--cpu-quota `999`", new CgroupLimits { CpuQuota = 999 } },
        { "--cpu-quota `17592186044416`", new CgroupLimits { CpuQuota = 1L << 44 } },
        { "--cpu-quota `1`:", new CgroupLimits { CpuQuota = 1 } },
        { "--cpu-period `999`", new CgroupLimits { CpuPeriod = 999 } },
        { "--cpu-period `1000001`", new CgroupLimits { CpuPeriod = 1_000_001 } },
        { "--cpu-shares `1`:", new CgroupLimits { CpuShares = 1 } },
        { "--cpu-shares `262145`", new CgroupLimits { CpuShares = 262_145 } },
        { "--pids-limit `-2`", new CgroupLimits { PidsLimit = -2 } },
        { "--pids-limit `4194305`", new CgroupLimits { PidsLimit = 4_194_305 } },
        { "--blkio-weight `9`:", new CgroupLimits { BlkioWeight = 9 } },
        { "--blkio-weight `1001`", new CgroupLimits { BlkioWeight = 1001 } },
        { "--memory `1048575`", new CgroupLimits { Memory = (1 << 20) - 1 } },
        { "--memory `-2`", new CgroupLimits { Memory = -2 } },
        { "--memory-swap `1048575`", new CgroupLimits { Memory = 1 << 20, MemorySwap = (1 << 20) - 1 } },
        { "--memory-swap `1048576`: needs --memory", new CgroupLimits { MemorySwap = 1 << 20 } },
        { "--memory-reservation `1048577`", new CgroupLimits { Memory = 1 << 20, MemoryReservation = (1 << 20) + 1 } },
        { "--memory-reservation `-1`", new CgroupLimits { MemoryReservation = -1 } },
        { "--device-read-bps `8:0`", new CgroupLimits { ReadBps = [new ThrottleDevice(8, 0, 0)] } },
        { "--device-write-iops `8:0`", new CgroupLimits { WriteIops = [new ThrottleDevice(8, 0, 1UL << 32)] } },
        { "--cpuset-cpus `8191`: there is no CPU 8191", new CgroupLimits { CpusetCpus = "8191" } },
        { "--cpuset-mems `0,77`: there is no memory node 77", new CgroupLimits { CpusetMems = "0,77" } },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_value_within_the_kernels_range_is_accepted(CgroupLimits limits) => limits.Validate();

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_value_outside_is_one_sentence_that_names_it(string start, CgroupLimits limits)
    {
        string message = Assert.Throws<CgroupException>(limits.Validate).Message;
        Assert.StartsWith(start, message);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("0-3", "0-3")]
    [InlineData("0,2-3", "0-3,8")]
    [InlineData("8", "0-3,8")]
    public void A_cpu_list_inside_the_online_ones_is_accepted(string list, string online) =>
        CpuList.CheckAgainst("--cpuset-cpus", list, online, "CPU");

    [Theory]
    [InlineData("4", "no CPU 4")]
    [InlineData("0-8", "no CPU 4")]
    [InlineData("2-1", "not a list")]
    [InlineData("", "not a list")]
    [InlineData(",", "not a list")]
    [InlineData("0,", "not a list")]
    [InlineData("-1", "not a list")]
    [InlineData("1-", "not a list")]
    [InlineData("0 ", "not a list")]
    [InlineData("+1", "not a list")]
    [InlineData("0-3:2/4", "not a list")]
    [InlineData("0-4294967296", "not a list")]
    [InlineData("\u0660", "not a list")]
    public void Any_other_cpu_list_is_refused(string list, string reason)
    {
        CgroupException error = Assert.Throws<CgroupException>(() => CpuList.CheckAgainst("--cpuset-cpus", list, "0-3,8", "CPU"));
        Assert.Contains(reason, error.Message);
    }

    [Theory]
    [InlineData("/minirun", "x")]
    [InlineData("/", "x")]
    [InlineData("/machine.slice/ci-1", "a.b_c-d")]
    public void An_ordinary_parent_and_id_are_accepted(string parent, string id)
    {
        using FakeHost host = FakeHost.V1("pids");
        string expected = $"{host.Root}/pids{parent.TrimEnd('/')}/{id}";
        CgroupPlan plan = CgroupPlanner.Plan(host.Layout, new CgroupLimits { PidsLimit = 5 }, parent, id, killable: false);
        Assert.Equal([expected], plan.Directories);
    }

    [Theory]
    [InlineData("minirun")]
    [InlineData("")]
    [InlineData("/..")]
    [InlineData("/a/../../b")]
    [InlineData("/a/./b")]
    [InlineData("//a")]
    [InlineData("/a/")]
    [InlineData("/a b")]
    [InlineData("/a\nb")]
    [InlineData("/a\0b")]
    [InlineData("/$(id)")]
    [InlineData("/é")]
    [InlineData("/cgroup.procs")]
    public void A_strange_parent_is_refused_before_a_path_is_built(string parent)
    {
        using FakeHost host = FakeHost.V1("pids");
        CgroupException error = Assert.Throws<CgroupException>(() => host.Commands(new CgroupLimits { PidsLimit = 5 }, parent));
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain('\0', error.Message);
        Assert.Throws<CgroupException>(() => Cgroup.Find(host.Layout, parent, "x"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("é")]
    [InlineData("$(id)")]
    [InlineData("a@b")]
    [InlineData("cgroup.kill")]
    public void A_strange_id_is_refused(string id)
    {
        using FakeHost host = FakeHost.V1("pids");
        Assert.Throws<CgroupException>(() => CgroupPlanner.Plan(host.Layout, new CgroupLimits(), "/minirun", id, killable: false));
        Assert.Throws<CgroupException>(() => Cgroup.Find(host.Layout, "/minirun", id));
    }

    [Fact]
    public void A_name_longer_than_a_directory_name_can_be_is_refused()
    {
        using FakeHost host = FakeHost.V1("pids");
        string name = new('x', 256);
        Assert.Throws<CgroupException>(() => Cgroup.Find(host.Layout, "/minirun", name));
        Assert.Throws<CgroupException>(() => Cgroup.Find(host.Layout, $"/{name}", "x"));
    }
}
