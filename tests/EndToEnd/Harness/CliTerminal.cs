using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MiniRun.EndToEnd.Harness;

/// <summary>
/// The binary on a pseudo-terminal of its own, as its session leader: what a person at a terminal has. Output and what is
/// typed mix as on a screen (line ends are CR LF).
/// </summary>
public sealed class CliTerminal : IDisposable
{
    private readonly SafeFileHandle master;
    private readonly FileStream stream;
    private readonly StreamCollector screen;
    private readonly CliProcess process;

    private CliTerminal(CliOptions options, string program, string[] arguments)
    {
        (int descriptor, SlavePath) = Kernel.OpenPty();
        master = new SafeFileHandle(descriptor, ownsHandle: true);
        Resize(24, 80);
        stream = new FileStream(master, FileAccess.ReadWrite, bufferSize: 0);
        // The shell opens the slave and setsid(1) makes it the controlling terminal; both become the binary by exec.
        string[] shell = ["-c", "exec setsid --ctty \"$@\" <>\"$0\" >&0 2>&0", SlavePath, program, .. arguments];
        process = new CliProcess(options, "/bin/sh", shell);
        screen = new StreamCollector(stream);
    }

    /// <summary>Starts it with <paramref name="arguments"/>.</summary>
    public static CliTerminal Start(params string[] arguments) => new(new CliOptions(), Cli.Binary, arguments);

    /// <summary>Starts it in the given surroundings.</summary>
    public static CliTerminal Start(CliOptions options, params string[] arguments) => new(options, Cli.Binary, arguments);

    /// <summary>Starts any program of the host on it.</summary>
    public static CliTerminal StartProgram(string program, params string[] arguments) => new(new CliOptions(), program, arguments);

    /// <summary>Starts a line of sh on it instead, with the binary as <c>$minirun</c>: what comes before and after.</summary>
    public static CliTerminal StartShell(string script) =>
        new(new CliOptions { Environment = new Dictionary<string, string?> { ["minirun"] = Cli.Binary } }, "/bin/sh", ["-c", script]);

    /// <summary>The terminal device it runs on.</summary>
    public string SlavePath { get; }

    /// <summary>The process.</summary>
    public CliProcess Process => process;

    /// <summary>Everything shown so far.</summary>
    public string Screen => screen.Text;

    /// <summary>Types <paramref name="text"/> ("\x03" for Ctrl-C).</summary>
    public void Type(string text) => stream.Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Changes the window size, as a window manager does.</summary>
    public void Resize(ushort rows, ushort columns) => Kernel.Resize((int)master.DangerousGetHandle(), rows, columns);

    /// <summary>Waits until <paramref name="text"/> has been shown.</summary>
    public void WaitFor(string text) =>
        Eventually.True(() => Screen.Contains(text), TimeSpan.FromSeconds(10 * Machine.Slowness),
            () => $"'{text}' was not shown\nscreen: {Screen}");

    /// <summary>
    /// Hangs the terminal up, as the kernel does when its window is closed. Closing alone would wait for the read of the screen
    /// that is under way.
    /// </summary>
    public void HangUp()
    {
        Kernel.HangUp(SlavePath);
        stream.Dispose();
    }

    /// <summary>Waits for its end.</summary>
    public CliResult WaitForExit() => process.WaitForExit();

    /// <summary>Ends it if it still runs.</summary>
    public void Dispose()
    {
        process.Dispose();
        stream.Dispose();
        master.Dispose();
    }
}
