namespace MiniRun.EndToEnd.Inits;

/// <summary>tini's options and variables: the same tests with the real one, a link of its name to minirun, and the program itself.</summary>
public sealed class TiniTests : ContainerTest
{
    public static TheoryData<string> All => ["tini", "minirun as tini", "ours"];

    [RootTheory]
    [MemberData(nameof(All))]
    public void OutsideOfANamespaceItWarnsThatOrphansStayAway(string init)
    {
        Assert.NotEqual("", InitUnderTest.RunOnHost(new CliOptions(), init, [], "true").ExitsWith(0).Error);
        Assert.Equal("", InitUnderTest.RunOnHost(new CliOptions(), init, ["-s"], "true").ExitsWith(0).Error);
        Assert.Equal("", InitUnderTest.RunOnHost(With("TINI_SUBREAPER", ""), init, [], "true").ExitsWith(0).Error);
        Assert.Equal("", InitUnderTest.RunOnHost(With("TINI_VERBOSITY", "0"), init, [], "true").ExitsWith(0).Error);
        Assert.Equal("", InitUnderTest.Run(init, [], "true").ExitsWith(0).Error);
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void AsASubreaperItIsTheParentOfOrphans(string init)
    {
        Assert.True(OrphanComesToIt(new CliOptions(), init, ["-s"]));
        Assert.True(OrphanComesToIt(With("TINI_SUBREAPER", ""), init, []));
        Assert.False(OrphanComesToIt(new CliOptions(), init, []));
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void LettersAreCombined(string init)
    {
        InitUnderTest.Run(init, ["-gs", "-we7"], "sh", "-c", "exit 7").ExitsWith(0);
        InitUnderTest.Run(init, ["-swe", "143"], "sh", "-c", "kill $$").ExitsWith(0);
        InitUnderTest.Run(init, ["-e", "1", "-e", "2"], "sh", "-c", "exit 1").ExitsWith(0);
        InitUnderTest.Run(init, ["-e", "1", "-e", "2"], "sh", "-c", "exit 2").ExitsWith(0);
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void OrphansAreWarnedOfWhereThatIsAskedFor(string init)
    {
        const string Script = "(true &); (true &); sleep 0.3";

        Assert.Equal("", InitUnderTest.Run(init, [], "sh", "-c", Script).ExitsWith(0).Error);
        string[] lines = InitUnderTest.Run(init, ["-w"], "sh", "-c", Script).ExitsWith(0).Error.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void TalkIsAskedForByLettersOrAVariable(string init)
    {
        Assert.Equal("", Talk(InitUnderTest.Run(init, [], "true")));
        Assert.NotEqual("", Talk(InitUnderTest.Run(init, ["-v"], "true")));
        Assert.NotEqual("", Talk(InitUnderTest.Run(init, ["-vvv"], "true")));
        using CliProcess cli = InitUnderTest.Start(With("TINI_VERBOSITY", "3"), init, [], "true");
        Assert.NotEqual("", Talk(cli.WaitForExit()));

        // tini tells what is no warning on standard output, where the program's data are; ours never.
        static string Talk(CliResult result) => result.ExitsWith(0).Output + result.Error;
    }

    [RootTheory]
    [InlineData("-x", "true")]
    [InlineData("-p", "NOSUCH", "true")]
    [InlineData("-e", "256", "true")]
    [InlineData("-e", "true")]
    [InlineData("-e")]
    [InlineData("-gx", "true")]
    [InlineData]
    public void AWrongOptionIs1(params string[] words)
    {
        string ours = Cli.RunProgram(new CliOptions(), InitUnderTest.Program, words).Refuses(["init: `"], 1).Error;

        Cli.RunProgram(new CliOptions(), "tini", words).ExitsWith(1);
        Assert.Equal(ours.Split(": ")[^1], Cli.RunProgram(new CliOptions(), InitUnderTest.Link("tini"), words).ExitsWith(1).Error.Split(": ")[^1]);
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void HelpLicenceAndVersionAre0AndOnStandardOutput(string init)
    {
        string program = InitUnderTest.Command(init)[0];
        foreach (string option in new[] { "-h", "-l", "--version" })
        {
            CliResult result = Cli.RunProgram(new CliOptions(), program, option).ExitsWith(0);
            Assert.NotEqual("", result.Output);
            Assert.Equal("", result.Error);
        }
    }

    private static CliOptions With(string variable, string value) =>
        new() { Environment = new Dictionary<string, string?> { [variable] = value } };

    private static bool OrphanComesToIt(CliOptions surroundings, string init, string[] options)
    {
        // The program, its child, and below that the orphan-to-be, which writes who its parent has become.
        const string Script = """
            import os, time
            print(os.getppid(), flush=True)
            reader, writer = os.pipe()
            if os.fork() == 0:
                between = os.getpid()
                if os.fork() == 0:
                    while os.getppid() == between:
                        time.sleep(0.01)
                    os.write(writer, str(os.getppid()).encode())
                os._exit(0)
            print(os.read(reader, 20).decode())
            """;
        string[] lines = InitUnderTest.RunOnHost(surroundings, init, options, "python3", "-c", Script).ExitsWith(0).Lines;
        return lines[0] == lines[1];
    }
}
