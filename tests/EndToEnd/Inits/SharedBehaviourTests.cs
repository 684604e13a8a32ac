using System.Globalization;

namespace MiniRun.EndToEnd.Inits;

/// <summary>What every init does: the same test with ours, tini, dumb-init and catatonit.</summary>
public sealed class SharedBehaviourTests : ContainerTest
{
    private const string PrintSignals = """
        import signal, sys
        mask = {s for s in range(1, 65) if s not in (9, 19, 32, 33)}
        signal.pthread_sigmask(signal.SIG_BLOCK, mask)
        print("ready", flush=True)
        while True:
            number = signal.sigwait(mask)
            print(int(number), flush=True)
            if number == int(sys.argv[1]):
                sys.exit(0)
        """;

    public static TheoryData<string> All => InitUnderTest.All;

    public static TheoryData<string> Ours => InitUnderTest.Ours;

    [RootTheory]
    [MemberData(nameof(All))]
    public void All256ExitCodesPassThrough(string init)
    {
        string[] command = InitUnderTest.Command(init);

        string wrong = Cli.Shell(
            "c=0; while [ $c -lt 256 ]; do unshare -pf \"$@\" sh -c \"exit $c\"; r=$?; [ $r = $c ] || echo $c:$r; c=$((c+1)); done", command)
            .ExitsWith(0).Output;

        Assert.Equal("", wrong);
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void AChildEndedByASignalIs128PlusItsNumber(string init)
    {
        string[] command = InitUnderTest.Command(init);

        string wrong = Cli.Shell(
            "for s in 1 2 3 9 14 15 10 12 40 64; do unshare -pf \"$@\" sh -c \"kill -$s \\$\\$\"; r=$?; [ $r = $((128+s)) ] || echo $s:$r; done",
            command).ExitsWith(0).Output;

        Assert.Equal("", wrong);
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void OrdinarySignalsArePassedOn(string init)
    {
        int[] signals = [1, 2, 3, 10, 12, 13, 14, 15, 16, 18, 23, 24, 25, 26, 27, 28, 29, 30, 34, 35, 50, 64];
        using CliProcess cli = InitUnderTest.Start(init, [], "python3", "-c", PrintSignals, "64");
        cli.WaitForLine("ready");
        int pid = InitUnderTest.PidOf(cli);

        foreach (int signal in signals)
        {
            Kernel.Kill(pid, (Signal)signal);
            cli.WaitForLine(signal.ToString(CultureInfo.InvariantCulture));
        }

        cli.WaitForExit().ExitsWith(0);
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void OrphansAreReaped(string init)
    {
        using CliProcess cli = InitUnderTest.Start(
            init, [], "sh", "-c", "i=0; while [ $i -lt 300 ]; do (sleep 0 &); i=$((i+1)); done; sleep 0.5; echo ready; sleep 1000");
        cli.WaitForLine("ready");
        int pid = InitUnderTest.PidOf(cli);

        Assert.DoesNotContain(HostView.ChildrenOf(pid), child => HostView.StatusField(child, "State")?[0] == 'Z');
    }

    [RootTheory]
    [MemberData(nameof(Ours))]
    public void AnIdleOneIsNeverWoken(string init)
    {
        using CliProcess cli = InitUnderTest.Start(init, [], "sh", "-c", "echo ready; sleep 1000");
        cli.WaitForLine("ready");
        int pid = InitUnderTest.PidOf(cli);
        Thread.Sleep(200);

        string before = Switches(pid);
        Thread.Sleep(1500);

        Assert.Equal(before, Switches(pid));
    }

    [RootTheory]
    [MemberData(nameof(Ours))]
    public void TheChildsMaskAndDispositionsAreThoseOfABareExec(string init)
    {
        string[] look = ["grep", "-E", "^Sig(Blk|Ign|Cgt)", "/proc/self/status"];
        string bare = Cli.RunProgram(new CliOptions(), "env", [.. InitUnderTest.Namespace, .. look]).ExitsWith(0).Output;

        Assert.Equal(bare, InitUnderTest.Run(init, [], look).ExitsWith(0).Output);
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void WhenTheMainChildEndsEverythingEnds(string init) =>
        InitUnderTest.Run(init, [], "sh", "-c", "sleep 1000 & sleep 1000 & exit 3").ExitsWith(3);

    [RootTheory]
    [MemberData(nameof(All))]
    public void AMainChildThatExecsOrStopsItselfIsStillTheMainChild(string init)
    {
        InitUnderTest.Run(init, [], "sh", "-c", "exec sh -c 'exec sh -c \"exit 5\"'").ExitsWith(5);

        using CliProcess cli = InitUnderTest.Start(init, [], "sh", "-c", "echo ready; kill -STOP $$; exit 6");
        cli.WaitForLine("ready");
        int main = HostView.ChildrenOf(InitUnderTest.PidOf(cli)).Single();
        Eventually.True(() => HostView.StatusField(main, "State")?[0] == 'T', "it does not stop");
        Kernel.Kill(InitUnderTest.PidOf(cli), Signal.SIGCONT);
        cli.WaitForExit().ExitsWith(6);
    }

    private static string Switches(int pid) =>
        HostView.StatusField(pid, "voluntary_ctxt_switches") + " " + HostView.StatusField(pid, "nonvoluntary_ctxt_switches");
}
