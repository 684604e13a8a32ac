namespace MiniRun.Cgroups;

/// <summary>What is done with a device: the bits of <c>BPF_DEVCG_ACC_*</c> in <c>linux/bpf.h</c>.</summary>
[Flags]
public enum DeviceAccess
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>mknod(2).</summary>
    Mknod = 1,

    /// <summary>open(2) for reading.</summary>
    Read = 2,

    /// <summary>open(2) for writing.</summary>
    Write = 4,

    /// <summary>All of them.</summary>
    All = 7,
}

/// <summary>One exception from the default of a <see cref="DeviceRuleSet"/>.</summary>
/// <param name="Type"><see cref="DeviceType.Char"/> or <see cref="DeviceType.Block"/>.</param>
/// <param name="Major">Major number; null for all.</param>
/// <param name="Minor">Minor number; null for all.</param>
/// <param name="Access">What the exception is about.</param>
public readonly record struct DeviceException(DeviceType Type, long? Major, long? Minor, DeviceAccess Access)
{
    /// <summary>The line that <c>devices.allow</c> and <c>devices.deny</c> take, such as <c>c 136:* rwm</c>.</summary>
    public override string ToString() => string.Concat(
        Type == DeviceType.Char ? "c " : "b ",
        string.Concat(Major?.ToString() ?? "*", ":", Minor?.ToString() ?? "*", " "),
        Letters());

    internal bool SameDevices(in DeviceException other) =>
        Type == other.Type && Major == other.Major && Minor == other.Minor;

    internal bool Overlaps(in DeviceException other) =>
        Type == other.Type && (Access & other.Access) != 0
        && (Major is null || other.Major is null || Major == other.Major)
        && (Minor is null || other.Minor is null || Minor == other.Minor);

    private string Letters() => Access == DeviceAccess.All ? "rwm" : string.Concat(
        (Access & DeviceAccess.Read) != 0 ? "r" : "",
        (Access & DeviceAccess.Write) != 0 ? "w" : "",
        (Access & DeviceAccess.Mknod) != 0 ? "m" : "");
}
