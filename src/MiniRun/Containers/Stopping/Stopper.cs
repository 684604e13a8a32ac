using System.Diagnostics;
using MiniRun.Linux;
using MiniRun.Namespaces.Zap;

namespace MiniRun.Containers.Stopping;

/// <summary>
/// Stops a container as the kernel does it: the stop signal to its first process, time to end, SIGKILL. With the first process of
/// a PID namespace the kernel ends all others; where the namespace is shared the same is done by cgroup. We are not its parent:
/// the end is seen by pidfd, and that of a namespace's first process comes after that of all others.
/// </summary>
internal sealed class Stopper
{
    private const int Slice = 250; // ms between two looks whether it hangs on its way out
    private const int Hesitation = 1000; // ms after which an end that does not come is looked into
    private const int Leftovers = 1000; // ms for processes of the groups that are in no namespace of the container's

    private readonly StopRequest request;
    private readonly IStopObserver observer;
    private readonly ProcessFiles files = ProcessFiles.Host;
    private readonly long start = Stopwatch.GetTimestamp();
    private SignalReach? reach;
    private long dying; // since when the first process has been on its way out; 0 for not yet
    private bool killed;
    private bool diagnosed;

    private Stopper(StopRequest request, IStopObserver observer)
    {
        this.request = request;
        this.observer = observer;
    }

    private double Elapsed => Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    private int Pid => request.Init.Pid;

    /// <summary>Stops it and waits until all is gone, or until it is certain that it will not be.</summary>
    /// <exception cref="LinuxException">A signal could not be sent: EPERM.</exception>
    public static StopResult Stop(StopRequest request, IStopObserver observer) => new Stopper(request, observer).Stop();

    private StopResult Stop()
    {
        using Pidfd? process = request.Init.TryOpen();
        if (process is null || process.WaitForEnd(0))
        {
            return Finish(StopEnd.AlreadyEnded, null, null);
        }

        using Witnesses? witnesses = observer.WantsProcesses ? new Witnesses(request, files) : null;
        witnesses?.Look();
        Ask(process, witnesses);
        if (Wait(process, request.Timeout < 0 ? -1 : request.Timeout * 1000L))
        {
            return Finish(StopEnd.BySignal, process, witnesses);
        }

        StopEnd end = StopEnd.BySignal;
        if (dying == 0)
        {
            Kill(process, witnesses);
            end = StopEnd.Killed;
        }

        return Finish(Wait(process, request.Patience) ? end : StopEnd.Held, process, witnesses);
    }

    private void Ask(Pidfd process, Witnesses? witnesses)
    {
        reach = SignalReach.Of(Pid, request.Signal, files, request.Running);
        Tell(StopEventKind.Looked, reach.Sentence, witnesses?.Reaches(request.Signal) is { Length: > 0 } others
            ? $"If it is passed on: {others}."
            : "Nobody else is there.", "pid_namespaces(7)");
        bool frozen = request.Groups.IsFrozen;
        Send(process, request.Signal, reach.IsInit ? "Only PID 1 is told; whether it tells the others is up to it." : "Only the first process is told.");
        if (frozen)
        {
            request.Groups.Thaw(); // after the signal, which is the first thing that it sees then
            Tell(StopEventKind.Thawed, "thaw the container", "It was paused: a frozen process receives nothing.", "cgroups(7)");
        }

        if (reach.Stopped && request.Signal != SignalNumber.SIGKILL)
        {
            Send(process, SignalNumber.SIGCONT, "It was stopped (state T): the signal waits until it goes on.");
        }

        Warn();
    }

    // Said only if it was so before the signal and is so after it: a handler may have come in between.
    private void Warn()
    {
        if (reach is null || reach.Arrives || request.Timeout == 0)
        {
            return;
        }

        SignalReach after = SignalReach.Of(Pid, request.Signal, files, request.Running);
        if (after.Arrives || after.Kind == ReachKind.Gone)
        {
            return;
        }

        string sentence = (after.Kind == ReachKind.MayBeDropped ? after : reach).Sentence;
        string then = request.Timeout < 0 ? "no SIGKILL will follow" : $"SIGKILL follows in {request.Timeout} s";
        Tell(StopEventKind.Hint, $"{sentence}; `--init` or `--stop-signal` changes that", $"{then}.", "pid_namespaces(7)");
    }

    private void Kill(Pidfd process, Witnesses? witnesses)
    {
        Tell(StopEventKind.Waited, $"it did not end within {request.Timeout} s", "The time to end by itself is over.", "signal(7)");
        witnesses?.Look();
        Send(process, SignalNumber.SIGKILL, request.HasOwnPids
            ? "The kernel sends it to all others of the namespace when PID 1 ends (zap_pid_ns_processes)."
            : "It shares its PID namespace: the others are ended by their cgroup.");
        request.Groups.Thaw(below: true); // the v1 freezer holds even SIGKILL back
    }

