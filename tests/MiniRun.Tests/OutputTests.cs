using System.Text;
using MiniRun.Commands;
using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Tests;

public class OutputTests
{
    [Theory]
    [InlineData("plain é 漢 😀", "plain é 漢 😀")]
    [InlineData("a\u001b[31m\nb\t\r\u007f\u009b", "a\\x1b[31m\\x0ab\\x09\\x0d\\x7f\\x9b")]
    [InlineData("", "")]
    public void Nothing_reaches_the_terminal_that_would_drive_it(string text, string expected) =>
        Assert.Equal(expected, Printable.Escape(text));

    // Not as data of a theory: an attribute cannot hold a lone surrogate.
    [Fact]
    public void A_byte_that_is_no_text_is_shown_as_its_number() => Assert.Equal("a\\xffb", Printable.Escape("a\udcffb"));

    [Fact]
    public void A_failure_is_one_line_and_a_hint()
    {
        UsageException usage = new("unknown option", "--x\n", null, "try\nthis");
        Assert.Equal("minirun: unknown option `--x\\x0a`\nhint: try\\x0athis\n", ErrorReport.Of(usage));
        LinuxException linux = new("open", "/x", Errno.EACCES);
        Assert.Equal("minirun: open `/x`: permission denied (EACCES)\n", ErrorReport.Of(linux));
    }

    [Fact]
    public void A_defect_of_ours_is_said_to_be_one()
    {
        string[] lines = ErrorReport.Of(new InvalidOperationException("queue\nempty")).Split('\n');
        Assert.Equal("minirun: this is a bug in minirun: InvalidOperationException: queue\\x0aempty", lines[0]);
        Assert.StartsWith("hint: report it", lines[1]);
        Assert.Equal(3, lines.Length); // the last is empty: no stack trace
    }

    [Fact]
    public void Arguments_keep_their_bytes()
    {
        byte[] block = [.. "minirun\0run\0--name\0a"u8, 0xff, 0xfe, .. "b\0\0last\0"u8];
        string[] words = RawArguments.Split(block, 5);
        Assert.Equal(["run", "--name", "a\udcff\udcfeb", "", "last"], words);
        Assert.Equal([(byte)'a', 0xff, 0xfe, (byte)'b'], LinuxText.GetBytes(words[2]));
    }

    [Fact]
    public void Arguments_without_a_replacement_character_are_taken_as_they_are()
    {
        string[] words = ["a", "é"];
        Assert.Same(words, RawArguments.Restore(words));
    }

    [Theory]
    [InlineData("rnu", "run")]
    [InlineData("dcotor", "doctor")]
    [InlineData("comp", "completion")]
    [InlineData("xyz", null)]
    public void The_nearest_verb(string typed, string? verb) => Assert.Equal(verb, Suggestion.For(typed, Verbs.Names));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("stauts", "status", 1)]
    [InlineData("ab", "ba", 1)]
    [InlineData("abcd", "badc", 2)]
    public void Distance(string a, string b, int distance) => Assert.Equal(distance, Suggestion.Distance(a, b));

    [Fact]
    public void Help_names_every_flag_in_lines_that_fit()
    {
        foreach (string name in RunFlags.Table.Names)
        {
            Assert.Contains($"--{name}", RunHelp.Text, StringComparison.Ordinal);
        }

        Assert.All((RunHelp.Text + ProgramHelp.Text).Split('\n'), line => Assert.True(line.Length <= 110, line));
    }

    /// <summary>The examples of the help are words that the parser accepts.</summary>
    [Fact]
    public void Examples_of_the_help_parse()
    {
        int examples = 0;
        foreach (string line in (RunHelp.Text + ProgramHelp.Text).Split('\n'))
        {
            string text = line.Trim();
            if (text.StartsWith("minirun run ", StringComparison.Ordinal))
            {
                string command = text.Split("  ")[0]["minirun run ".Length..].Replace("'", "", StringComparison.Ordinal);
                RunBinder.Bind(RunBinder.Divide(command.Split(' ')));
                examples++;
            }
        }

        Assert.True(examples >= 8);
    }
}
