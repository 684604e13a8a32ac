using MiniRun.Commands;
using MiniRun.Linux;

namespace MiniRun.Tests;

public class CompletionTests
{
    /// <summary>Asks bash itself what it would offer.</summary>
    private static string[] Complete(params string[] words) => Complete(Verbs.All, words);

    private static string[] Complete(Verb[] verbs, string[] words)
    {
        string directory = Directory.CreateTempSubdirectory("minirun-test-").FullName;
        try
        {
            File.WriteAllText($"{directory}/script", BashCompletion.Script(verbs));
            string array = string.Join(' ', words.Select(word => $"'{word}'"));
            string program = $"""
                minirun() {"{"} if [ "$*" = "ps -a --format {"{{.Names}}"}" ]; then echo web; echo db; else echo busybox; echo host; fi; {"}"}
                . {directory}/script
                cd {directory}
                COMP_WORDS=({array}); COMP_CWORD={words.Length - 1}
                _minirun
                printf '%s\n' "${"{"}COMPREPLY[@]{"}"}" > {directory}/out
                """;
            Assert.Equal(0, Spawn.Run("/bin/bash", ["bash", "-c", program], ["PATH=/usr/bin:/bin"]));
            return File.ReadAllText($"{directory}/out").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Bash_completes_verbs() => Assert.Equal(["rename", "restart", "rm", "run"], Complete("minirun", "r").Order());

    [Fact]
    public void Bash_completes_every_flag() => Assert.Equal(RunFlags.Table.Names.Order(), Complete("minirun", "run", "--").Select(word => word[2..]).Order());

    [Fact]
    public void Bash_completes_samples_where_the_image_stands()
    {
        Assert.Equal(["busybox", "host"], Complete("minirun", "run", ""));
        Assert.Equal(["busybox"], Complete("minirun", "run", "--init", "-m", "64m", "b"));
    }

    [Fact]
    public void Bash_completes_values()
    {
        Assert.Equal(["host", "private", "none"], Complete("minirun", "run", "--network", ""));
        Assert.Equal(["host"], Complete("minirun", "run", "--network", "=", "h"));
        Assert.Equal(["SYS_ADMIN"], Complete("minirun", "run", "--cap-add", "SYS_AD"));
    }

    [Fact]
    public void Bash_offers_no_flags_after_the_image() => Assert.Empty(Complete("minirun", "run", "busybox", "--i"));

    [Fact]
    public void Every_script_names_every_flag()
    {
        foreach (string name in RunFlags.Table.Names)
        {
            Assert.Contains($"--{name}", BashCompletion.Script(Verbs.All), StringComparison.Ordinal);
            Assert.Contains($"--{name}", ZshCompletion.Script(Verbs.All), StringComparison.Ordinal);
            Assert.Contains($" -l {name} ", FishCompletion.Script(Verbs.All), StringComparison.Ordinal);
        }
    }

    private static readonly Verb[] Sample =
    [
        new("stop", "Stop it: «now» [or] then's", "CONTAINER [CONTAINER...]")
        {
            Flags = () => FlagTable.Of(
                new Flag("time", 't', FlagKind.Value, "SECONDS", "How long"), new Flag("signal", 's', FlagKind.Value, "TERM|KILL", "Which", FlagCompletion.Words)),
        },
        new("exec", "Enter it", "CONTAINER COMMAND [ARG...]") { Interspersed = false, Flags = () => FlagTable.Of() },
        new("rename", "Rename it", "CONTAINER NEW_NAME"),
        new("version", "Tell it"),
    ];

    [Theory]
    [InlineData("stop |", "web db")]
    [InlineData("stop w|", "web")]
    [InlineData("stop -t 5 web d|", "db")]
    [InlineData("stop web --|", "--time --signal --help")]
    [InlineData("stop web --signal = K|", "KILL")]
    [InlineData("stop -s |", "TERM KILL")]
    [InlineData("stop -t |", "")]
    [InlineData("exec -|", "--help")]
    [InlineData("exec d|", "db")]
    [InlineData("exec web s|", "script")]
    [InlineData("exec web --h|", "")]
    [InlineData("rename |", "web db")]
    [InlineData("rename web |", "")]
    [InlineData("version |", "")]
    [InlineData("nosuch |", "")]
    [InlineData("|", "stop exec rename version --help --version")]
    public void Bash_completes_every_verb_from_its_table(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', Complete(Sample, ["minirun", .. line[..^1].Split(' ')])));

    [Fact]
    public void Zsh_and_fish_have_flags_and_containers()
    {
        string zsh = ZshCompletion.Script(Sample);
        Assert.Contains("'stop:Stop it\\: «now» \\[or\\] then'\\''s'", zsh, StringComparison.Ordinal);
        Assert.Contains("'-t+[How long]:SECONDS:", zsh, StringComparison.Ordinal);
        Assert.Contains("'*:container:_minirun_containers' ;;", zsh, StringComparison.Ordinal);
        Assert.Contains("'1:container:_minirun_containers' \\\n                '*::command:_normal' ;;", zsh, StringComparison.Ordinal);
        string fish = FishCompletion.Script(Sample);
        Assert.Contains("-n '__minirun_verb stop' -s t -l time -x -d 'How long'", fish, StringComparison.Ordinal);
        Assert.Contains("-n '__minirun_verb rename' -a '(minirun ps -a --format \"{{.Names}}\" 2>/dev/null)'", fish, StringComparison.Ordinal);
        Assert.Contains("-d 'Stop it: «now» [or] then\\'s'", fish, StringComparison.Ordinal);
    }
}
