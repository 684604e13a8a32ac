namespace MiniRun.Containers.Stopping;

/// <summary>How a container came to its end.</summary>
internal enum StopEnd
{
    /// <summary>It had ended before.</summary>
    AlreadyEnded,

    /// <summary>Its first process ended within the time that it was given.</summary>
    BySignal,

    /// <summary>SIGKILL was needed.</summary>
    Killed,

    /// <summary>It is not gone: something keeps it, which <see cref="StopResult.Held"/> names.</summary>
    Held,
}
