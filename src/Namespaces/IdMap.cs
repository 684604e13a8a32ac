namespace MiniRun.Namespaces;

/// <summary>One line of /proc/PID/uid_map or gid_map; <c>user_namespaces(7)</c>.</summary>
/// <param name="ContainerId">First id inside.</param>
/// <param name="HostId">First id outside.</param>
/// <param name="Size">How many ids follow one another; at least 1.</param>
public readonly record struct IdMap(uint ContainerId, uint HostId, uint Size);
