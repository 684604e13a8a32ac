using System.Diagnostics;

namespace MiniRun.EndToEnd.Harness;

/// <summary>A running program whose two output streams are collected as they come.</summary>
public sealed class CliProcess : IDisposable
{
    private readonly Process process;
    private readonly CliOptions options;
    private readonly StreamCollector output;
    private readonly StreamCollector error;
    private readonly long started = Stopwatch.GetTimestamp();

    internal CliProcess(CliOptions options, string program, string[] arguments)
    {
        this.options = options;
        process = Process.Start(Cli.StartInfo(options, program, arguments))
            ?? throw new InvalidOperationException($"{program} did not start");
        output = new StreamCollector(process.StandardOutput.BaseStream);
        error = new StreamCollector(process.StandardError.BaseStream);
        if (options.Input is { } input)
        {
            Stream stream = Input; // taken here: a Process that is disposed first would close it a second time
            _ = Task.Run(() => Feed(stream, input));
        }
    }

    /// <summary>Its process id.</summary>
    public int Pid => process.Id;

    /// <summary>Its standard input.</summary>
    public Stream Input => process.StandardInput.BaseStream;

    /// <summary>What it has written to standard output so far.</summary>
    public string OutputSoFar => output.Text;

    /// <summary>What it has written to standard error so far.</summary>
    public string ErrorSoFar => error.Text;

    /// <summary>Whether it is gone.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>Sends it a signal.</summary>
    public void Signal(Signal signal) => Kernel.Kill(Pid, signal);

    /// <summary>Waits until standard output has a line that equals or begins with <paramref name="text"/>; returns that line.</summary>
    public string WaitForLine(string text)
    {
        string? found = null;
        Eventually.True(
            () => (found = LineWith(text)) is not null || (process.HasExited && output.IsAtEnd),
            options.Timeout,
            () => $"no line '{text}'\nstdout: {output.Text}\nstderr: {error.Text}");
        found ??= LineWith(text);
        Assert.True(found is not null, $"it ended without a line '{text}'\nstdout: {output.Text}\nstderr: {error.Text}");
        return found;
    }

    /// <summary>Waits for its end; killed and failed after the timeout of its options.</summary>
    public CliResult WaitForExit()
    {
        if (!process.WaitForExit(options.Timeout))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"still running after {options.Timeout}\nstdout: {output.Text}\nstderr: {error.Text}");
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        // Whoever holds a stream open after the end is a process left behind: five seconds, then the test fails.
        TimeSpan grace = TimeSpan.FromSeconds(5);
        Assert.True(output.WaitForEnd(grace) && error.WaitForEnd(grace), "something still holds stdout or stderr open");
        return new CliResult(process.ExitCode, output.Bytes, error.Bytes, elapsed);
    }

    /// <summary>
    /// Ends it if it still runs: first its container's PID 1, so that it cleans up as it always does; itself if that is not
    /// enough.
    /// </summary>
    public void Dispose()
    {
        if (!process.HasExited && HostView.FindInit(Pid) is var init and not 0)
        {
            Kernel.Kill(init, Harness.Signal.SIGKILL);
            process.WaitForExit(TimeSpan.FromSeconds(5 * Machine.Slowness));
        }

        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    private string? LineWith(string text)
    {
        string all = output.Text;
        int end = all.LastIndexOf('\n');
        return end < 0 ? null : Array.Find(all[..end].Split('\n'), line => line.StartsWith(text, StringComparison.Ordinal));
    }

    private static void Feed(Stream stream, byte[] input)
    {
        try
        {
            stream.Write(input);
            stream.Close();
        }
        catch (IOException)
        {
            // It closed its standard input or ended first (EPIPE): its right.
        }
    }
}
