namespace MiniRun.Namespaces.Sandbox;

/// <summary>A device node to make in the container's /dev; mknod(2).</summary>
/// <param name="Path">Absolute path inside the container, below /dev.</param>
/// <param name="IsBlock">Block device; otherwise a character device.</param>
/// <param name="Major">Major number.</param>
/// <param name="Minor">Minor number.</param>
/// <param name="Mode">Permission bits, 0666 for the default devices.</param>
/// <param name="Uid">Owner inside the container.</param>
/// <param name="Gid">Group inside the container.</param>
public sealed record DeviceNode(string Path, bool IsBlock, uint Major, uint Minor, uint Mode, uint Uid = 0, uint Gid = 0)
{
    /// <summary>What every container has: null, zero, full, random, urandom, tty; OCI runtime-spec, "Default Devices".</summary>
    public static IReadOnlyList<DeviceNode> Defaults { get; } =
    [
        new("/dev/null", false, 1, 3, 0x1B6),
        new("/dev/zero", false, 1, 5, 0x1B6),
        new("/dev/full", false, 1, 7, 0x1B6),
        new("/dev/random", false, 1, 8, 0x1B6),
        new("/dev/urandom", false, 1, 9, 0x1B6),
        new("/dev/tty", false, 5, 0, 0x1B6),
    ];
}
