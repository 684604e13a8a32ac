using MiniRun.Commands;
using MiniRun.Linux;

namespace MiniRun.Tests;

public class CompletionTests
{
    /// <summary>Asks bash itself what it would offer.</summary>
    private static string[] Complete(params string[] words)
    {
        string directory = Directory.CreateTempSubdirectory("minirun-test-").FullName;
        try
        {
            File.WriteAllText($"{directory}/script", BashCompletion.Script());
            string array = string.Join(' ', words.Select(word => $"'{word}'"));
            string program = $"""
                minirun() {"{"} echo busybox; echo host; {"}"}
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
    public void Bash_completes_verbs() => Assert.Equal(["run"], Complete("minirun", "r"));

    [Fact]
    public void Bash_completes_every_flag() => Assert.Equal(RunFlags.Names.Order(), Complete("minirun", "run", "--").Select(word => word[2..]).Order());

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
        foreach (string name in RunFlags.Names)
        {
            Assert.Contains($"--{name}", BashCompletion.Script(), StringComparison.Ordinal);
            Assert.Contains($"--{name}", ZshCompletion.Script(), StringComparison.Ordinal);
            Assert.Contains($" -l {name} ", FishCompletion.Script(), StringComparison.Ordinal);
        }
    }
}
