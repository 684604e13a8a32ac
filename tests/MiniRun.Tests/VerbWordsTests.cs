using MiniRun.Commands;

namespace MiniRun.Tests;

public class VerbWordsTests
{
    private static readonly FlagTable Table = FlagTable.Of(
        new Flag("force", 'f', FlagKind.Switch, "", "Kill it first"),
        new Flag("all", 'a', FlagKind.Switch, "", "All of them"),
        new Flag("time", 't', FlagKind.Value, "SECONDS", "How long to wait") { Alias = "timeout" },
        new Flag("filter", '\0', FlagKind.List, "NAME=VALUE", "Only those"),
        new Flag("story", '\0', FlagKind.Optional, "json", "Tell it"));

    private static VerbWords Parse(string words, bool interspersed = true) =>
        VerbWords.Parse("stop", Table, words.Split(' ', StringSplitOptions.RemoveEmptyEntries), interspersed);

    [Theory]
    [InlineData("x -f", true, "x")]
    [InlineData("-f x y", true, "x y")]
    [InlineData("x -f y", true, "x y")]
    [InlineData("x -- -f y", false, "x -f y")]
    [InlineData("-- x -- -f", false, "x -- -f")]
    [InlineData("x -", false, "x -")]
    [InlineData("-a x -f=false", false, "x")]
    public void Options_may_follow_operands(string words, bool force, string operands)
    {
        VerbWords parsed = Parse(words);
        Assert.Equal(force, parsed.Switch("force"));
        Assert.Equal(operands, string.Join(' ', parsed.Operands));
    }

    [Theory]
    [InlineData("x -f", false, "x -f")]
    [InlineData("-f x --bogus", true, "x --bogus")]
    [InlineData("-- -f x", false, "-f x")]
    [InlineData("-f - -a", true, "- -a")]
    public void Or_the_first_operand_ends_them(string words, bool force, string operands)
    {
        VerbWords parsed = Parse(words, interspersed: false);
        Assert.Equal(force, parsed.Switch("force"));
        Assert.Equal(operands, string.Join(' ', parsed.Operands));
    }

    [Theory]
    [InlineData("-t5 x")]
    [InlineData("-t=5 x")]
    [InlineData("-t 5 x")]
    [InlineData("--time 5 x")]
    [InlineData("--time=5 x")]
    [InlineData("--timeout=5 x")]
    [InlineData("-fat5 x")]
    [InlineData("-fat=5 x")]
    [InlineData("x -fat 5")]
    [InlineData("-t 1 -t 5 x")]
    [InlineData("-t 1 x --timeout 5")]
    public void A_value_in_every_spelling(string words)
    {
        VerbWords parsed = Parse(words);
        Assert.Equal("5", parsed.Last("time"));
        Assert.Equal(["x"], parsed.Operands);
    }

    [Fact]
    public void A_value_may_look_like_an_option()
    {
        VerbWords parsed = Parse("-t -1 --filter --all --filter -- x");
        Assert.Equal("-1", parsed.Last("time"));
        Assert.Equal(["--all", "--"], parsed.All("filter"));
        Assert.False(parsed.Switch("all"));
        Assert.Equal(["x"], parsed.Operands);
    }

    [Fact]
    public void What_is_not_given()
    {
        VerbWords parsed = Parse("x");
        Assert.Null(parsed.Last("time"));
        Assert.Null(parsed.Last("story"));
        Assert.Empty(parsed.All("filter"));
        Assert.True(parsed.Switch("all", absent: true));
        Assert.False(parsed.IsHelp);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("t", true)]
    [InlineData("TRUE", true)]
    [InlineData("0", false)]
    [InlineData("False", false)]
    public void Words_of_a_switch(string word, bool on) => Assert.Equal(on, Parse($"--force={word}").Switch("force"));

    [Theory]
    [InlineData("--force=maybe")]
    [InlineData("-f=")]
    [InlineData("x --force=yes")]
    [InlineData("--help=x")]
    public void A_switch_that_is_neither_is_refused_though_nobody_asks_for_it(string words) =>
        Assert.EndsWith(": neither true nor false", Assert.Throws<UsageException>(() => Parse(words)).Message);

    [Theory]
    [InlineData("--force=true --force=false", false)]
    [InlineData("-f=0 -f", true)]
    public void Of_a_repeated_switch_the_last_counts(string words, bool on) => Assert.Equal(on, Parse(words).Switch("force"));

    [Fact]
    public void An_empty_value_stays_one_until_the_verb_refuses_it()
    {
        VerbWords parsed = VerbWords.Parse("stop", Table, ["--time=", "--filter", "", "--story", "x"], interspersed: true);
        Assert.Equal("", parsed.Last("time"));
        Assert.Equal([""], parsed.All("filter"));
        Assert.Equal("", parsed.Last("story"));
        Assert.Equal(["x"], parsed.Operands);
        Assert.Equal("--time ``: empty", Assert.Throws<UsageException>(() => parsed.LastNotEmpty("time")).Message);
        Assert.Equal("5", Parse("-t5").LastNotEmpty("time"));
        Assert.Null(Parse("x").LastNotEmpty("time"));
    }

