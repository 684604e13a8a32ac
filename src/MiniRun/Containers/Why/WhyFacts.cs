using MiniRun.Cgroups;

namespace MiniRun.Containers.Why;

/// <summary>What <see cref="WhyReport"/> is made of, besides procfs. What is not known is null.</summary>
internal sealed record WhyFacts
{
    /// <summary>Its first process, by its number here; null when the container does not run.</summary>
    public int? Init { get; init; }

    /// <summary>Whether that is PID 1 of a namespace.</summary>
    public bool HasOwnPids { get; init; } = true;

    /// <summary>The processes of its cgroups.</summary>
    public IReadOnlyList<int> Members { get; init; } = [];

    /// <summary>Whether it is paused.</summary>
    public bool Frozen { get; init; }

    /// <summary>The signal that would ask it to end.</summary>
    public int StopSignal { get; init; } = Linux.SignalNumber.SIGTERM;

    /// <summary>What the limits did: of a running container until now, of one that has ended as it was recorded.</summary>
    public LimitVerdict? Limits { get; init; }

    /// <summary>Processes and threads now.</summary>
    public long? Pids { get; init; }

    /// <summary>The most that there may be.</summary>
    public long? PidsLimit { get; init; }

    /// <summary>Of one that has ended: its exit code.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Who sent the last signal, where we did it or saw it.</summary>
    public string? Sender { get; init; }
}
