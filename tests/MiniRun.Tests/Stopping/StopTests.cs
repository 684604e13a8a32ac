using System.Diagnostics;
using MiniRun.Containers.Stopping;
using MiniRun.Linux;
using MiniRun.Namespaces.Zap;

namespace MiniRun.Tests.Stopping;

public sealed class StopTests
{
    private const string Trap = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done";
    private readonly Story story = new();

    [RootFact]
    public void A_shell_without_a_trap_takes_the_whole_time_and_that_is_said_before()
    {
        using RunningContainer container = new("busybox", "sh", "-c", "echo ready; sleep 1000; :");
        StopResult result = Stopper.Stop(container.Request(1), story);
        Assert.Equal(StopEnd.Killed, result.End);
        Assert.Equal(ReachKind.Dropped, result.Reach!.Kind);
        Assert.InRange(result.Milliseconds, 1000, 3000);
        Assert.Equal("hint: PID 1 (sh) has no handler for SIGTERM, so the kernel drops it; `--init` or `--stop-signal` changes that\n", story.Brief);
        Assert.True(story.Events.Single(told => told.Kind == StopEventKind.Hint).Milliseconds < 500);
        Assert.Equal(137, container.ExitCode);
        Assert.Contains(story.Titles(StopEventKind.Zapped), title => title.Contains("(sleep, PID 2 inside) was ended by SIGKILL"));
        Assert.Contains($"send SIGKILL to PID 1 (sh), process {container.Init}", story.Explained);
        Assert.Contains("all is gone, ended by SIGKILL: exit code 137", story.Explained);
    }

    [RootFact]
    public void A_trap_ends_it_at_once_and_with_its_own_code()
    {
        using RunningContainer container = new("busybox", "sh", "-c", Trap);
        StopResult result = Stopper.Stop(container.Request(10), story);
        Assert.Equal((StopEnd.BySignal, ReachKind.Delivered), (result.End, result.Reach!.Kind));
        Assert.InRange(result.Milliseconds, 0, 3000);
        Assert.Equal("", story.Brief);
        Assert.Equal(7, container.ExitCode);
        Assert.Contains("PID 1 (sh) has a handler for SIGTERM", story.Titles(StopEventKind.Looked));
        Assert.DoesNotContain("SIGKILL to PID 1", story.Explained);
        Assert.Equal(7, result.Status?.ExitCode);
    }

    [RootFact]
    public void With_init_the_program_gets_it()
    {
        using RunningContainer container = new("--init", "busybox", "sh", "-c", "echo ready; exec sleep 1000");
        StopResult result = Stopper.Stop(container.Request(10), story);
        Assert.Equal((StopEnd.BySignal, ReachKind.Waited), (result.End, result.Reach!.Kind));
        Assert.Equal(143, container.ExitCode);
        Assert.Equal("", story.Brief);
        Assert.Contains(story.Titles(StopEventKind.Zapped), title => title.Contains("(sleep, PID 2 inside) was ended by SIGTERM"));
    }

    [RootFact(Needs = "python3")]
    public void A_program_with_a_signalfd_takes_it_and_nothing_else_is_said()
    {
        const string Script =
            "import ctypes, os, select\nlibc = ctypes.CDLL(None)\nmask = (ctypes.c_ulong * 16)(1 << 14)\nlibc.sigprocmask(0, mask, None)\n"
            + "fd = libc.signalfd(-1, mask, 0)\nprint('ready', flush=True)\nselect.select([fd], [], [])\nos._exit(9)";
        using RunningContainer container = new("host", "/usr/bin/python3", "-c", Script);
        StopResult result = Stopper.Stop(container.Request(10), story);
        Assert.Equal((StopEnd.BySignal, ReachKind.Blocked), (result.End, result.Reach!.Kind));
        Assert.Equal("", story.Brief);
        Assert.Equal(9, container.ExitCode);
    }

    [RootFact]
    public void A_paused_container_gets_the_signal_first_and_then_goes_on()
    {
        using RunningContainer container = new("busybox", "sh", "-c", Trap);
        Assert.True(Freezer.Pause(container.Groups));
        StopResult result = Stopper.Stop(container.Request(10), story);
        Assert.Equal(StopEnd.BySignal, result.End);
        Assert.Equal(7, container.ExitCode);
        Assert.Equal(
            [StopEventKind.Looked, StopEventKind.Sent, StopEventKind.Thawed, StopEventKind.Waited],
            story.Events.Take(4).Select(told => told.Kind));
    }

    [RootFact]
    public void A_stopped_program_goes_on_to_get_it()
    {
        using RunningContainer container = new("busybox", "sh", "-c", Trap);
        Killer.Kill(container.Identity, true, container.Groups, SignalNumber.SIGSTOP);
        RunningContainer.WaitFor(() => ProcessFiles.Host.Stat(container.Init)?.State == 'T');
        Assert.Equal(StopEnd.BySignal, Stopper.Stop(container.Request(10), story).End);
        Assert.Contains(story.Titles(StopEventKind.Sent), title => title.StartsWith("send SIGCONT"));
    }

