using MiniRun.Linux;
using MiniRun.Namespaces.Zap;

namespace MiniRun.Containers.Stopping;

/// <summary>What came of a stop.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Status">How its first process ended; null where only its parent knows.</param>
/// <param name="Reach">Whether that process could receive the stop signal; null where none was sent.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Held">What keeps it; empty unless it is held.</param>
internal sealed record StopResult(StopEnd End, WaitStatus? Status, SignalReach? Reach, double Milliseconds, IReadOnlyList<Hang> Held);
