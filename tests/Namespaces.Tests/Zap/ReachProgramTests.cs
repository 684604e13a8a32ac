using MiniRun.Linux;
using MiniRun.Namespaces.Zap;

namespace MiniRun.Namespaces.Tests.Zap;

/// <summary>What is said of a signal to PID 1 against what the kernel then does with it, on programs that people run.</summary>
public sealed class ReachProgramTests
{
    private const int SIGTERM = 15;
    private const string Python = "/usr/bin/python3";

    private const string SignalFd =
        "import ctypes, os\nlibc = ctypes.CDLL(None)\nmask = (ctypes.c_ulong * 16)(1 << 14)\nlibc.sigprocmask(0, mask, None)\n"
        + "fd = libc.signalfd(-1, mask, 0)\nimport select\nselect.select([fd], [], [])\nos._exit(9)";

    private const string OtherThreadWaits =
        "import signal, threading, os, time\n"
        + "def wait():\n signal.pthread_sigmask(signal.SIG_BLOCK, [15])\n signal.sigwait([15])\n os._exit(9)\n"
        + "threading.Thread(target=wait).start()\nwhile True: time.sleep(1)";

    [RootFact(Needs = "tini")]
    public void Tini_waits_for_it() => Check(ReachKind.Waited, 143, "tini", "--", "sleep", "1000");

    [RootFact(Needs = "dumb-init")]
    public void Dumb_init_catches_it() => Check(ReachKind.Delivered, 143, "dumb-init", "sleep", "1000");

    [RootFact(Needs = "catatonit")]
    public void Catatonit_blocks_it_and_reads_a_signalfd() => Check(ReachKind.Blocked, 143, "catatonit", "--", "sleep", "1000");

    [RootFact(Needs = "python3")]
    public void A_program_with_a_signalfd_blocks_it() => Check(ReachKind.Blocked, 9, Python, "-c", SignalFd);

    [RootFact(Needs = "bash")]
    public void Bash_does_not_get_it() => Check(ReachKind.Dropped, null, "bash", "-c", "sleep 1000; :");

    [RootFact]
    public void Sh_does_not_get_it() => Check(ReachKind.Dropped, null, "sh", "-c", "sleep 1000; :");

    [RootFact(Needs = "python3")]
    public void Python_does_not_get_it() => Check(ReachKind.Dropped, null, Python, "-c", "import time; time.sleep(1000)");

    [RootFact]
    public void A_program_without_anything_does_not_get_it() => Check(ReachKind.Dropped, null, "sleep", "1000");

    [RootFact]
    public void One_that_ignores_it_is_not_moved() => Check(ReachKind.Ignored, null, "sh", "-c", "trap '' TERM; sleep 1000; :");

    [RootFact]
    public void A_trap_gets_it() => Check(ReachKind.Delivered, 7, "sh", "-c", "trap 'exit 7' TERM; while :; do sleep 0.05; done");

    [RootFact(Needs = "python3")]
    public void Another_thread_that_waits_does_not_help() => Check(ReachKind.Dropped, null, Python, "-c", OtherThreadWaits);

    [RootFact(Needs = "python3")]
    public void Another_thread_that_waits_helps_where_the_first_one_blocks_it() => Check(
        ReachKind.Blocked, 9, Python, "-c", $"import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [15])\n{OtherThreadWaits}");

    [RootFact(Needs = "python3")]
    public void Of_a_program_that_is_always_busy_nothing_is_certain()
    {
        using NamespaceUnderTest program = new(Python, "-c", "while True: pass");
        NamespaceUnderTest.WaitFor(() => ProcessFiles.Host.Age(program.Init) > 0.5);
        Assert.Equal(ReachKind.MayBeDropped, SignalReach.Of(program.Init, SIGTERM).Kind);
    }

    [RootFact]
    public void A_trap_that_comes_late_is_not_there_before()
    {
        using NamespaceUnderTest program = new("sh", "-c", "sleep 2; trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done");
        program.Settle();
        Assert.Equal(ReachKind.Dropped, SignalReach.Of(program.Init, SIGTERM).Kind);
        program.Signal(SIGTERM);
        program.WaitForLine("ready"); // it was dropped indeed
        Assert.Equal(ReachKind.Delivered, SignalReach.Of(program.Init, SIGTERM).Kind);
        program.Signal(SIGTERM);
        Assert.Equal(7, program.Ends());
    }

    [RootFact(Needs = "tini")]
    public void Nobody_is_said_to_drop_it_while_he_starts()
    {
        foreach (string[] program in new string[][]
        {
            ["tini", "--", "sleep", "1000"], ["sh", "-c", "trap 'exit 7' TERM; while :; do sleep 0.05; done"], [Python, "-c", SignalFd],
        })
        {
            using NamespaceUnderTest started = new(program);
            HashSet<ReachKind> said = [];
            while (ProcessFiles.Host.Age(started.Init) < 0.09)
            {
                said.Add(SignalReach.Of(started.Init, SIGTERM).Kind);
            }

            Assert.DoesNotContain(ReachKind.Dropped, said);
        }
    }

    [RootFact(Needs = "tini")]
    public void One_that_goes_in_and_out_of_its_wait_is_never_said_to_drop_it()
    {
        // SIGWINCH wakes tini each time, so that mask and system call are seen at any moment of its loop.
        using NamespaceUnderTest tini = new NamespaceUnderTest("tini", "--", "sleep", "1000").Settle();
        using CancellationTokenSource over = new();
        Task waker = Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
            {
                tini.Signal(28);
            }
        });
        HashSet<ReachKind> said = [];
        for (int i = 0; i < 1500; i++)
        {
            said.Add(SignalReach.Of(tini.Init, SIGTERM).Kind);
        }

        over.Cancel();
        waker.Wait();
        Assert.DoesNotContain(ReachKind.Dropped, said);
        Assert.Contains(ReachKind.Waited, said);
    }

    [RootFact]
    public void What_is_not_the_first_of_its_namespace_is_killed()
    {
        using System.Diagnostics.Process sleep = System.Diagnostics.Process.Start("/usr/bin/env", ["--default-signal", "sleep", "1000"]);
        NamespaceUnderTest.WaitFor(() => ProcessFiles.Host.Stat(sleep.Id) is { Name: "sleep", State: 'S' });
        SignalReach reach = SignalReach.Of(sleep.Id, SIGTERM);
        Assert.Equal((ReachKind.Kills, $"process {sleep.Id} (sleep) is ended by SIGTERM"), (reach.Kind, reach.Sentence));
        Assert.Equal(0, LibC.kill(sleep.Id, SIGTERM));
        Assert.True(sleep.WaitForExit(1000));
    }

    private static void Check(ReachKind expected, int? code, params string[] program)
    {
        using NamespaceUnderTest started = new NamespaceUnderTest(program).Settle();
        Assert.Equal(expected, SignalReach.Of(started.Init, SIGTERM).Kind);
        started.Signal(SIGTERM);
        Assert.Equal(code, started.Ends());
        Assert.Equal(ReachKind.Kills, code is null ? SignalReach.Of(started.Init, SignalNumber.SIGKILL).Kind : ReachKind.Kills);
    }
}
