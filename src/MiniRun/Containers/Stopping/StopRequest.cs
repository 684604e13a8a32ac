using MiniRun.Cgroups;
using MiniRun.Linux;

namespace MiniRun.Containers.Stopping;

/// <summary>Which container to stop, and how.</summary>
/// <param name="Init">Its first process.</param>
/// <param name="HasOwnPids">Whether that is PID 1 of a namespace, so that the kernel ends the others with it.</param>
/// <param name="Groups">Its cgroups.</param>
/// <param name="Signal">The signal that asks it to end: --stop-signal.</param>
/// <param name="Timeout">Seconds to wait before SIGKILL: 0 for none, -1 for ever.</param>
internal sealed record StopRequest(ProcessIdentity Init, bool HasOwnPids, Cgroup Groups, int Signal, int Timeout)
{
    /// <summary>Seconds since its program was executed, where the caller knows: a container may be made long before it is started.</summary>
    public double? Running { get; init; }

    /// <summary>Milliseconds to wait after SIGKILL until all is gone.</summary>
    public int Patience { get; init; } = 5000;
}
