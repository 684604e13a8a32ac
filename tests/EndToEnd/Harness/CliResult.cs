using System.Text;

namespace MiniRun.EndToEnd.Harness;

/// <summary>How one run of the binary ended.</summary>
/// <param name="ExitCode">Its exit status; 128 + the signal if one ended it.</param>
/// <param name="OutputBytes">What it wrote to standard output, byte for byte.</param>
/// <param name="ErrorBytes">What it wrote to standard error, byte for byte.</param>
/// <param name="Elapsed">From its start until it was gone.</param>
public sealed record CliResult(int ExitCode, byte[] OutputBytes, byte[] ErrorBytes, TimeSpan Elapsed)
{
    /// <summary>Standard output as text.</summary>
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    /// <summary>Standard error as text.</summary>
    public string Error => Encoding.UTF8.GetString(ErrorBytes);

    /// <summary>Standard output in lines, without an empty last one.</summary>
    public string[] Lines => Output.TrimEnd('\n').Split('\n');

    /// <summary>Fails with everything that was said unless the exit status is <paramref name="expected"/>.</summary>
    public CliResult ExitsWith(int expected)
    {
        Assert.True(ExitCode == expected, $"exit status {ExitCode} instead of {expected}\nstdout: {Output}\nstderr: {Error}");
        return this;
    }

    /// <summary>
    /// Fails unless it was refused as an error of our own: 125 (or <paramref name="exitCode"/>), nothing on standard output
    /// and a sentence on standard error that holds every one of <paramref name="words"/>.
    /// </summary>
    public CliResult Refuses(string[] words, int exitCode = 125)
    {
        ExitsWith(exitCode);
        Assert.Equal("", Output);
        Assert.All(words, word => Assert.Contains(word, Error));
        Assert.DoesNotContain("   at ", Error); // a stack trace
        return this;
    }

    /// <summary>Fails unless it succeeded, with exactly this output and not a word on standard error.</summary>
    public void Prints(string output)
    {
        ExitsWith(0);
        Assert.Equal(output, Output);
        Assert.Equal("", Error);
    }

    /// <summary>Fails unless the workload failed and said these words.</summary>
    public void Fails(string words)
    {
        Assert.NotEqual(0, ExitCode);
        Assert.Contains(words, Error);
    }
}
