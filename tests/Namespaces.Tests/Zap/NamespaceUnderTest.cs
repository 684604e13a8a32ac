using System.Diagnostics;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Tests.Zap;

/// <summary>A program as PID 1 of a new PID namespace, with its output read line by line; ended with the test.</summary>
internal sealed class NamespaceUnderTest : IDisposable
{
    private readonly Process unshare;

    public NamespaceUnderTest(params string[] program)
    {
        unshare = Process.Start(new ProcessStartInfo(
            "/usr/bin/env",
            ["--default-signal", "unshare", "--pid", "--fork", "--kill-child", "--mount-proc", .. program]) { RedirectStandardOutput = true })!;
        WaitFor(() => (Init = FindChild()) != 0);
        WaitFor(() => Files.TryReadText($"/proc/{Init}/cmdline")?.StartsWith("unshare\0", StringComparison.Ordinal) == false);
    }

    /// <summary>PID 1, by its number here.</summary>
    public int Init { get; private set; }

    /// <summary>Waits for a line of its output.</summary>
    public void WaitForLine(string text) => Assert.Equal(text, unshare.StandardOutput.ReadLine());

    /// <summary>Waits until it sleeps in the kernel and is older than a moment: it has installed what it will install.</summary>
    public NamespaceUnderTest Settle()
    {
        WaitFor(() => ProcessFiles.Host.Age(Init) > 0.5 && ProcessFiles.Host.Stat(Init)?.State == 'S');
        return this;
    }

    /// <summary>Sends PID 1 a signal from here.</summary>
    public void Signal(int signal) => Assert.Equal(0, LibC.kill(Init, signal));

    /// <summary>Whether it ends within a second; its exit code, as a shell has it.</summary>
    public int? Ends() => unshare.WaitForExit(1000) ? unshare.ExitCode : null;

    public void Dispose()
    {
        if (!unshare.HasExited)
        {
            unshare.Kill();
        }

        unshare.WaitForExit();
        unshare.Dispose();
    }

    public static void WaitFor(Func<bool> condition)
    {
        for (int i = 0; i < 2000 && !condition(); i++)
        {
            Thread.Sleep(5);
        }

        Assert.True(condition());
    }

    private int FindChild() =>
        ProcessFiles.Host.All().Find(pid => ProcessFiles.Host.Stat(pid)?.Parent == unshare.Id && ProcessFiles.Host.Status(pid)!.IsInit);
}