    private void Send(Pidfd process, int signal, string why)
    {
        Errno errno = process.SendSignal(signal);
        if (errno is not (Errno.None or Errno.ESRCH))
        {
            throw new LinuxException($"send {SignalNames.Name(signal)} to process", $"{Pid}", errno);
        }

        killed |= signal == SignalNumber.SIGKILL;
        string first = reach is { IsInit: true } ? $"PID 1 ({reach.Name}), process {Pid}" : $"process {Pid} ({reach?.Name})";
        Tell(StopEventKind.Sent, $"send {SignalNames.Name(signal)} to {first}", why, "pidfd_send_signal(2)");
    }

    /// <summary>Waits for the end; gives up early only when it is on its way out and held there for longer than we have patience.</summary>
    private bool Wait(Pidfd process, long milliseconds)
    {
        long from = Stopwatch.GetTimestamp();
        while (true)
        {
            double waited = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
            double left = milliseconds < 0 ? Slice : Math.Max(0, milliseconds - waited);
            if (process.WaitForEnd((int)Math.Min(Slice, Math.Ceiling(left))))
            {
                return true;
            }

            if (NamespaceHolder.IsEnding(Pid, files))
            {
                dying = dying == 0 ? Stopwatch.GetTimestamp() : dying;
            }

            double hanging = dying == 0 ? 0 : Stopwatch.GetElapsedTime(dying).TotalMilliseconds;
            if (Math.Max(hanging, killed ? waited : 0) >= Hesitation)
            {
                Diagnose();
            }

            if (left <= 0 || hanging >= request.Patience)
            {
                return false;
            }
        }
    }

    private void Diagnose()
    {
        if (diagnosed)
        {
            return;
        }

        diagnosed = true;
        foreach (Hang hang in Hangs())
        {
            Tell(StopEventKind.Held, hang.Sentence, hang.Remedy, "pid_namespaces(7)");
        }
    }

    private List<Hang> Hangs() => Hang.Of(Pid, request.HasOwnPids, request.Groups, files);

    private StopResult Finish(StopEnd end, Pidfd? process, Witnesses? witnesses)
    {
        WaitStatus? status = process is null || end == StopEnd.Held ? null : StatusOf(process);
        if (end == StopEnd.BySignal)
        {
            Tell(StopEventKind.Waited, "it ended", "Within the time that it was given.", "pidfd_open(2)");
        }

        if (end != StopEnd.Held && !EndRest())
        {
            end = StopEnd.Held;
        }

        foreach (string other in witnesses?.Ends() ?? [])
        {
            Tell(StopEventKind.Zapped, other, request.HasOwnPids ? "SIGKILL here came from the kernel, at the end of PID 1." : "SIGKILL here came by cgroup.",
                "pid_namespaces(7)");
        }

        List<Hang> held = end == StopEnd.Held ? Hangs() : [];
        Tell(StopEventKind.Ended, Conclusion(end, status), "", "");
        return new StopResult(end, status, reach, Elapsed, held);
    }

    /// <summary>What the end of the first process did not end: all where the PID namespace is shared, hardly anything otherwise.</summary>
    private bool EndRest()
    {
        if (request.HasOwnPids && request.Groups.WaitUntilEmpty(Leftovers))
        {
            return true;
        }

        if (request.Groups.IsPopulated)
        {
            Tell(StopEventKind.Sent, "send SIGKILL to all that is in its cgroup", "No new process may come, all get SIGKILL, until none is left.", "cgroups(7)");
        }

        return request.Groups.KillAll(request.Patience);
    }

    // Its parent may wait for it at any moment: then the descriptor knows, and until then /proc.
    private WaitStatus? StatusOf(Pidfd process)
    {
        WaitStatus? known = process.ExitStatus;
        if (known is null && files.Stat(Pid) is { IsZombie: true } stat && stat.StartTicks == request.Init.StartTicks)
        {
            known = new WaitStatus(stat.ExitStatus);
        }

        return known ?? process.ExitStatus;
    }

    private static string Conclusion(StopEnd end, WaitStatus? status)
    {
        string how = status switch
        {
            { Signal: not 0 and var signal } => $", ended by {SignalNames.Name(signal)}: exit code {status.Value.ExitCode}",
            { } code => $": exit code {code.ExitCode}",
            null => "",
        };
        return end switch
        {
            StopEnd.Held => "it is not gone",
            StopEnd.AlreadyEnded => "it had ended before",
            _ => $"all is gone{how}",
        };
    }

    private void Tell(StopEventKind kind, string title, string why, string manual) =>
        observer.Tell(new StopEvent(kind, Elapsed, title, why, manual));
}
