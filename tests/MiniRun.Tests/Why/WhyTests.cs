using MiniRun.Cgroups;
using MiniRun.Containers.Stopping;
using MiniRun.Containers.Why;
using MiniRun.Linux;
using MiniRun.Namespaces.Tests.Zap;
using MiniRun.Tests.Stopping;

namespace MiniRun.Tests.Why;

public sealed class WhyTests : IDisposable
{
    private readonly FakeProc proc = new();

    public void Dispose() => proc.Dispose();

    [Fact]
    public void A_quiet_container_has_little_to_say()
    {
        proc.Add(5, "tini", parent: 2, inner: "1", ns: "pid:[7]", call: "128 0x1", channel: "do_sigtimedwait.isra.0").Add(2, "minirun");
        Assert.Equal(
            "state\n  it runs: 1 process\nprocesses\n  PID 1 (tini, 5 on the host): S, sleeping in do_sigtimedwait\n", Of(new WhyFacts { Init = 5 }));
    }

    [Fact]
    public void Zombies_have_the_process_that_must_reap_them()
    {
        proc.Add(5, "sh", parent: 2, inner: "1", ns: "pid:[7]", status: "SigCgt:\t0000000000004000\n")
            .Add(6, "worker", parent: 5, inner: "2", ns: "pid:[7]")
            .Add(7, "child", 'Z', parent: 6, inner: "3", ns: "pid:[7]")
            .Add(8, "orphan", 'Z', parent: 5, inner: "4", ns: "pid:[7]");
        string text = Of(new WhyFacts { Init = 5 });
        Assert.Contains("PID 3 (child, 7 on the host) has ended: PID 2 (worker, 6 on the host) must wait for it\n", text);
        Assert.Contains("PID 4 (orphan, 8 on the host) has ended: PID 1 (sh, 5 on the host) must wait for it; orphans are PID 1's to reap too", text);
        Assert.Contains("PID 3 (child, 7 on the host): Z, ended, not waited for\n", text);
    }

    [Fact]
    public void Who_came_from_outside_is_named_with_its_parent()
    {
        proc.Add(5, "tini", parent: 2, inner: "1", ns: "pid:[7]", call: "128 0x1").Add(6, "worker", parent: 5, inner: "2", ns: "pid:[7]")
            .Add(7, "bash", parent: 30, inner: "3", ns: "pid:[7]").Add(30, "nsenter");
        Assert.Contains(
            "PID 3 (bash, 7 on the host) came in from outside, and is not in its cgroup: when it ends, process 30 (nsenter) must wait for it",
            Of(new WhyFacts { Init = 5, Members = [5, 6] }));
        Assert.DoesNotContain("worker, 6 on the host) came in", Of(new WhyFacts { Init = 5, Members = [5, 6] }));
    }

    [Fact]
    public void One_that_cannot_end_says_who_holds_it()
    {
        proc.Add(5, "sh", parent: 2, inner: "1", ns: "pid:[7]", flags: 4, channel: "zap_pid_ns_processes")
            .Add(7, "bash", 'Z', parent: 30, inner: "3", ns: "pid:[7]").Add(30, "nsenter", 'T');
        string text = Of(new WhyFacts { Init = 5 });
        Assert.Contains("it is ending: PID 1 has ended", text);
        Assert.Contains("process 30 (nsenter), which is stopped, does not wait for it: kill -CONT 30 lets it wait", text);
    }

