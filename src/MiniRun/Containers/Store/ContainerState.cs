using MiniRun.Linux;

namespace MiniRun.Containers.Store;

/// <summary>In which part of its life a container is; the words are docker's.</summary>
internal enum ContainerStatus
{
    /// <summary>Made, never started.</summary>
    Created,

    /// <summary>Its first process lives.</summary>
    Running,

    /// <summary>It lives and its groups are frozen.</summary>
    Paused,

    /// <summary>It has ended and is about to be started again.</summary>
    Restarting,

    /// <summary>It has ended.</summary>
    Exited,

    /// <summary>Its record cannot be read.</summary>
    Dead,
}

/// <summary>How a container is: what changes while it lives.</summary>
internal sealed record ContainerState
{
    /// <summary>The part of its life.</summary>
    public ContainerStatus Status { get; init; }

    /// <summary>Its first process on the machine, while it lives.</summary>
    public ProcessIdentity? Init { get; init; }

    /// <summary>The process that runs it.</summary>
    public ProcessIdentity? Parent { get; init; }

    /// <summary>When it was started last, in ns since 1970; 0 for never.</summary>
    public long Started { get; init; }

    /// <summary>When it ended last, in ns since 1970; 0 for never.</summary>
    public long Finished { get; init; }

    /// <summary>Its exit code; -1 where nobody was there to see it.</summary>
    public int ExitCode { get; init; }

    /// <summary>How often its restart policy has started it again.</summary>
    public int Restarts { get; init; }

    /// <summary>Whether the OOM killer ended a process of it.</summary>
    public bool IsOutOfMemory { get; init; }

    /// <summary>Whether the user stopped it, so that no policy starts it again.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Why it could not be started; "" for no reason.</summary>
    public string Error { get; init; } = "";

    /// <summary>What the kernel counted against it, as sentences.</summary>
    public IReadOnlyList<string> Verdict { get; init; } = [];
}
