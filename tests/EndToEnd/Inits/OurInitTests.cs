namespace MiniRun.EndToEnd.Inits;

/// <summary>What our init does beyond the others, and its exact edges.</summary>
public sealed class OurInitTests : ContainerTest
{
    private const string CatchAll = """
        import signal, sys, os
        mask = {s for s in range(1, 65) if s not in (9, 19, 32, 33)}
        signal.pthread_sigmask(signal.SIG_BLOCK, mask)
        print("ready", flush=True)
        while True:
            number = int(signal.sigwait(mask))
            print("got", number, flush=True)
            if number == 64:
                sys.exit(0)
        """;

    private const string Stubborn = "(trap '' TERM; echo ready; while :; do sleep 0.2; done) & wait_for_it() { sleep 0.3; }; wait_for_it; exit 5";


    public static TheoryData<string> Ours => InitUnderTest.Ours;

    [RootTheory]
    [MemberData(nameof(Ours))]
    public void EveryCatchableSignalButSigchldIsPassedOn(string init)
    {
        using CliProcess cli = InitUnderTest.Start(init, [], "python3", "-c", CatchAll);
        cli.WaitForLine("ready");
        int pid = InitUnderTest.PidOf(cli);

        foreach (int signal in Enumerable.Range(1, 64).Where(s => s is not (9 or 17 or 19 or 32 or 33)))
        {
            Kernel.Kill(pid, (Signal)signal);
            cli.WaitForLine($"got {signal}");
        }

        cli.WaitForExit().ExitsWith(0);
    }

    [RootTheory]
    [MemberData(nameof(Ours))]
    public void AProgramThatIsNotThereIs127AndOneThatCannotBeExecuted126(string init)
    {
        InitUnderTest.Run(init, [], "no-such-program").Refuses(["no-such-program", "ENOENT"], 127);
        InitUnderTest.Run(init, [], "/etc/passwd").Refuses(["/etc/passwd", "EACCES"], 126);
        InitUnderTest.Run(init, [], "/etc").Refuses(["/etc", "EACCES"], 126);
    }

    [RootFact]
    public void AScriptWithoutAFirstLineIsRunByTheShellAsExecvpDoes()
    {
        TestDirectory directory = Own(new TestDirectory());
        string script = directory.Write("script", "echo \"$1\"; exit 4\n", "755");

        Assert.Equal("word\n", InitUnderTest.Run("ours", [], script, "word").ExitsWith(4).Output);
    }

    [RootTheory]
    [InlineData(new[] { "-e", "143" }, 0)]
    [InlineData(new[] { "-e143" }, 0)]
    [InlineData(new[] { "--remap=143=7" }, 7)]
    [InlineData(new[] { "-e", "1" }, 143)]
    public void ExitCodesAreRemapped(string[] options, int expected) =>
        InitUnderTest.Run("ours", options, "sh", "-c", "kill -TERM $$").ExitsWith(expected);

    [RootTheory]
    [InlineData("-e", "256", "not an exit code")]
    [InlineData("-p", "NOSUCH", "not a signal")]
    [InlineData("--signal=nobody", "true", "not child, group or all")]
    [InlineData("--remap=1", "true", "not two exit codes")]
    [InlineData("--rewrite=TERM", "true", "not two signals")]
    [InlineData("--nonsense", "true", "unknown option")]
    [InlineData("-x", "true", "unknown option")]
    public void AWrongOptionIsOneSentenceAndExitsWith1(string option, string word, string reason) =>
        Cli.RunProgram(new CliOptions(), InitUnderTest.Program, option, word).Refuses([reason], 1);

    [RootFact]
    public void ASignalToAllReachesEveryProcess()
    {
        const string Script = "for i in 1 2 3; do (setsid sh -c 'trap \"echo told; exit\" USR1; echo up; while :; do sleep 0.05; done' &) done;"
            + " trap 'sleep 0.5; exit 0' USR1; while :; do sleep 0.05; done";
        using CliProcess cli = InitUnderTest.Start("ours", ["--signal=all"], "sh", "-c", Script);
        Eventually.True(() => cli.OutputSoFar.Split("up").Length == 4, "not all have started");

        Kernel.Kill(InitUnderTest.PidOf(cli), Signal.SIGUSR1);

        Assert.Equal(3, cli.WaitForExit().ExitsWith(0).Output.Split("told").Length - 1);
    }

