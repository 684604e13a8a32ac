using System.Diagnostics;

namespace MiniRun.Cgroups.Tests;

/// <summary>A disk of the test's own: a loop device over a file of 8 MiB.</summary>
internal sealed class LoopDisk : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public LoopDisk()
    {
        using (FileStream stream = File.OpenWrite(file))
        {
            stream.SetLength(8 << 20);
        }

        Device = Shell($"losetup --find --show {file}");
        string[] numbers = File.ReadAllText($"/sys/block/{Path.GetFileName(Device)}/dev").Trim().Split(':');
        (Major, Minor) = (uint.Parse(numbers[0]), uint.Parse(numbers[1]));
    }

    public static bool CanBeMade => File.Exists("/dev/loop-control");

    public string Device { get; }

    public uint Major { get; }

    public uint Minor { get; }

    /// <summary>The I/O scheduler; /sys/block/DISK/queue/scheduler.</summary>
    public void Schedule(string scheduler) =>
        File.WriteAllText($"/sys/block/{Path.GetFileName(Device)}/queue/scheduler", scheduler);

    public void Dispose()
    {
        Schedule("none");
        Shell($"losetup --detach {Device}");
        File.Delete(file);
    }

    private static string Shell(string command)
    {
        using Process process = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, command);
        return output;
    }
}
