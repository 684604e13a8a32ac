namespace MiniRun.EndToEnd.Inits;

/// <summary>dumb-init's ways, under its name: the same tests with the real one and with a link to minirun.</summary>
public sealed class DumbInitTests : ContainerTest
{
    private const string PrintSignals = """
        import signal, sys
        mask = {s for s in range(1, 65) if s not in (9, 17, 18, 19, 32, 33)}
        signal.pthread_sigmask(signal.SIG_BLOCK, mask)
        print("ready", flush=True)
        while True:
            number = int(signal.sigwait(mask))
            print("got", number, flush=True)
            if number == 31:
                sys.exit(0)
        """;

    public static TheoryData<string> Both => ["dumb-init", "minirun as dumb-init"];

    private static CliOptions Debug => new() { Environment = new Dictionary<string, string?> { ["DUMB_INIT_DEBUG"] = "1" } };

    [RootTheory]
    [InlineData("-r", "15:12", "-r", "1:0")]
    [InlineData("-r15:12", "-r1:0")]
    [InlineData("--rewrite", "15:12", "--rewrite=1:0")]
    [InlineData("-cr15:12", "-cr", "1:0")]
    public void SignalsAreRewrittenAndDropped(params string[] options)
    {
        foreach (string init in new[] { "dumb-init", "minirun as dumb-init" })
        {
            using CliProcess cli = InitUnderTest.Start(init, options, "python3", "-c", PrintSignals);
            cli.WaitForLine("ready");
            int pid = InitUnderTest.PidOf(cli);
            Kernel.Kill(pid, Signal.SIGHUP);
            Kernel.Kill(pid, Signal.SIGTERM);
            cli.WaitForLine("got 12");
            Kernel.Kill(pid, (Signal)31);

            Assert.Equal("ready\ngot 12\ngot 31\n", cli.WaitForExit().ExitsWith(0).Output);
        }
    }

    [RootTheory]
    [MemberData(nameof(Both))]
    public void TheRestIsToldToEndWhenTheProgramHasEnded(string init)
    {
        const string Script = "(trap 'echo told; exit' TERM; echo up; i=0; while [ $i -lt 40 ]; do sleep 0.05; i=$((i+1)); done) &"
            + " sleep 0.3; exit 4";

        // Outside of a PID namespace: in one, the kernel kills the rest as soon as the init has ended, told or not.
        Assert.Equal("up\ntold\n", InitUnderTest.RunOnHost(new CliOptions(), init, [], "sh", "-c", Script).ExitsWith(4).Output);
        Assert.Equal("up\n", InitUnderTest.RunOnHost(new CliOptions(), init, ["-c"], "sh", "-c", Script).ExitsWith(4).Output);
    }

    [RootTheory]
    [MemberData(nameof(Both))]
    public void AJobsStopIsPassedOnAsSigstopAndStopsItselfToo(string init)
    {
        // Not PID 1, which nothing stops. sleep's default for SIGTSTP in an orphaned group would be to ignore it.
        using CliProcess cli = Cli.StartProgram(
            new CliOptions { Input = [] }, "env", [.. InitUnderTest.Command(init), "sh", "-c", "echo ready; sleep 0.2; sleep 0.2; exit 6"]);
        cli.WaitForLine("ready");
        int program = HostView.ChildrenOf(cli.Pid).Single();

        Kernel.Kill(cli.Pid, Signal.SIGTSTP);
        Eventually.True(() => State(program) == 'T' && State(cli.Pid) == 'T', "not both have stopped");
        Kernel.Kill(cli.Pid, Signal.SIGCONT);

        cli.WaitForExit().ExitsWith(6);
    }

    [RootTheory]
    [MemberData(nameof(Both))]
    public void TalkIsAskedForByOptionOrVariable(string init)
    {
        Assert.Equal("", InitUnderTest.RunOnHost(new CliOptions(), init, [], "true").ExitsWith(0).Error);
        Assert.NotEqual("", InitUnderTest.RunOnHost(Debug, init, [], "true").ExitsWith(0).Error);
        Assert.NotEqual("", InitUnderTest.RunOnHost(new CliOptions(), init, ["-v"], "true").ExitsWith(0).Error);
        Assert.NotEqual("", InitUnderTest.RunOnHost(new CliOptions(), init, ["-cv"], "true").ExitsWith(0).Error);
    }

    [RootTheory]
    [InlineData("-x", "true")]
    [InlineData("-r")]
    [InlineData("-r", "TERM", "true")]
    [InlineData("-r", "1:99", "true")]
    [InlineData("-r", "99:1", "true")]
    [InlineData("--verbose=1", "true")]
    [InlineData]
    public void AWrongOptionIs1(params string[] words)
    {
        Assert.NotEqual("", Cli.RunProgram(new CliOptions(), "dumb-init", words).ExitsWith(1).Error);
        Cli.RunProgram(new CliOptions(), InitUnderTest.Link("dumb-init"), words).Refuses(["init", ": "], 1);
    }

    [RootTheory]
    [MemberData(nameof(Both))]
    public void HelpAndVersionAre0(string init)
    {
        string program = InitUnderTest.Command(init)[0];
        foreach (string option in new[] { "-h", "--help", "-V", "--version" })
        {
            CliResult result = Cli.RunProgram(new CliOptions(), program, option).ExitsWith(0);
            Assert.NotEqual("", result.Output + result.Error);
        }
    }

    private static char? State(int pid) => HostView.StatusField(pid, "State")?[0];
}