    [RootFact]
    public void Where_the_namespace_is_shared_all_of_the_cgroup_is_ended()
    {
        using RunningContainer container = new(
            "--pid", "host", "busybox", "sh", "-c", "trap '' TERM; setsid sh -c 'while :; do sleep 1000; done' & sleep 1000 & echo ready; wait");
        RunningContainer.WaitFor(() => container.Groups.Processes().Count >= 4);
        List<ProcessIdentity> all = [.. container.Groups.Processes().Select(pid => ProcessIdentity.Of(pid)!.Value)];
        StopResult result = Stopper.Stop(container.Request(1, ownPids: false), story);
        Assert.Equal(StopEnd.Killed, result.End);
        Assert.DoesNotContain(all, process => process.Exists() && !ProcessFiles.Host.Stat(process.Pid)!.IsZombie);
        Assert.Contains($"hint: process {container.Init} (sh) ignores SIGTERM", story.Brief);

        // How an orphan ended is known from the moment on in which the machine's PID 1 reaps it.
        Assert.Equal(3, story.Titles(StopEventKind.Zapped).Count(title =>
            title.EndsWith("was ended by SIGKILL") || title.EndsWith("ended, how is not known")));
        Assert.Equal(137, container.ExitCode);
    }

    [RootFact]
    public void Without_time_it_is_killed_at_once_and_for_ever_waits_for_ever()
    {
        using RunningContainer container = new("busybox", "sh", "-c", "echo ready; sleep 1000; :");
        Task<StopResult> endless = Task.Run(() => Stopper.Stop(container.Request(-1), story));
        Assert.False(endless.Wait(1500));
        StopResult result = Stopper.Stop(container.Request(0), new Story());
        Assert.Equal(StopEnd.Killed, result.End);
        Assert.InRange(result.Milliseconds, 0, 1000);
        Assert.True(endless.Wait(5000));
        Assert.Contains("no SIGKILL will follow", story.Explained);
    }

    [RootFact]
    public void Who_has_ended_is_not_stopped_and_nobody_else_with_his_number()
    {
        using RunningContainer container = new("busybox", "sh", "-c", Trap);
        StopRequest other = container.Request(0) with { Init = container.Identity with { StartTicks = 1 }, Groups = Nothing() };
        Assert.Equal(StopEnd.AlreadyEnded, Stopper.Stop(other, story).End);
        Assert.False(container.HasEnded);
        LinuxException error = Assert.Throws<LinuxException>(() => Killer.Kill(other.Init, true, Nothing(), SignalNumber.SIGKILL));
        Assert.Equal(Errno.ESRCH, error.Errno);
        Assert.False(container.HasEnded);
    }

    [RootFact(Needs = "python3")]
    public void A_container_that_hangs_on_its_way_out_is_diagnosed_by_name()
    {
        using RunningContainer container = new("busybox", "sh", "-c", Trap);
        using Process outside = Inject(container.Init);
        try
        {
            StopResult result = Stopper.Stop(container.Request(10) with { Patience = 2000 }, story);
            Assert.Equal(StopEnd.Held, result.End);
            Assert.InRange(result.Milliseconds, 1000, 5000);
            string sentence = Assert.Single(result.Held).Sentence;
            Assert.Contains("(python3, PID ", sentence);
            Assert.EndsWith($"has ended, and its parent outside of the container, process {outside.Id} (python3), does not wait for it", sentence);
            Assert.Contains($"hint: end process {outside.Id}: its own parent waits then\n", story.Brief);
            Assert.Contains("it is not gone", story.Explained);
        }
        finally
        {
            outside.Kill();
            outside.WaitForExit();
        }

        // The dead one is the machine's PID 1 to wait for now; then the container has ended.
        RunningContainer.WaitFor(() => container.HasEnded);
        Assert.Equal(7, container.ExitCode);
    }

    [RootFact]
    public void A_kill_tells_whether_it_arrives()
    {
        using RunningContainer container = new("busybox", "sh", "-c", "trap 'exit 9' USR1; echo ready; while :; do sleep 0.05; done");
        Assert.Equal(ReachKind.Dropped, Killer.Kill(container.Identity, true, container.Groups, SignalNumber.SIGTERM).Kind);
        Assert.Equal(ReachKind.Delivered, Killer.Kill(container.Identity, true, container.Groups, SignalNames.Parse("USR1")!.Value).Kind);
        Assert.Equal(9, container.ExitCode);
    }

    [RootFact]
    public void SIGKILL_ends_a_paused_container_too()
    {
        using RunningContainer container = new("busybox", "sh", "-c", Trap);
        Freezer.Pause(container.Groups);
        Killer.Kill(container.Identity, true, container.Groups, SignalNumber.SIGKILL);
        Assert.Equal(137, container.ExitCode);
    }

    private static Cgroups.Cgroup Nothing() => Cgroups.Cgroup.Find(Cgroups.CgroupLayout.Discover(), "/minirun", "there-is-no-such-container");

    internal static Process Inject(int init)
    {
        const string Script =
            "import os, sys, time, ctypes\nfd = os.pidfd_open(int(sys.argv[1]))\nassert ctypes.CDLL(None).setns(fd, 0x20000000) == 0\n"
            + "if os.fork() == 0: time.sleep(1000)\nprint('in', flush=True)\ntime.sleep(1000)";
        Process process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Script, $"{init}"]) { RedirectStandardOutput = true })!;
        Assert.Equal("in", process.StandardOutput.ReadLine());
        return process;
    }
}
