using MiniRun.Linux;

namespace MiniRun.Cgroups.Tests;

/// <summary>Counters, verdicts and refusals: what a user reads afterwards.</summary>
public sealed class EvidenceTests
{
    [Theory]
    [InlineData("12\n", 12L)]
    [InlineData("0", 0L)]
    [InlineData("max\n", long.MaxValue)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("18446744073709551615\n", long.MaxValue)]
    [InlineData("", null)]
    [InlineData("-1", null)]
    [InlineData("1 2", null)]
    [InlineData("0x10", null)]
    public void A_number_alone(string text, long? expected) => Assert.Equal(expected, KeyedText.Number(text));

    [Theory]
    [InlineData("nr_periods 10\nnr_throttled 3\n", "nr_throttled", 3L)]
    [InlineData("oom 1\noom_kill 2\noom_group_kill 0\n", "oom_kill", 2L)]
    [InlineData("oom_group_kill 7\n", "oom_kill", null)]
    [InlineData("future x\nmax 5\n", "max", 5L)]
    [InlineData("max\n", "max", null)]
    [InlineData("", "max", null)]
    public void A_number_after_its_key(string text, string key, long? expected) => Assert.Equal(expected, KeyedText.Find(text, key));

    [Theory]
    [InlineData(1L, "killed: out of memory at 64 MiB")]
    [InlineData(3L, "killed: out of memory at 64 MiB (3 processes)")]
    public void An_oom_kill_is_told(long kills, string sentence)
    {
        LimitVerdict verdict = LimitVerdict.From(new CgroupStats { OomKills = kills }, new CgroupLimits { Memory = 64 << 20 });
        Assert.Equal([sentence], verdict.Sentences);
        Assert.Equal(kills, verdict.OomKills);
    }

    [Theory]
    [InlineData(83L, 100L, "throttled in 83 % of periods")]
    [InlineData(100L, 100L, "throttled in 100 % of periods")]
    [InlineData(10L, 10000L, "throttled in less than 1 % of periods")]
    [InlineData(long.MaxValue, long.MaxValue, "throttled in 100 % of periods")]
    public void Throttling_is_told(long throttled, long periods, string sentence) => Assert.Equal(
        [sentence],
        LimitVerdict.From(new CgroupStats { Periods = periods, ThrottledPeriods = throttled }, new CgroupLimits { CpuQuota = 20_000 }).Sentences);

    [Fact]
    public void Throttling_of_a_start_alone_is_no_news() => Assert.Empty(
        LimitVerdict.From(new CgroupStats { Periods = 9, ThrottledPeriods = 9 }, new CgroupLimits { CpuQuota = 20_000 }).Sentences);

    [Theory]
    [InlineData(12L, "fork refused 12 times at the pids limit of 64")]
    [InlineData(1L, "fork refused once at the pids limit of 64")]
    public void Refused_forks_are_told(long refused, string sentence) => Assert.Equal(
        [sentence], LimitVerdict.From(new CgroupStats { PidsRefused = refused }, new CgroupLimits { PidsLimit = 64 }).Sentences);

    [Fact]
    public void Without_a_hit_there_is_nothing_to_say() => Assert.Empty(LimitVerdict.From(
        new CgroupStats { OomKills = 0, Periods = 5, ThrottledPeriods = 0, PidsRefused = 0, MemoryLimitHits = 9 }, new CgroupLimits()).Sentences);

    [Theory]
    [InlineData(1L << 30, "1 GiB")]
    [InlineData(1536L << 20, "1536 MiB")]
    [InlineData(4096L, "4 KiB")]
    [InlineData(1000L, "1000 bytes")]
    public void Bytes_are_exact(long bytes, string text) => Assert.Equal(text, LimitVerdict.Bytes(bytes));

    [Fact]
    public void A_refused_write_names_path_and_value_and_leaves_nothing_to_remove()
    {
        using FakeHost host = FakeHost.V1("memory"); // no kernel: the new directory stays without files
        CgroupPlan plan = CgroupPlanner.Plan(
            host.Layout, new CgroupLimits { Memory = 64 << 20 }, "/minirun", "x", killable: false);
        LinuxException error = Assert.Throws<LinuxException>(() => plan.Actions.ToList().ForEach(action => action.Run()));
        Assert.Equal(
            $"write 67108864 to `{host.Root}/memory/minirun/x/memory.limit_in_bytes`: no such file or directory (ENOENT)", error.Message);
        Assert.NotNull(error.Hint);
        Assert.True(Directory.Exists($"{host.Root}/memory/minirun/x"));
        new Cgroup(plan).Remove();
        Assert.False(Directory.Exists($"{host.Root}/memory/minirun/x"));
    }

    [Fact]
    public void A_group_that_the_plan_did_not_make_is_not_removed()
    {
        using FakeHost host = FakeHost.V1("pids");
        CgroupPlan plan = CgroupPlanner.Plan(host.Layout, new CgroupLimits { PidsLimit = 5 }, "/minirun", "x", killable: false);
        host.Write("pids/minirun/x/cgroup.procs", "1\n"); // somebody is in it
        LinuxException error = Assert.Throws<LinuxException>(() => plan.Actions.ToList().ForEach(action => action.Run()));
        Assert.Equal(Errno.EEXIST, error.Errno);
        Assert.Contains("process 1 (", error.Hint);
        new Cgroup(plan).Remove();
        Assert.True(File.Exists($"{host.Root}/pids/minirun/x/cgroup.procs"));
    }

    [Theory]
    [InlineData("/g/cgroup.subtree_control", Errno.EBUSY, "processes of its own")]
    [InlineData("/g/memory.memsw.limit_in_bytes", Errno.ENOENT, "swapaccount=1")]
    [InlineData("/g/blkio.bfq.weight", Errno.EINVAL, "bfq")]
    [InlineData("/g/cpu.cfs_quota_us", Errno.EINVAL, "group above")]
    [InlineData("/g/pids.max", Errno.EACCES, "root")]
    [InlineData("/g/pids.max", Errno.EROFS, "read-only")]
    [InlineData("/g/io.max", Errno.ENODEV, "whole disk")]
    public void Known_refusals_have_a_hint(string path, Errno errno, string words) =>
        Assert.Contains(words, CgroupHints.ForWrite(path, "1", errno));
}