    [Fact]
    public void Limits_that_hit_and_limits_that_are_near()
    {
        proc.Add(5, "tini", parent: 2, inner: "1", ns: "pid:[7]", call: "128 0x1")
            .Write("5/limits", "Limit                     Soft Limit           Hard Limit           Units     \nMax open files            4                    8                    files     \n")
            .Write("loadavg", "0.1 0.2 0.3 2/32700 99\n").Write("sys/kernel/pid_max", "32768\n");
        foreach (int descriptor in new[] { 0, 1, 2, 3 })
        {
            proc.Write($"5/fd/{descriptor}", "");
        }

        string text = Of(new WhyFacts
        {
            Init = 5,
            Limits = new LimitVerdict(1, 64 << 20, 83, 0, ["killed: out of memory at 64 MiB", "throttled in 83 % of periods"]),
            Pids = 96,
            PidsLimit = 100,
        });
        Assert.Contains(
            "limits\n  killed: out of memory at 64 MiB\n  throttled in 83 % of periods\n  96 of at most 100 processes and threads are there (--pids-limit)\n"
            + "  PID 1 (tini, 5 on the host) has 4 of at most 4 files open (RLIMIT_NOFILE, --ulimit nofile)\n"
            + "  32700 of at most 32768 processes and threads are on this machine (kernel.pid_max)\n", text);
    }

    [Fact]
    public void Signals_that_wait_and_signals_that_would_be_dropped()
    {
        proc.Add(5, "sh", parent: 2, inner: "1", ns: "pid:[7]")
            .Add(6, "python", parent: 5, inner: "2", ns: "pid:[7]", status: "ShdPnd:\t0000000000004000\nSigBlk:\t0000000000004000\n")
            .Add(7, "dd", 'D', parent: 5, inner: "3", ns: "pid:[7]", status: "SigPnd:\t0000000000000100\n", channel: "io_schedule");
        string text = Of(new WhyFacts { Init = 5 });
        Assert.Contains("SIGTERM waits for PID 2 (python, 6 on the host), which blocks it\n", text);
        Assert.Contains("SIGKILL waits for PID 3 (dd, 7 on the host), which no signal wakes (state D)\n", text);
        Assert.Contains("PID 1 (sh) has no handler for SIGTERM, so the kernel drops it: a stop takes all of its time", text);
        Assert.Contains("PID 3 (dd, 7 on the host): D, waiting for a device or frozen: no signal wakes it in io_schedule\n", text);
    }

    [Theory]
    [InlineData(137, null, "it has ended with exit code 137: SIGKILL, or a program that says so", "who sent it the signal: unknown")]
    [InlineData(143, "minirun stop", "it has ended with exit code 143: SIGTERM, or a program that says so", "who sent it the signal: minirun stop")]
    [InlineData(1, null, "it has ended with exit code 1", "no signal ended it")]
    public void One_that_has_ended_says_how(int code, string? sender, string first, string second) =>
        Assert.Equal($"state\n  {first}\n  {second}\n", Of(new WhyFacts { ExitCode = code, Sender = sender }));

    [Fact]
    public void Names_that_would_move_the_cursor_do_not()
    {
        proc.Add(5, "x\u001b[2J", parent: 2, inner: "1", ns: "pid:[7]", call: "128 0x1");
        Assert.Contains("PID 1 (x\\x1b[2J, 5 on the host)", Of(new WhyFacts { Init = 5 }));
    }

    [RootFact(Needs = "python3")]
    public void A_real_container_that_hangs_says_why()
    {
        using RunningContainer container = new("busybox", "sh", "-c", "echo ready; sleep 1000; :");
        using System.Diagnostics.Process outside = StopTests.Inject(container.Init);
        try
        {
            WhyFacts facts = new() { Init = container.Init, Members = container.Groups.Processes() };
            Assert.Contains($"must wait for it, or the container cannot end", WhyReport.Of(facts, ProcessFiles.Host).ToString());
            Killer.Kill(container.Identity, true, container.Groups, SignalNumber.SIGKILL);
            RunningContainer.WaitFor(() => WhyReport.Of(facts, ProcessFiles.Host).ToString().Contains($"process {outside.Id} (python3), does not wait"));
            Assert.Contains("it is ending", WhyReport.Of(facts, ProcessFiles.Host).ToString());
        }
        finally
        {
            outside.Kill();
            outside.WaitForExit();
        }
    }

    private string Of(WhyFacts facts) => WhyReport.Of(facts, proc.Files).ToString();
}
