namespace MiniRun.Cgroups;

/// <summary>The kind of device a rule speaks of.</summary>
public enum DeviceType
{
    /// <summary><c>a</c>: character and block devices.</summary>
    All,

    /// <summary><c>c</c>.</summary>
    Char,

    /// <summary><c>b</c>.</summary>
    Block,
}

/// <summary>
/// One rule about devices, as in the OCI <c>linux.resources.devices</c> and the v1 files <c>devices.allow</c> and
/// <c>devices.deny</c>. A rule for <see cref="DeviceType.All"/> with all numbers and all access starts the list afresh.
/// </summary>
/// <param name="Allow">Allow or deny.</param>
/// <param name="Type">Which kind.</param>
/// <param name="Major">Major number, 0 to 4095; null or -1 for all.</param>
/// <param name="Minor">Minor number, 0 to 1048575; null or -1 for all.</param>
/// <param name="Access">Letters of <c>r</c>ead, <c>w</c>rite, <c>m</c>knod; empty means all three.</param>
public sealed record DeviceRule(bool Allow, DeviceType Type, long? Major, long? Minor, string Access)
{
    /// <summary>
    /// Docker's default list, but without <c>/dev/net/tun</c> (10:200): deny all; allow making any node, and opening null,
    /// zero, full, random, urandom, tty, console, ptmx and the pseudo terminals.
    /// </summary>
    public static IReadOnlyList<DeviceRule> Defaults { get; } =
    [
        new(false, DeviceType.All, null, null, "rwm"),
        new(true, DeviceType.Char, null, null, "m"),
        new(true, DeviceType.Block, null, null, "m"),
        new(true, DeviceType.Char, 1, 3, "rwm"),
        new(true, DeviceType.Char, 1, 5, "rwm"),
        new(true, DeviceType.Char, 1, 7, "rwm"),
        new(true, DeviceType.Char, 1, 8, "rwm"),
        new(true, DeviceType.Char, 1, 9, "rwm"),
        new(true, DeviceType.Char, 5, 0, "rwm"),
        new(true, DeviceType.Char, 5, 1, "rwm"),
        new(true, DeviceType.Char, 5, 2, "rwm"),
        new(true, DeviceType.Char, 136, null, "rwm"),
    ];
}
