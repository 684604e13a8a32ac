namespace MiniRun.Cgroups;

/// <summary>A limit on the traffic of one block device: <c>--device-read-bps</c> and its three siblings.</summary>
/// <param name="Major">Major number of the whole disk, not of a partition.</param>
/// <param name="Minor">Minor number.</param>
/// <param name="Rate">Bytes, or operations, for each second; at least 1.</param>
public readonly record struct ThrottleDevice(uint Major, uint Minor, ulong Rate);
