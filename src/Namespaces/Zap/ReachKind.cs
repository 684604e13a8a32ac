namespace MiniRun.Namespaces.Zap;

/// <summary>What becomes of a signal that is sent to a process from outside of its PID namespace.</summary>
public enum ReachKind
{
    /// <summary>The process has ended or is ending: nobody is left to receive it.</summary>
    Gone,

    /// <summary>It has a handler.</summary>
    Delivered,

    /// <summary>It waits for signals in rt_sigtimedwait(2).</summary>
    Waited,

    /// <summary>It blocks the signal, which stays pending: the program may take it by sigwait(3) or signalfd(2), or never.</summary>
    Blocked,

    /// <summary>Nothing happens: SIG_IGN, or a default action that is to do nothing.</summary>
    Ignored,

    /// <summary>The kernel drops it: the process is the first of its namespace and has the default action.</summary>
    Dropped,

    /// <summary>As <see cref="Dropped"/> by the look of it, but it has only just started, never sleeps, or cannot be looked at closely enough.</summary>
    MayBeDropped,

    /// <summary>It ends the process.</summary>
    Kills,

    /// <summary>It stops the process (state T).</summary>
    Stops,

    /// <summary>It lets a stopped process go on.</summary>
    Continues,
}
