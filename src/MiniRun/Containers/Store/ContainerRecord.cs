namespace MiniRun.Containers.Store;

/// <summary>What is written down of a container before the first thing is made for it: enough to list, start and remove it.</summary>
internal sealed record ContainerRecord
{
    /// <summary>Version of the file; one that is newer than us is not touched.</summary>
    public const int Version = 1;

    /// <summary>What it is to be.</summary>
    public required ContainerSpec Spec { get; init; }

    /// <summary>Its id.</summary>
    public string Id => Spec.Id;

    /// <summary>Its name; null until one is drawn.</summary>
    public string? Name { get; init; }

    /// <summary>When it was made, in ns since 1970.</summary>
    public long Created { get; init; }

    /// <summary>The sample, or the directory, as typed.</summary>
    public string Image { get; init; } = "";

    /// <summary>Whether it is removed when it has ended: <c>--rm</c>.</summary>
    public bool AutoRemove { get; init; }

    /// <summary>Whether it has a monitor and stays until it is removed.</summary>
    public bool IsKept { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The signal that <c>stop</c> sends.</summary>
    public int StopSignal { get; init; } = Linux.SignalNumber.SIGTERM;

    /// <summary>Seconds that <c>stop</c> waits; null for 10.</summary>
    public int? StopTimeout { get; init; }

    /// <summary>When it is started again.</summary>
    public RestartPolicy Restart { get; init; } = RestartPolicy.No;

    /// <summary>Largest size of a log file in bytes.</summary>
    public long LogSize { get; init; }

    /// <summary>How many log files.</summary>
    public int LogFiles { get; init; }
}
