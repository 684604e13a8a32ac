using MiniRun.Linux;

namespace MiniRun.Namespaces.Zap;

/// <summary>
/// Whether a process can receive a signal; pid_namespaces(7). The kernel drops one that is sent to the first process of a PID
/// namespace if the action is the default, the first thread does not block it and does not wait for it in rt_sigtimedwait(2).
/// Only SIGKILL and SIGSTOP get through always, when they come from a namespace above.
/// </summary>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Signal">The signal.</param>
/// <param name="Pid">The process, by its number here.</param>
/// <param name="Name">The name of its program.</param>
/// <param name="IsInit">Whether it is the first process of its PID namespace.</param>
/// <param name="Stopped">Whether it is stopped (state T): what it gets takes effect only when it goes on.</param>
public sealed record SignalReach(ReachKind Kind, int Signal, int Pid, string Name, bool IsInit, bool Stopped)
{
    /// <summary>How long a program may take to install its handlers before we say for certain that it has none.</summary>
    private const double Youth = 0.1;

    private const int Looks = 5;
    private const int Pause = 2; // ms
    private const int SIGCHLD = 17;
    private const int SIGTTIN = 21;
    private const int SIGTTOU = 22;
    private const int SIGURG = 23;

    /// <summary>Looks now.</summary>
    /// <param name="pid">The process; the caller holds it by a pidfd, or it may be another one by now.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="files">Where to look.</param>
    /// <param name="running">Seconds since its program was executed, where that is later than its birth and the caller knows.</param>
    public static SignalReach Of(int pid, int signal, ProcessFiles? files = null, double? running = null)
    {
        files ??= ProcessFiles.Host;
        SignalReach reach = Look(pid, signal, files);
        for (int look = 1; look < Looks && reach.Kind is ReachKind.MayBeDropped; look++)
        {
            Wait();
            reach = Look(pid, signal, files);
        }

        bool young = Math.Min(files.Age(pid) ?? 0, running ?? double.MaxValue) < Youth;
        return reach.Kind is ReachKind.Dropped && young ? reach with { Kind = ReachKind.MayBeDropped } : reach;
    }

    /// <summary>One sentence, without a stop at its end.</summary>
    public string Sentence
    {
        get
        {
            string signal = SignalNames.Name(Signal);
            string process = IsInit ? $"PID 1 ({Name})" : $"process {Pid} ({Name})";
            return Kind switch
            {
                ReachKind.Gone => $"{process} has ended",
                ReachKind.Delivered => $"{process} has a handler for {signal}",
                ReachKind.Waited => $"{process} waits for signals in rt_sigtimedwait",
                ReachKind.Blocked => $"{process} blocks {signal}: the kernel keeps it, and the program may take it by sigwait or signalfd",
                ReachKind.Ignored => $"{process} ignores {signal}",
                ReachKind.Dropped => $"{process} has no handler for {signal}, so the kernel drops it",
                ReachKind.MayBeDropped => $"{process} has no handler for {signal} yet, so the kernel may drop it",
                ReachKind.Kills => $"{process} is ended by {signal}",
                ReachKind.Stops => $"{process} is stopped by {signal}",
                _ => $"{process} goes on by {signal}",
            };
        }
    }

    /// <summary>Whether to expect that it does what it was sent for.</summary>
    public bool Arrives => Kind is not (ReachKind.Dropped or ReachKind.MayBeDropped or ReachKind.Ignored or ReachKind.Gone);

    private static SignalReach Look(int pid, int signal, ProcessFiles files)
    {
        ProcessStat? stat = files.Stat(pid);
        ProcessStatus? status = files.Status(pid);
        SignalReach reach = new(ReachKind.Gone, signal, pid, stat?.Name ?? "?", status?.IsInit ?? false, stat?.State is 'T' or 't');
        if (stat is null || status is null || (stat.IsZombie && stat.Threads <= 1) || (stat.IsExiting && stat.Threads <= 1))
        {
            return reach;
        }

        return reach with { Kind = Judge(pid, signal, status, files) };
    }

    private static ReachKind Judge(int pid, int signal, ProcessStatus status, ProcessFiles files)
    {
        switch (signal)
        {
            case SignalNumber.SIGKILL:
                return ReachKind.Kills;
            case SignalNumber.SIGSTOP:
                return ReachKind.Stops;
        }

        if (status.Caught.Has(signal))
        {
            return ReachKind.Delivered;
        }

        // Before the actions: a signal that is blocked or waited for is kept even where it is ignored. Only the first thread
        // counts: it is the one that kill(2) addresses.
        if (status.Blocked.Has(signal))
        {
            return ReachKind.Blocked;
        }

        CurrentCall? call = files.Call(pid);
        string? channel = files.WaitChannel(pid);
        if (call?.Number == CurrentCall.SignalWait || channel == "do_sigtimedwait")
        {
            return ReachKind.Waited;
        }

        if (signal == SignalNumber.SIGCONT)
        {
            return ReachKind.Continues; // whatever its action
        }

        if (status.Ignored.Has(signal) || signal is SIGCHLD or SIGURG or SignalNumber.SIGWINCH)
        {
            return ReachKind.Ignored;
        }

        if (!status.IsInit)
        {
            return signal is SignalNumber.SIGTSTP or SIGTTIN or SIGTTOU ? ReachKind.Stops : ReachKind.Kills;
        }

        return IsCertain(pid, status, call, channel, files) ? ReachKind.Dropped : ReachKind.MayBeDropped;
    }

    /// <summary>
    /// Whether mask and system call belong together. While a thread sleeps in rt_sigtimedwait, what it waits for is not in the mask
    /// that /proc shows, and mask and system call are read one after the other: they are of one moment only if it slept when the
    /// call was read and has not been switched since before the mask was. One that is awake may be on its way out of that wait.
    /// </summary>
    private static bool IsCertain(int pid, ProcessStatus status, CurrentCall? call, string? channel, ProcessFiles files) =>
        (call is { IsRunning: false } || (call is null && channel is not null))
        && status.Tracer == 0 // who would get each signal first
        && files.Status(pid) is { } after && after.Switches == status.Switches && after.Blocked == status.Blocked && after.Caught == status.Caught;

    private static unsafe void Wait() => _ = LibC.poll(null, 0, Pause);
}
