using MiniRun.Linux;
using MiniRun.Namespaces.Launch;
using MiniRun.Output;

namespace MiniRun.Containers.Running;

/// <summary>
/// Stands between the outside and a running container: passes signals on, relays the terminal, waits for the end. One thread
/// and one poll(2); nothing wakes up when nothing happens.
/// </summary>
internal sealed unsafe class Supervisor(
    LaunchedProcess process, SignalPipe signals, RunSettings settings, Terminal? terminal, TerminalRelay? relay)
{
    private const int Impatience = 3;
    private const int HangUpGrace = 10_000; // ms, as docker's between its two signals
    private const int Lateness = 200; // ms for output of processes that outlive PID 1, where PIDs are shared
    private int interrupts;
    private bool hungUp;
    private long killAt = long.MaxValue;

    /// <summary>Waits; answers how its first process ended.</summary>
    public WaitStatus WaitForEnd()
    {
        PollEntry* entries = stackalloc PollEntry[4];
        entries[0] = new PollEntry { Descriptor = process.Pidfd.Number, Events = PollEntry.In };
        entries[1] = new PollEntry { Descriptor = signals.Descriptor, Events = PollEntry.In };
        while (true)
        {
            Wait(entries, killAt == long.MaxValue ? -1 : (int)Math.Max(0, killAt - Environment.TickCount64));
            if (entries[1].Happened != 0)
            {
                TakeSignals();
            }

            Relay(entries);
            if (entries[0].Happened != 0)
            {
                WaitStatus end = WaitStatus.Wait(process.Pid);
                Drain(entries);
                return end;
            }

            if (Environment.TickCount64 >= killAt)
            {
                killAt = long.MaxValue;
                _ = process.Pidfd.SendSignal(SignalNumber.SIGKILL);
            }
        }
    }

    private int Wait(PollEntry* entries, int timeout)
    {
        entries[2] = relay?.NextScreen ?? new PollEntry { Descriptor = -1 };
        entries[3] = relay?.NextKeys ?? new PollEntry { Descriptor = -1 };
        int count = LibC.poll(entries, 4, timeout);
        if (count < 0)
        {
            for (int i = 0; i < 4; i++)
            {
                entries[i].Happened = 0; // EINTR: the handler has filled the pipe
            }
        }

        return count;
    }

    private void Relay(PollEntry* entries)
    {
        if (entries[2].Happened != 0)
        {
            relay!.MoveScreen();
        }

        if (entries[3].Happened != 0)
        {
            relay!.MoveKeys();
        }

        if (relay is { IsCutOff: true })
        {
            HangUp();
        }
    }

    // The screen may be slow; what was written is delivered. A signal that asks us to end ends that too.
    private void Drain(PollEntry* entries)
    {
        entries[0].Descriptor = -1;
        while (relay is { IsDrained: false })
        {
            if (Wait(entries, relay.IsEmpty ? Lateness : -1) == 0)
            {
                return;
            }

            if (entries[1].Happened != 0 && signals.Take() is SignalNumber.SIGHUP or SignalNumber.SIGINT or SignalNumber.SIGTERM)
            {
                return;
            }

            if (entries[2].Happened != 0)
            {
                relay.MoveScreen();
            }
        }
    }

    private void TakeSignals()
    {
        for (int signal = signals.Take(); signal != 0; signal = signals.Take())
        {
            switch (signal)
            {
                case SignalNumber.SIGWINCH when relay is not null && !hungUp:
                    relay.CopySize(terminal is null ? 1 : 0);
                    break;
                case SignalNumber.SIGTSTP:
                    terminal?.Restore();
                    _ = LibC.kill((int)LibC.syscall((nint)SystemCall.getpid), SignalNumber.SIGSTOP);
                    break;
                case SignalNumber.SIGCONT:
                    ContinueOnTerminal();
                    break;
                case SignalNumber.SIGHUP when relay is not null:
                    HangUp();
                    break;
                default:
                    Forward(signal);
                    break;
            }
        }
    }

    // Whoever had the terminal meanwhile may have changed its size too.
    private void ContinueOnTerminal()
    {
        try
        {
            terminal?.MakeRaw();
            if (!hungUp)
            {
                relay?.CopySize(terminal is null ? 1 : 0);
            }
        }
        catch (LinuxException)
        {
            // It is gone, which is told as a hang-up as well.
        }
    }

    // Nobody sits there any more, and this container is for somebody who does: it is told as the kernel tells it, and has a
    // while to end by itself.
    private void HangUp()
    {
        if (hungUp)
        {
            return;
        }

        hungUp = true;
        relay!.HangUp();
        _ = process.Pidfd.SendSignal(SignalNumber.SIGHUP);
        killAt = Environment.TickCount64 + HangUpGrace;
    }

    private void Forward(int signal)
    {
        if (!settings.SigProxy)
        {
            // Not for the container; what it means for us is to end, and the container ends with us.
            signal = SignalNumber.SIGKILL;
        }
        else if (signal == SignalNumber.SIGINT && ++interrupts == Impatience)
        {
            StandardStreams.Error(
                "minirun: three interrupts and still running: killing the container\n"
                + "hint: a program that is PID 1 gets no signal it has no handler for; --init changes that\n");
            signal = SignalNumber.SIGKILL;
        }

        _ = process.Pidfd.SendSignal(signal); // ESRCH: it has just ended, which poll tells next
    }
}
