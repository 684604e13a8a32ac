namespace MiniRun.EndToEnd.Harness;

/// <summary>A disk of the test's own: a loop device over a file.</summary>
public sealed class LoopDisk : IDisposable
{
    private readonly TestDirectory directory = new();

    /// <summary>Makes it, filled with zeroes.</summary>
    public LoopDisk(int mebibytes) =>
        Device = Cli.Shell(
            "head -c $2M /dev/zero > \"$1/disk\" && losetup --find --show \"$1/disk\"", directory.Path, $"{mebibytes}").ExitsWith(0).Output.Trim();

    /// <summary>Its path, /dev/loopN.</summary>
    public string Device { get; }

    /// <summary>Removes it.</summary>
    public void Dispose()
    {
        Cli.Shell("losetup --detach $1", Device).ExitsWith(0);
        directory.Dispose();
    }
}
