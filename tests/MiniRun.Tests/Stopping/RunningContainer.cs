using System.Diagnostics;
using MiniRun.Cgroups;
using MiniRun.Containers.Stopping;
using MiniRun.Linux;

namespace MiniRun.Tests.Stopping;

/// <summary>A container of the published binary, run in the foreground; ended and removed with the test.</summary>
internal sealed class RunningContainer : IDisposable
{
    private static int last;
    private readonly Process process;

    public RunningContainer(params string[] words)
    {
        string name = $"stop-test-{Environment.ProcessId}-{Interlocked.Increment(ref last)}";
        process = Process.Start(new ProcessStartInfo(Binary, ["run", "--rm", "--name", name, .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string? line = process.StandardOutput.ReadLine();
        Assert.True(line == "ready", $"no line 'ready' but '{line}'; {(process.HasExited ? process.StandardError.ReadToEnd() : "it runs")}");

        // The program that started it was a child too, but in no group of the container's.
        Init = ProcessFiles.Host.All().Find(pid => ProcessFiles.Host.Stat(pid)?.Parent == process.Id && Group(pid) is not null);
        Id = Path.GetFileName(Group(Init)!);
        Groups = Cgroup.Find(CgroupLayout.Discover(), CgroupPlanner.DefaultParent, Id);
        Settle();
    }

    /// <summary>The binary under test: out/minirun of the checkout, or the one that MINIRUN_BINARY names.</summary>
    public static string Binary { get; } = Environment.GetEnvironmentVariable("MINIRUN_BINARY") ?? Path.Combine(Checkout(), "out", "minirun");

    /// <summary>Its first process, by its number here.</summary>
    public int Init { get; }

    public string Id { get; }

    public Cgroup Groups { get; }

    public ProcessIdentity Identity => ProcessIdentity.Of(Init)!.Value;

    /// <summary>The exit code that its CLI ends with.</summary>
    public int ExitCode => process.WaitForExit(10_000) ? process.ExitCode : -1;

    public bool HasEnded => process.WaitForExit(0);

    public StopRequest Request(int timeout, int signal = SignalNumber.SIGTERM, bool ownPids = true) =>
        new(Identity, ownPids, Groups, signal, timeout);

    public void Dispose()
    {
        Groups.Thaw(below: true);
        Groups.KillAll();
        if (!process.WaitForExit(10_000))
        {
            process.Kill();
        }

        process.WaitForExit();
        process.Dispose();
        Assert.False(Directory.Exists($"/var/lib/minirun/foreground/{Id}"), "its directory was left behind");
        Assert.DoesNotContain(Groups.Directories, Directory.Exists);
    }

    public static void WaitFor(Func<bool> condition)
    {
        for (int i = 0; i < 1000 && !condition(); i++)
        {
            Thread.Sleep(10);
        }

        Assert.True(condition());
    }

    private static string? Group(int pid) =>
        ProcessFiles.Host.Read(pid, "cgroup")?.Split('\n').FirstOrDefault(line => line.Contains("/minirun/"));

    // It is older than a moment and sleeps: then "dropped" is certain.
    private void Settle() => WaitFor(() => ProcessFiles.Host.Age(Init) > 0.3);

    private static string Checkout()
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !File.Exists(Path.Combine(at, "MiniRun.sln")))
        {
            at = Path.GetDirectoryName(at);
        }

        return at ?? "/";
    }
}
