using MiniRun.Commands;
using MiniRun.Containers;

namespace MiniRun.Tests;

public class RunWordsTests
{
    private const string SeeHelp = "`minirun run --help` lists the options";

    private static RunOptions Bind(params string[] args) => RunBinder.Bind(RunBinder.Divide(args));

    [Fact]
    public void Everything_after_the_image_belongs_to_the_command_unchanged()
    {
        RunOptions options = Bind("--init", "img", "-it", "--env", "A=B", "--", "-x", "--help", "--bogus", "@file", "");
        Assert.Equal("img", options.Image);
        Assert.Equal(["-it", "--env", "A=B", "--", "-x", "--help", "--bogus", "@file", ""], options.Command);
        Assert.False(options.Interactive);
    }

    [Fact]
    public void A_double_dash_ends_the_options_once()
    {
        RunOptions options = Bind("-i", "--", "img", "--", "a");
        Assert.Equal(["--", "a"], options.Command);
        Assert.True(options.Interactive);
    }

    [Theory]
    [InlineData("-eA=B")]
    [InlineData("-e=A=B")]
    [InlineData("--env=A=B")]
    [InlineData("-e", "A=B")]
    [InlineData("--env", "A=B")]
    [InlineData("-iteA=B")]
    [InlineData("-it", "-e", "A=B")]
    public void Docker_s_spellings_of_a_value(params string[] words) => Assert.Equal(["A=B"], Bind([.. words, "img"]).Env);

    [Theory]
    [InlineData("-i")]
    [InlineData("--env")]
    [InlineData("--bogus")]
    [InlineData("--")]
    [InlineData("@file")]
    [InlineData("[suggest]")]
    [InlineData("a b=c:d")]
    public void A_value_may_look_like_anything(string value)
    {
        Assert.Equal([value], Bind("--env", value, "img").Env);
        Assert.Equal([value], Bind($"--env={value}", "img").Env);
        Assert.Equal([value], Bind("-e", value, "img").Env);
    }

    [Fact]
    public void An_empty_value_stays_empty_and_takes_no_other_word()
    {
        RunOptions options = Bind("--env=", "-e", "", "--entrypoint=", "-i", "img");
        Assert.Equal(["", ""], options.Env);
        Assert.Equal("", options.Entrypoint);
        Assert.True(options.Interactive);
        Assert.Equal("img", options.Image);
    }

    [Fact]
    public void Of_a_repeated_scalar_the_last_counts()
    {
        Assert.Equal("2", Bind("-m", "1", "--memory=3", "-m2", "img").Memory);
        Assert.False(Bind("--init", "--init=false", "img").Init);
        Assert.True(Bind("--init=false", "--init", "img").Init);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void A_switch_does_not_swallow_the_image(string image)
    {
        RunOptions options = Bind("--init", image, "x");
        Assert.Equal(image, options.Image);
        Assert.True(options.Init);
    }

    [Fact]
    public void Plan_takes_its_value_only_with_an_equals_sign()
    {
        Assert.Equal("", Bind("--plan", "json").Plan);
        Assert.Equal("json", Bind("--plan=json", "img").Plan);
        Assert.Null(Bind("img").Plan);
    }

    [Theory]
    [InlineData("--memroy", "unknown option `--memroy`", "did you mean --memory?")]
    [InlineData("--cpu-qouta=1", "unknown option `--cpu-qouta=1`", "did you mean --cpu-quota?")]
    [InlineData("--INIT", "unknown option `--INIT`", SeeHelp)]
    [InlineData("--env:A=B", "unknown option `--env:A=B`", null)]
    [InlineData("-x", "unknown option `-x`", SeeHelp)]
    [InlineData("-ix", "unknown option `-ix`", SeeHelp)]
    [InlineData("-P", "unknown option `-P`: docker's -P is not in this version", SeeHelp)]
    [InlineData("--publish", "unknown option `--publish`: docker's --publish is not in this version", SeeHelp)]
    public void An_unknown_option_is_named_and_never_an_image(string word, string sentence, string? hint)
    {
        UsageException exception = Assert.Throws<UsageException>(() => Bind(word, "img"));
        Assert.Equal(sentence, exception.Message);
        if (hint is not null)
        {
            Assert.Equal(hint, exception.Hint);
        }
    }

    [Theory]
    [InlineData("--env")]
    [InlineData("-e")]
    [InlineData("-ie")]
    public void An_option_without_its_value_is_an_error(string word) => Assert.Throws<UsageException>(() => Bind(word));

    [Theory]
    [InlineData("--init=maybe")]
    [InlineData("-i=")]
    [InlineData("--init=2")]
    public void A_switch_is_true_or_false(string word) => Assert.Throws<UsageException>(() => Bind(word, "img"));

    [Theory]
    [InlineData()]
    [InlineData("-i")]
    [InlineData("--")]
    [InlineData("")]
    public void Without_an_image_there_is_nothing_to_run(params string[] words)
    {
        UsageException exception = Assert.Throws<UsageException>(() => Bind(words));
        Assert.Equal("run: needs an IMAGE or --rootfs DIR", exception.Message);
    }

    [Fact]
    public void With_rootfs_the_first_word_is_the_command()
    {
        RunOptions options = Bind("--rootfs", "/x", "ls", "-l");
        Assert.Null(options.Image);
        Assert.Equal(["ls", "-l"], options.Command);
    }

    [Fact]
    public void Second_names_are_the_same_flag()
    {
        Assert.Equal("none", Bind("--net", "none", "img").Network);
        Assert.Equal(["a"], Bind("--dns-opt", "a", "img").DnsOptions);
    }

    /// <summary>Each flag of the table reaches a property: none is parsed and dropped.</summary>
    [Fact]
    public void Every_flag_changes_the_options()
    {
        RunOptions without = Bind("img");
        foreach (string name in RunFlags.Table.Names)
        {
            if (name is "help" or "rm" or "rootfs")
            {
                continue;
            }

            Flag flag = RunFlags.Table.Find(name)!;
            string word = flag.Kind == FlagKind.Switch ? $"--{name}={(name == "sig-proxy" ? "false" : "true")}" : $"--{name}=7";
            Assert.NotEqual(Text(without), Text(Bind(word, "img")));
        }
    }

    private static string Text(RunOptions options) => System.Text.Json.JsonSerializer.Serialize(options);

    [Fact]
    public void Letters_and_names_are_unique()
    {
        HashSet<string> seen = [];
        foreach ((_, Flag[] flags) in RunFlags.Table.Groups)
        {
            foreach (Flag flag in flags)
            {
                Assert.True(seen.Add(flag.Name));
                Assert.True(flag.Short == '\0' || seen.Add(flag.Short.ToString()));
                Assert.Equal(flag.Kind == FlagKind.Switch, flag.Placeholder.Length == 0);
            }
        }
    }
}