    [RootFact]
    public void ASignalToAllIsRefusedOutsideOfAPidNamespace() =>
        Cli.RunProgram(new CliOptions(), InitUnderTest.Program, "--signal=all", "true").Refuses(["PID namespace"], 1);

    [RootFact]
    public void WaitAllWaitsForTheRestAndKillsItAfterTheGrace()
    {
        CliResult waited = InitUnderTest.Run("ours", ["--wait=all"], "sh", "-c",
            "(trap 'sleep 0.3; echo done; exit' TERM; echo ready; while :; do sleep 0.05; done) & sleep 0.3; exit 5");
        Assert.Contains("done", waited.ExitsWith(5).Output);

        CliResult killed = InitUnderTest.Run("ours", ["--wait=all", "--grace=1"], "sh", "-c", Stubborn).ExitsWith(5);
        Assert.Contains("still there after 1 s, and killed: ", killed.Error);
        Assert.Contains("(sh)", killed.Error);
        Assert.True(killed.Elapsed > TimeSpan.FromSeconds(1));
    }

    [RootFact]
    public void AsASubreaperItKillsTheRestToo()
    {
        CliResult killed = Cli.RunProgram(
            new CliOptions(), InitUnderTest.Program, "-s", "--wait=all", "--grace=1", "sh", "-c", Stubborn).ExitsWith(5);

        Assert.Contains("and killed: ", killed.Error); // the harness looks for what is left
    }

    [RootFact]
    public void SignalsAreRewrittenAndDropped()
    {
        using CliProcess cli = InitUnderTest.Start("ours", ["--rewrite=TERM:USR2", "--rewrite=HUP:0"], "python3", "-c", CatchAll);
        cli.WaitForLine("ready");
        int pid = InitUnderTest.PidOf(cli);

        Kernel.Kill(pid, Signal.SIGHUP);
        Kernel.Kill(pid, Signal.SIGTERM);
        cli.WaitForLine("got 12");
        Kernel.Kill(pid, (Signal)64);

        Assert.Equal("ready\ngot 12\ngot 64\n", cli.WaitForExit().ExitsWith(0).Output);
    }

    [RootFact]
    public void VerboseTellsEachSignalAndEachChildByName()
    {
        using CliProcess cli = InitUnderTest.Start("ours", ["--verbose"], "sh", "-c", "(sleep 0 &); sleep 0.2; echo ready; sleep 1000");
        cli.WaitForLine("ready");
        Kernel.Kill(InitUnderTest.PidOf(cli), Signal.SIGTERM);

        string told = cli.WaitForExit().ExitsWith(128 + 15).Error;

        Assert.Matches(@"reaped the orphan \d+ \(sleep\): exit code 0", told);
        Assert.Contains("signal 15 (SIGTERM): to 2 (sh), as 15 (SIGTERM)", told);
        Assert.Contains("reaped the main child 2 (sh): signal 15 (SIGTERM)", told);
    }

    [RootFact]
    public void TheParentDeathSignalEndsIt()
    {
        // The parent of the init is a shell that ends at once; the init gets SIGTERM and passes it on. If it did not, the pipe
        // of the output would stay open and this would wait for a minute.
        CliResult result = Cli.Shell("(\"$1\" -s -p TERM sleep 60 & sleep 0.3)", InitUnderTest.Program);

        Assert.True(result.Elapsed < TimeSpan.FromSeconds(20), $"{result.Elapsed}");
    }

    [RootFact]
    public void WhileItWaitsItTakesSixteenKilobytesAtMost()
    {
        using CliProcess cli = InitUnderTest.Start("ours", [], "sh", "-c", "echo ready; sleep 1000");
        cli.WaitForLine("ready");

        int kilobytes = int.Parse(HostView.StatusField(InitUnderTest.PidOf(cli), "VmRSS")!.Split(' ')[0], null);

        Assert.InRange(kilobytes, 1, 16);
        Assert.InRange(new FileInfo(InitUnderTest.Program).Length, 1, 16384);
    }
}
