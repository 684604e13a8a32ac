using System.Globalization;

namespace MiniRun.EndToEnd;

/// <summary>Limits are proven by their effect, measured from outside.</summary>
[Trait("Category", "Core")]
public sealed class LimitTests : ContainerTest
{
    /// <summary>A fifth of a CPU for the whole group, however many want it.</summary>
    [RootTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void ACpuQuotaIsSharedByTheWholeGroup(int spinners)
    {
        string spin = string.Concat(Enumerable.Repeat("while :; do :; done & ", spinners));
        CliProcess cli = Start("--cpu-quota", "20000", "--cpu-period", "100000", Busybox, "sh", "-c", $"echo ready; {spin} wait");
        cli.WaitForLine("ready");
        string group = HostView.CgroupDirectory(HostView.InitOf(cli), "cpu");

        // Starting up is paid from the first period: measure after it.
        Thread.Sleep(500);
        (TimeSpan usedBefore, long throttledBefore) = CpuOf(cli);
        long begin = Environment.TickCount64;
        Thread.Sleep(3000);
        (TimeSpan used, long throttled) = CpuOf(cli);
        double share = (used - usedBefore).TotalMilliseconds / (Environment.TickCount64 - begin);

        Assert.True(share is > 0.15 and < 0.25, $"{spinners} spinners got {share:P0} of a CPU in {group}");
        Assert.True(throttled > throttledBefore, "the kernel counts no throttled period");
    }

    [RootFact]
    public void ForkFailsAtThePidsLimit()
    {
        // 20 sleepers cannot all start where only 8 processes may live; sh says so with the words for EAGAIN.
        CliResult result = RunScript(
            "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do sleep 1000 & done; echo started", "--pids-limit", "8");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("Resource temporarily unavailable", result.Error);
        Assert.DoesNotContain("started", result.Output);
    }

    [RootFact]
    public void AtThePidsLimitTheKernelHoldsExactlySoMany()
    {
        CliProcess cli = Start("--init", "--pids-limit", "8", Busybox, "sh", "-c",
            "for i in 1 2 3 4 5 6 7 8 9; do (sleep 1000 &) 2>/dev/null; done; echo ready; sleep 1000");
        cli.WaitForLine("ready");
        string group = HostView.CgroupDirectory(HostView.InitOf(cli), "pids");

        int current = int.Parse(File.ReadAllText(group + "/pids.current"), CultureInfo.InvariantCulture);

        Assert.Equal("8", File.ReadAllText(group + "/pids.max").Trim());
        Assert.InRange(current, 6, 8);
    }

    [RootFact]
    public void MemoryOverTheLimitIs137WithTheReason()
    {
        CliResult result = RunScript("tail /dev/zero", "--init", "-m", "32m").ExitsWith(137);

        Assert.Contains("out of memory", result.Error);
        Assert.Contains("32 MiB", result.Error);
    }

    [RootFact]
    public void MemoryBelowTheLimitIsLeftAlone()
    {
        CliResult result = RunScript("head -c 16m /dev/zero | tail -c 1 | wc -c", "-m", "64m").ExitsWith(0);

        Assert.Equal("1", result.Output.Trim());
        Assert.Equal("", result.Error);
    }

    [RootTheory]
    [InlineData("--cpu-quota", "999")]
    [InlineData("--cpu-quota", "20000x")]
    [InlineData("--cpu-period", "999")]
    [InlineData("--cpu-shares", "1")]
    [InlineData("--pids-limit", "18446744073709551616")]
    [InlineData("--memory", "-5")]
    [InlineData("--cpuset-cpus", "4096")]
    public void AValueTheKernelWouldRefuseIsRefusedBeforeAnythingIsMade(string flag, string value) =>
        Run(flag, value, Busybox, "true").Refuses([value]);

    /// <summary>CPU time used and periods throttled so far, from the group's own files.</summary>
    private static (TimeSpan Used, long Throttled) CpuOf(CliProcess cli)
    {
        int init = HostView.InitOf(cli);
        string cpu = HostView.CgroupDirectory(init, "cpu");
        Dictionary<string, long> stat = File.ReadAllLines(cpu + "/cpu.stat")
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => long.Parse(words[1], CultureInfo.InvariantCulture));
        TimeSpan used = stat.TryGetValue("usage_usec", out long microseconds)
            ? TimeSpan.FromMicroseconds(microseconds)
            : ProcessesTime(cpu);
        return (used, stat["nr_throttled"]);
    }

    // A v1 cpu group counts no time (cpuacct does, and it is a hierarchy of its own): add up its processes' own, in 10 ms ticks.
    private static TimeSpan ProcessesTime(string group) =>
        TimeSpan.FromMilliseconds(10 * File.ReadAllLines(group + "/cgroup.procs").Sum(pid =>
        {
            string[] words = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].Split(' ');
            return long.Parse(words[11], CultureInfo.InvariantCulture) + long.Parse(words[12], CultureInfo.InvariantCulture);
        }));
}
