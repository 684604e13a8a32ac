namespace MiniRun.Containers;

/// <summary>How a plan is printed instead of performed.</summary>
internal enum PlanFormat
{
    /// <summary>It is performed.</summary>
    None,

    /// <summary>As commands for a root shell.</summary>
    Shell,

    /// <summary>As JSON.</summary>
    Json,
}

/// <summary>How one invocation of <c>run</c> goes about it; not part of the container.</summary>
internal sealed record RunSettings
{
    /// <summary>Print the plan and start nothing.</summary>
    public PlanFormat Plan { get; init; }

    /// <summary>Tell every step on stderr as it happens.</summary>
    public bool Explain { get; init; }

    /// <summary>Standard input goes to the container; otherwise it gets /dev/null.</summary>
    public bool Interactive { get; init; }

    /// <summary>A pseudo-terminal is relayed.</summary>
    public bool Terminal { get; init; }

    /// <summary>Signals to minirun go to the container.</summary>
    public bool SigProxy { get; init; } = true;
}
