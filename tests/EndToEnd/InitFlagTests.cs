namespace MiniRun.EndToEnd;

/// <summary>The <c>--init-…</c> flags of <c>run</c>.</summary>
[Trait("Category", "Core")]
public sealed class InitFlagTests : ContainerTest
{
    // Two below the program, one of them in a session of its own, say when they are told to end; the program itself waits.
    private const string Family = "(trap 'echo child; exit' USR1; echo up; while :; do sleep 0.05; done) &"
        + " setsid sh -c 'trap \"echo apart; exit\" USR1; echo up; while :; do sleep 0.05; done' &"
        + " trap 'sleep 0.5; echo main; exit 5' USR1; echo up; while :; do sleep 0.05; done";

    [RootTheory]
    [InlineData("child", "main")]
    [InlineData("group", "child main")]
    [InlineData("all", "apart child main")]
    public void ASignalReachesAsManyAsTheFlagSays(string target, string told)
    {
        CliProcess cli = Start("--init-signal", target, Busybox, "sh", "-c", Family);
        Eventually.True(() => cli.OutputSoFar.Split("up\n").Length == 4, "not all have started");

        cli.Signal(Signal.SIGUSR1);

        string[] lines = cli.WaitForExit().ExitsWith(5).Lines;
        Assert.Equal(told, string.Join(' ', lines.Where(line => line != "up").Order()));
    }

    [RootFact]
    public void WaitAllLetsADaemonFinishAndOtherwiseItIsKilledAtOnce()
    {
        // It daemonises: what was started has ended at once, what it was started for runs on in a session of its own.
        const string Script = "setsid sh -c 'trap \"sleep 0.3; echo finished; exit\" TERM; : >/tmp/up; while :; do sleep 0.05; done' &"
            + " while [ ! -e /tmp/up ]; do sleep 0.05; done; exit 3";

        Assert.Equal("", RunScript(Script, "--init").ExitsWith(3).Output);
        Assert.Equal("finished\n", RunScript(Script, "--init-wait", "all").ExitsWith(3).Output);
    }

    [RootFact]
    public void WhoDoesNotEndInTimeIsKilledAndNamed()
    {
        CliResult result = RunScript(
            "(trap '' TERM; : >/tmp/up; while :; do sleep 0.1; done) & while [ ! -e /tmp/up ]; do sleep 0.05; done; exit 4",
            "--init-wait", "all", "--init-grace", "1");

        Assert.Matches(@"still there after 1 s, and killed: .*\d+ \(sh\)", result.ExitsWith(4).Error);
    }

    [RootTheory]
    [InlineData("143=0", 0)]
    [InlineData("143=7", 7)]
    [InlineData("1=0", 143)]
    public void AnExitCodeIsMappedToAnother(string map, int expected) =>
        RunScript("kill -TERM $$", "--init-remap", map).ExitsWith(expected);

    [RootFact]
    public void SignalsAreRewrittenAndDropped()
    {
        CliProcess cli = Start("--init-rewrite", "TERM:USR2", "--init-rewrite", "HUP:0", Busybox, "sh", "-c",
            "trap 'echo hup' HUP; trap 'echo usr2; exit 5' USR2; echo ready; while :; do sleep 0.05; done");
        cli.WaitForLine("ready");

        cli.Signal(Signal.SIGHUP);
        cli.Signal(Signal.SIGTERM);

        Assert.Equal("ready\nusr2\n", cli.WaitForExit().ExitsWith(5).Output);
    }

    [RootFact]
    public void VerboseTellsSignalsAndChildrenOnStandardError()
    {
        CliProcess cli = Start("--init-verbose", Busybox, "sh", "-c", "(sleep 0 &); sleep 0.2; echo ready; while :; do sleep 0.05; done");
        cli.WaitForLine("ready");
        cli.Signal(Signal.SIGTERM);

        CliResult result = cli.WaitForExit().ExitsWith(143);
        Assert.Equal("ready\n", result.Output);
        Assert.Matches(@"reaped the orphan \d+ \(sleep\): exit code 0", result.Error);
        Assert.Contains("signal 15 (SIGTERM): to 2 (sh), as 15 (SIGTERM)", result.Error);
        Assert.Contains("reaped the main child 2 (sh): signal 15 (SIGTERM)", result.Error);
    }

    [RootTheory]
    [InlineData("--init-signal", "everyone", "not child, group or all")]
    [InlineData("--init-wait", "some", "not main or all")]
    [InlineData("--init-grace", "soon", "soon")]
    [InlineData("--init-remap", "143", "not two exit codes")]
    [InlineData("--init-remap", "256=0", "256")]
    [InlineData("--init-rewrite", "TERM", "not two signals")]
    [InlineData("--init-rewrite", "TERM:NOSUCH", "NOSUCH")]
    public void ABadValueIsRefused(string flag, string value, string reason) =>
        Run(flag, value, Busybox, "true").Refuses([flag, reason]);

    [RootFact]
    public void ASignalToAllIsRefusedInTheHostsNamespace() =>
        Run("--init-signal", "all", "--pid", "host", Busybox, "true").Refuses(["--init-signal", "every process of the machine"]);

    [RootFact]
    public void AnInitBelowTheInitIsWarnedOf()
    {
        TestDirectory directory = Own(new TestDirectory());
        File.CreateSymbolicLink(Path.Combine(directory.Path, "tini"), "/bin/busybox");
        CliResult result = Run("--init", "-v", directory.Path + ":/x", Busybox, "/x/tini", "true");

        Assert.Contains("itself an init", result.Error);
    }
}