    [Theory]
    [InlineData("x --forse", "unknown option `--forse`", "did you mean --force?")]
    [InlineData("--=x", "unknown option `--=x`", "`minirun stop --help` lists the options")]
    [InlineData("-x", "unknown option `-x`", "`minirun stop --help` lists the options")]
    [InlineData("-fx", "unknown option `-fx`", "`minirun stop --help` lists the options")]
    [InlineData("x -t", "option `-t`: needs a value SECONDS", "`minirun stop --help` lists the options")]
    [InlineData("-ft", "option `-t`: needs a value SECONDS", "`minirun stop --help` lists the options")]
    [InlineData("--timeout", "option `--timeout`: needs a value SECONDS", "`minirun stop --help` lists the options")]
    public void What_is_wrong_is_said(string words, string sentence, string hint)
    {
        UsageException exception = Assert.Throws<UsageException>(() => Parse(words));
        Assert.Equal(sentence, exception.Message);
        Assert.Equal(hint, exception.Hint);
    }

    [Fact]
    public void Help_by_name_and_by_letter_unless_the_letter_is_taken()
    {
        Assert.True(Parse("--help").IsHelp);
        Assert.True(Parse("x -h").IsHelp);
        Assert.True(Parse("-ah").IsHelp);
        Assert.False(Parse("--help=false").IsHelp);
        VerbWords run = VerbWords.Parse("run", RunFlags.Table, ["-h", "name", "img"], interspersed: false);
        Assert.False(run.IsHelp);
        Assert.Equal("name", run.Last("hostname"));
    }

    // The words of docker 28.
    [Theory]
    [InlineData("", 1, int.MaxValue, "stop: requires at least 1 argument")]
    [InlineData("x", 2, int.MaxValue, "stop: requires at least 2 arguments")]
    [InlineData("", 1, 1, "stop: requires 1 argument")]
    [InlineData("a b c", 2, 2, "stop `c`: requires 2 arguments")]
    [InlineData("", 1, 2, "stop: requires at least 1 and at most 2 arguments")]
    [InlineData("a b", 0, 1, "stop `b`: requires at most 1 argument")]
    [InlineData("a", 0, 0, "stop `a`: accepts no arguments")]
    public void The_number_of_operands(string words, int least, int most, string sentence)
    {
        UsageException exception = Assert.Throws<UsageException>(() => Parse(words).CheckOperands(least, most));
        Assert.Equal(sentence, exception.Message);
        Assert.Equal("`minirun stop --help` tells how it is used", exception.Hint);
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("a b", 1, int.MaxValue)]
    [InlineData("a b", 2, 2)]
    public void A_right_number_of_operands(string words, int least, int most) => Parse(words).CheckOperands(least, most);

    private static readonly Verb Stop = new("stop", "Stop containers", "CONTAINER [CONTAINER...]")
    {
        Flags = () => Table, Least = 1, Notes = "Exit code: 0, or 1 if one of them failed.",
    };

    [Fact]
    public void Help_is_made_of_the_table() => Assert.Equal("""
        Usage: minirun stop [OPTIONS] CONTAINER [CONTAINER...]

        Stop containers.

        Options:
          -f, --force               Kill it first
          -a, --all                 All of them
          -t, --time SECONDS        How long to wait
              --filter NAME=VALUE   Only those
              --story[=json]        Tell it
              --help                This text

        Exit code: 0, or 1 if one of them failed.

        """, Stop.Help);

    [Fact]
    public void A_verb_counts_operands_but_not_when_help_is_asked_for()
    {
        Assert.True(Stop.Parse(["--help"]).IsHelp);
        Assert.Equal(["x"], Stop.Parse(["x", "-f"]).Operands);
        Assert.Throws<UsageException>(() => Stop.Parse(["-f"]));
        Assert.Equal("Usage: minirun version\n\nPrint the version.\n\nOptions:\n      --help   This text\n", new Verb("version", "Print the version").Help);
    }

    [Fact]
    public void Every_verb_has_help_in_lines_that_fit()
    {
        foreach (Verb verb in Verbs.All)
        {
            Assert.StartsWith($"Usage: minirun {verb.Name}", verb.Help);
            Assert.All(verb.Help.Split('\n'), line => Assert.True(line.Length <= 125, line));
            Assert.True(verb.Flags is null || verb.Flags().Find("help") is not null, verb.Name);
        }
    }

    [Theory]
    [InlineData("CONTAINER [CONTAINER...]", "Container", "Container")]
    [InlineData("CONTAINER COMMAND [ARG...]", "Container", "AnyFile")]
    [InlineData("CONTAINER:SRC_PATH DEST_PATH|-", "Container", "AnyFile")]
    [InlineData("CONTAINER NEW_NAME", "Container", "None")]
    [InlineData("[CONTAINER...]", "Container", "Container")]
    [InlineData("IMAGE [COMMAND] [ARG…]", "Sample", "AnyFile")]
    [InlineData("df|info|prune", "Words", "None")]
    [InlineData("[VERB]", "Verb", "None")]
    [InlineData("", "None", "None")]
    public void The_usage_says_what_completes_an_operand(string usage, string first, string others)
    {
        Verb verb = new("x", "X", usage);
        Assert.Equal((first, others), (verb.First.ToString(), verb.Others.ToString()));
    }
}
