namespace MiniRun.EndToEnd.Inits;

/// <summary>
/// What the kernel does with PID 1 of a namespace, whichever program it is, and what an init makes of it: who adopts, what
/// can hurt PID 1, how long a stop takes, what happens when it ends.
/// </summary>
public sealed class ProcessOneTests : ContainerTest
{
    // It waits for its children, not for theirs.
    private const string ThreeOrphans = """
        import os, time
        for i in range(3):
            child = os.fork()
            if child == 0:
                if os.fork() == 0:
                    time.sleep(0.1)
                os._exit(0)
            os.waitpid(child, 0)
        time.sleep(0.5)
        print("ready", flush=True)
        time.sleep(1000)
        """;

    public static TheoryData<string> All => InitUnderTest.All;

    [RootTheory]
    [MemberData(nameof(All))]
    public void OrphansHaveItAsTheirParent(string init) => InitUnderTest.Run(init, [], "python3", "-c", """
        import os, sys, time
        reader, writer = os.pipe()
        if os.fork() == 0:
            between = os.getpid()
            if os.fork() == 0:
                while os.getppid() == between:
                    time.sleep(0.01)
                os.write(writer, str(os.getppid()).encode())
            os._exit(0)
        sys.exit(0 if os.read(reader, 20) == b"1" else 1)
        """).ExitsWith(0);

    [RootTheory]
    [MemberData(nameof(All))]
    public void AnotherSubreaperInsideComesFirst(string init) => InitUnderTest.Run(init, [], "python3", "-c", """
        import ctypes, os, sys, time
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) # PR_SET_CHILD_SUBREAPER
        reaper = os.getpid()
        if os.fork() == 0:
            if os.fork() == 0:
                time.sleep(0.2)
                os._exit(0 if os.getppid() == reaper else 1)
            os._exit(0)
        os.wait()
        sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
        """).ExitsWith(0);

    [RootFact]
    public void AProgramThatDoesNotWaitLeavesZombiesAndAnInitBeforeItDoesNot()
    {
        Assert.Equal(3, Zombies("none"));
        Assert.All(new[] { "ours", "tini", "dumb-init", "catatonit" }, init => Assert.Equal(0, Zombies(init)));
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void FromInsideNothingUncaughtHurtsIt(string init)
    {
        // kill(2) says 0, and nothing happens: SIGNAL_UNKILLABLE. SIGTERM does reach an init, which passes it on.
        InitUnderTest.Run(init, [], "sh", "-c", "kill -9 1 && kill -STOP 1 && sleep 0.2 && [ -d /proc/1 ] && exit 7").ExitsWith(7);
        InitUnderTest.Run(init, [], "sh", "-c", "kill -TERM 1; sleep 5; exit 7").ExitsWith(143);
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void FromOutsideSigstopStopsItAndSigkillEndsAll(string init)
    {
        using CliProcess cli = InitUnderTest.Start(init, [], "sh", "-c", "sleep 1000 & echo ready; sleep 1000");
        cli.WaitForLine("ready");
        int pid = InitUnderTest.PidOf(cli);
        int shell = HostView.ChildrenOf(pid).Single();
        Eventually.True(() => HostView.ChildrenOf(shell).Count == 2, "the sleepers did not start");
        int[] all = [pid, shell, .. HostView.ChildrenOf(shell)];

        Kernel.Kill(pid, Signal.SIGSTOP);
        Eventually.True(() => HostView.StatusField(pid, "State")?[0] == 'T', "it does not stop");
        Assert.All(all[1..], process => Assert.NotEqual('T', HostView.StatusField(process, "State")![0]));
        Kernel.Kill(pid, Signal.SIGKILL);

        // The exit code is unshare(1)'s own: it cannot end by SIGKILL as it does by other signals, and says so with 1.
        cli.WaitForExit().ExitsWith(1);
        Assert.All(all, process => Assert.Null(HostView.StatusField(process, "State")));
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void AStopIsQuickAndHasTheProgramsCode(string init)
    {
        Assert.Equal(143, Stop(init, Signal.SIGTERM, "exec sleep 1000"));
        Assert.Equal(130, Stop(init, Signal.SIGINT, "exec sleep 1000"));
        Assert.Equal(7, Stop(init, Signal.SIGQUIT, "trap 'exit 7' QUIT; while :; do sleep 0.05; done"));
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void ItsEndKillsTheStoppedAndTheNested(string init) =>
        InitUnderTest.Run(init, [], "sh", "-c", "sleep 1000 & kill -STOP $!; unshare -pf sleep 1000 & setsid sleep 1000 & sleep 0.3; exit 4")
            .ExitsWith(4); // the harness looks for what is left

    private static int Zombies(string init)
    {
        string[] program = ["python3", "-c", ThreeOrphans];
        using CliProcess cli = init == "none"
            ? Cli.StartProgram(new CliOptions(), "env", [.. InitUnderTest.Namespace, .. program])
            : InitUnderTest.Start(init, [], program);
        cli.WaitForLine("ready");
        return HostView.ChildrenOf(InitUnderTest.PidOf(cli)).Count(child => HostView.StatusField(child, "State")?[0] == 'Z');
    }

    private static int Stop(string init, Signal signal, string script)
    {
        using CliProcess cli = InitUnderTest.Start(init, [], "sh", "-c", "echo ready; " + script);
        cli.WaitForLine("ready");
        Thread.Sleep(50); // the trap, or the exec
        Kernel.Kill(InitUnderTest.PidOf(cli), signal);
        return cli.WaitForExit().ExitCode;
    }
}
