namespace MiniRun.Containers.Stopping;

/// <summary>What a <see cref="StopEvent"/> is about.</summary>
internal enum StopEventKind
{
    /// <summary>Who could receive the signal.</summary>
    Looked,

    /// <summary>A signal was sent.</summary>
    Sent,

    /// <summary>The signal will not do what it was sent for; <see cref="StopEvent.Title"/> is the text of a hint.</summary>
    Hint,

    /// <summary>A frozen container goes on.</summary>
    Thawed,

    /// <summary>The first process has ended, or the time for it is over.</summary>
    Waited,

    /// <summary>Something keeps the container; the text says what, <see cref="StopEvent.Why"/> what to do about it.</summary>
    Held,

    /// <summary>How the other processes ended.</summary>
    Zapped,

    /// <summary>All is gone, or not.</summary>
    Ended,
}

/// <summary>One thing that happened during a stop.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Milliseconds">When, counted from the beginning of the stop.</param>
/// <param name="Title">What happened.</param>
/// <param name="Why">Why, or what it means.</param>
/// <param name="Manual">Where to read on.</param>
internal sealed record StopEvent(StopEventKind Kind, double Milliseconds, string Title, string Why, string Manual);
