namespace MiniRun.EndToEnd;

/// <summary>The built-in init as PID 1: it reaps, forwards and ends as its child ended.</summary>
[Trait("Category", "Core")]
public sealed class InitTests : ContainerTest
{
    [RootFact]
    public void ItIsCalledInitAndIsNotTheHostsBinary()
    {
        (_, int init) = StartSleeper("--init");

        Assert.Equal("init", HostView.TryRead($"/proc/{init}/comm")?.Trim());
        Assert.Equal("init\0", HostView.TryRead($"/proc/{init}/cmdline"));
        Assert.StartsWith("/memfd:", new FileInfo($"/proc/{init}/exe").LinkTarget);
        Assert.Equal(["0", "1", "2"], Directory.GetFiles($"/proc/{init}/fd").Select(Path.GetFileName).Order());
    }

    [RootFact]
    public void ItReapsOrphansAtOnce()
    {
        CliProcess cli = Start("--init", Busybox, "sh", "-c",
            "i=0; while [ $i -lt 200 ]; do (sleep 0 &); i=$((i+1)); done; sleep 1; echo ready; trap 'exit 0' TERM; sleep 1000 & wait");
        cli.WaitForLine("ready");
        int init = HostView.InitOf(cli);

        string[] states = [.. HostView.ChildrenOf(init).Select(pid => HostView.StatusField(pid, "State") ?? "gone")];

        Assert.DoesNotContain(states, state => state.StartsWith('Z'));
        cli.Signal(Signal.SIGTERM);
        cli.WaitForExit().ExitsWith(0);
    }

    [RootFact]
    public void ItReapsThousands() =>
        RunScript("i=0; while [ $i -lt 3000 ]; do (true &); i=$((i+1)); done; echo done", "--init").Prints("done\n");

    [RootTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(35)]
    [InlineData(64)]
    public void ItForwardsSignals(int signal)
    {
        CliProcess cli = Start("--init", Busybox, "sh", "-c", $"trap 'echo got; exit 9' {signal}; echo ready; while :; do sleep 0.05; done");
        cli.WaitForLine("ready");

        cli.Signal((Signal)signal);

        CliResult result = cli.WaitForExit();
        Assert.Equal("ready\ngot\n", result.Output);
        Assert.Equal(9, result.ExitCode);
    }

    [RootFact]
    public void ASignalBeforeTheChildHasAHandlerStillCounts()
    {
        // As soon as there is a process: the workload may not even have been executed.
        CliProcess cli = Start("--init", Busybox, "sleep", "1000");
        Eventually.True(() => HostView.ChildrenOf(cli.Pid).Count > 0, "no container");
        cli.Signal(Signal.SIGTERM);

        cli.WaitForExit().ExitsWith(128 + 15);
    }

    [RootFact]
    public void OtherThanTheWorkloadItGetsSigtermWithoutAHandler()
    {
        CliProcess bare = Start(Busybox, "sh", "-c", "echo ready; sleep 2; echo survived");
        bare.WaitForLine("ready");
        bare.Signal(Signal.SIGTERM);
        Assert.Contains("survived", bare.WaitForExit().ExitsWith(0).Output);

        CliProcess init = Start("--init", Busybox, "sh", "-c", "echo ready; sleep 2; echo survived");
        init.WaitForLine("ready");
        init.Signal(Signal.SIGTERM);
        Assert.DoesNotContain("survived", init.WaitForExit().ExitsWith(128 + 15).Output);
    }

    [RootFact]
    public void WhenItsChildEndsEverythingEnds()
    {
        RunScript("sleep 1000 & (sleep 1000 &) ; exit 5", "--init").ExitsWith(5); // the harness looks for what is left
    }

    [RootFact]
    public void TheWorkloadHasNoSignalBlockedOrIgnored()
    {
        Run("--init", Busybox, "grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status").Prints("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
    }

    [RootFact]
    public void InTheHostsPidNamespaceOrphansComeToItToo()
    {
        CliProcess cli = Start("--init", "--pid", "host", Busybox, "sh", "-c", "(sleep 1000 & echo orphan $!); sleep 0.2; echo ready; sleep 1000");
        cli.WaitForLine("ready");
        int orphan = int.Parse(cli.OutputSoFar.Split('\n')[0].Split(' ')[1], null);

        string parent = HostView.StatusField(orphan, "PPid")!;

        Assert.Equal("init", HostView.TryRead($"/proc/{parent}/comm")?.Trim());
        cli.Signal(Signal.SIGTERM);
        cli.WaitForExit().ExitsWith(128 + 15);
    }
}
