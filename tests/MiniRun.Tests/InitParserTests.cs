using MiniRun.Containers;
using MiniRun.Containers.Parsing;
using MiniRun.Namespaces.Launch;

namespace MiniRun.Tests;

public class InitParserTests
{
    private static readonly SpecNamespaces Own = SpecNamespaces.Parse(new RunOptions());

    private static InitOptions? Parse(RunOptions options) => InitParser.Parse(options, Own);

    [Fact]
    public void Without_a_flag_there_is_no_init_and_every_flag_implies_it()
    {
        Assert.Null(Parse(new RunOptions()));
        Assert.NotNull(Parse(new RunOptions { Init = true }));
        Assert.NotNull(Parse(new RunOptions { InitSignal = "child" }));
        Assert.NotNull(Parse(new RunOptions { InitWait = "main" }));
        Assert.NotNull(Parse(new RunOptions { InitGrace = "1" }));
        Assert.NotNull(Parse(new RunOptions { InitVerbose = true }));
        Assert.NotNull(Parse(new RunOptions { InitRemap = ["143=0"] }));
        Assert.NotNull(Parse(new RunOptions { InitRewrite = ["TERM:INT"] }));
    }

    [Fact]
    public void Values_are_read()
    {
        InitOptions init = Parse(new RunOptions
        {
            InitSignal = "all", InitWait = "all", InitGrace = "0", InitRemap = ["143=0", "0=7", "143=1"],
            InitRewrite = ["TERM:SIGQUIT", "hup:0", "15:2", "RTMIN+3:KILL"],
        })!;

        Assert.Equal(InitSignalTarget.All, init.Target);
        Assert.True(init.WaitForAll);
        Assert.Equal(0u, init.Grace);
        Assert.Equal(new Dictionary<byte, byte> { [143] = 1, [0] = 7 }, init.ExitCodes); // the last one counts
        Assert.Equal(new Dictionary<int, int?> { [15] = 2, [1] = null, [37] = 9 }, init.Signals);
    }

    [Theory]
    [InlineData("everyone", "--init-signal `everyone`: not child, group or all")]
    [InlineData("", "--init-signal ``: not child, group or all")]
    public void A_wrong_receiver_is_refused(string word, string expected) =>
        Assert.Equal(expected, Assert.Throws<UsageException>(() => Parse(new RunOptions { InitSignal = word })).Message);

    [Fact]
    public void All_needs_a_namespace_of_its_own()
    {
        SpecNamespaces shared = Own with { Pid = NamespaceMode.Host };
        UsageException refused = Assert.Throws<UsageException>(() => InitParser.Parse(new RunOptions { InitSignal = "all" }, shared));
        Assert.Contains("every process of the machine", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(InitParser.Parse(new RunOptions { InitSignal = "group" }, shared));
    }

    [Theory]
    [InlineData("256=0")]
    [InlineData("0=256")]
    [InlineData("-1=0")]
    [InlineData("143")]
    [InlineData("=0")]
    [InlineData("143=")]
    [InlineData("143:0")]
    [InlineData("1=2=3")]
    [InlineData(" 1=2")]
    public void A_wrong_pair_of_exit_codes_is_refused(string text)
    {
        UsageException refused = Assert.Throws<UsageException>(() => Parse(new RunOptions { InitRemap = [text] }));
        Assert.StartsWith("--init-remap `", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("TERM:")]
    [InlineData(":TERM")]
    [InlineData("TERM=INT")]
    [InlineData("TERM:NOSUCH")]
    [InlineData("0:TERM")]
    [InlineData("65:TERM")]
    [InlineData("TERM:65")]
    [InlineData("TERM:INT:HUP")]
    public void A_wrong_pair_of_signals_is_refused(string text)
    {
        UsageException refused = Assert.Throws<UsageException>(() => Parse(new RunOptions { InitRewrite = [text] }));
        Assert.StartsWith($"--init-rewrite `{text}`: ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1s")]
    [InlineData("1000001")]
    [InlineData("99999999999999999999")]
    public void A_wrong_grace_is_refused(string text) =>
        Assert.Throws<UsageException>(() => Parse(new RunOptions { InitGrace = text }));

    [Theory]
    [InlineData("some", "--init-wait `some`: not main or all")]
    public void A_wrong_wait_is_refused(string word, string expected) =>
        Assert.Equal(expected, Assert.Throws<UsageException>(() => Parse(new RunOptions { InitWait = word })).Message);
}
