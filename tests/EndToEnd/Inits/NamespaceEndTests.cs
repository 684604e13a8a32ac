using System.Globalization;

namespace MiniRun.EndToEnd.Inits;

/// <summary>
/// What holds up the end of a PID namespace whose PID 1 was killed: the kernel's part (pid_namespaces(7)), which no init and
/// no runtime can change. The same with every init, without one, and with minirun run.
/// </summary>
public sealed class NamespaceEndTests : ContainerTest
{
    private const string TwoBelow = "sleep 1000 & echo ready; sleep 1001; :";

    // Puts a child into the PID namespace from outside and waits for it only at the end of standard input. With a second
    // argument somebody between does so, who is killed after a line; the child then comes to us, a subreaper outside.
    private const string Inject = """
        import ctypes, os, sys
        libc = ctypes.CDLL(None)
        target = os.open(f"/proc/{sys.argv[1]}/ns/pid", os.O_RDONLY)
        reader, writer = os.pipe()
        between = 0
        if len(sys.argv) > 2:
            libc.prctl(36, 1, 0, 0, 0) # PR_SET_CHILD_SUBREAPER
            between = os.fork()
        if between == 0:
            assert libc.setns(target, 0) == 0
            if os.fork() == 0:
                os.close(writer)
                print("ready", flush=True)
                os.read(reader, 1) # ends with whoever made it, at the latest
                os._exit(0)
            if len(sys.argv) > 2:
                os.read(reader, 1)
        if between:
            sys.stdin.readline()
            os.kill(between, 9)
            os.waitpid(between, 0)
            print("orphaned", flush=True)
        sys.stdin.read()
        os.wait()
        """;

    // Traces a process, without stopping it, until the end of standard input.
    private const string Trace = """
        import ctypes, sys
        assert ctypes.CDLL(None).ptrace(0x4206, int(sys.argv[1]), None, None) == 0 # PTRACE_SEIZE
        print("ready", flush=True)
        sys.stdin.read()
        """;

    public static TheoryData<string> All => ["ours", "minirun init", "tini", "dumb-init", "catatonit", "none", "run", "run --init"];

    public static TheoryData<string, string> AllWithEachFreezer
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (string version in FreezerGroup.Versions)
            {
                foreach (string init in All)
                {
                    rows.Add(init, version);
                }
            }

            return rows;
        }
    }

    [RootTheory]
    [MemberData(nameof(AllWithEachFreezer))]
    public void TheFrozenHoldItUpUntilTheyAreThawedOnlyInVersion1(string init, string version)
    {
        FreezerGroup group = Own(new FreezerGroup(version));
        (CliProcess cli, int first) = StartBelow(init);
        int[] rest = Below(first);
        group.Freeze(rest);

        Kernel.Kill(first, Signal.SIGKILL);

        if (version == "v1")
        {
            IsHeldUp(cli, first);
            Assert.All(rest, pid => Assert.Equal('D', HostView.StatusField(pid, "State")![0]));
            group.Thaw();
        }

        HasBeenKilled(cli, init);
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void OneInjectedFromOutsideHoldsItUpUntilItsParentWaits(string init)
    {
        (CliProcess cli, int first) = StartBelow(init);
        CliProcess parent = Helper(Inject, first);
        int injected = HostView.ChildrenOf(parent.Pid).Single();

        Kernel.Kill(first, Signal.SIGKILL);

        IsHeldUp(cli, first);
        Assert.Equal('Z', HostView.StatusField(injected, "State")![0]);
        parent.Input.Close();
        HasBeenKilled(cli, init);
        parent.WaitForExit().ExitsWith(0);
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void OneInjectedWhoseParentEndsGoesToTheReaperOutside(string init)
    {
        (CliProcess cli, int first) = StartBelow(init);
        CliProcess reaper = Helper(Inject, first, "between");
        int injected = HostView.ChildrenOf(HostView.ChildrenOf(reaper.Pid).Single()).Single();
        Kernel.Kill(first, Signal.SIGKILL);
        IsHeldUp(cli, first);

        reaper.Input.Write("\n"u8);
        reaper.Input.Flush();
        reaper.WaitForLine("orphaned");

        IsHeldUp(cli, first);
        Assert.Equal(reaper.Pid.ToString(CultureInfo.InvariantCulture), HostView.StatusField(injected, "PPid"));
        reaper.Input.Close();
        HasBeenKilled(cli, init);
        reaper.WaitForExit().ExitsWith(0);
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void ATracerOutsideHoldsItUpUntilItEnds(string init)
    {
        (CliProcess cli, int first) = StartBelow(init);
        int traced = Below(first)[^1];
        CliProcess tracer = Helper(Trace, traced);

        Kernel.Kill(first, Signal.SIGKILL);

        IsHeldUp(cli, first);
        Assert.Equal('Z', HostView.StatusField(traced, "State")![0]);
        tracer.Input.Close();
        HasBeenKilled(cli, init);
        tracer.WaitForExit().ExitsWith(0);
    }

    private (CliProcess Cli, int First) StartBelow(string init)
    {
        CliProcess cli = Own(init switch
        {
            "run" or "run --init" => Cli.Start([.. init.Split(' '), Busybox, "sh", "-c", TwoBelow]),
            "none" => Cli.StartProgram(new CliOptions { Input = [] }, "env", [.. InitUnderTest.Namespace, "sh", "-c", TwoBelow]),
            _ => InitUnderTest.Start(init, [], "sh", "-c", TwoBelow),
        });
        cli.WaitForLine("ready");
        int first = HostView.InitOf(cli);
        Eventually.True(() => Below(first).Count(IsSleeper) == 2, "the sleepers do not start");
        return (cli, first);
    }

    private static bool IsSleeper(int pid) =>
        HostView.TryRead($"/proc/{pid}/cmdline")?.StartsWith("sleep\0100", StringComparison.Ordinal) == true;

    private static int[] Below(int pid) => [.. HostView.ChildrenOf(pid).SelectMany(child => (int[])[child, .. Below(child)])];

    private CliProcess Helper(string script, int pid, params string[] more)
    {
        CliProcess helper = Own(Cli.StartProgram(
            new CliOptions(), "python3", ["-c", script, pid.ToString(CultureInfo.InvariantCulture), .. more]));
        helper.WaitForLine("ready");
        return helper;
    }

    // PID 1 has died and waits in the kernel for the rest, which has its SIGKILL too.
    private static void IsHeldUp(CliProcess cli, int first)
    {
        Eventually.True(() => WaitsForTheRest(first), "it does not wait");
        Thread.Sleep(200 * Machine.Slowness);
        Assert.True(WaitsForTheRest(first));
        Assert.False(cli.HasExited);
    }

    // A program waiting for its children is in do_wait as well; but this one has no memory any more.
    private static bool WaitsForTheRest(int first) =>
        HostView.TryRead($"/proc/{first}/wchan") is "zap_pid_ns_processes" or "do_wait" && HostView.StatusField(first, "VmRSS") is null;

    // unshare(1) cannot end by SIGKILL as it does by other signals, and says so with 1.
    private static void HasBeenKilled(CliProcess cli, string init) =>
        cli.WaitForExit().ExitsWith(init.StartsWith("run", StringComparison.Ordinal) ? 137 : 1);
}
