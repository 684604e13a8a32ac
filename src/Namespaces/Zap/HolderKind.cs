namespace MiniRun.Namespaces.Zap;

/// <summary>Why a process keeps the PID namespace that it is in from ending.</summary>
public enum HolderKind
{
    /// <summary>It has ended, and its parent, outside of the namespace, has not waited for it.</summary>
    Unreaped,

    /// <summary>It has ended, or is kept in a stop, and the process that traces it has not let go of it.</summary>
    Traced,

    /// <summary>It cannot be woken, not even by SIGKILL: a frozen cgroup, or the kernel waits for a device (state D).</summary>
    Unkillable,
}
