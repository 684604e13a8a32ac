using MiniRun.Linux;
using MiniRun.Namespaces.Launch;
using MiniRun.Output;

namespace MiniRun.Containers.Running;

/// <summary>
/// Stands between the outside and a running container: passes signals on, relays the terminal, waits for the end. One thread
/// and one poll(2); nothing wakes up when nothing happens.
/// </summary>
internal sealed unsafe class Supervisor(LaunchedProcess process, SignalPipe signals, RunSettings settings, Terminal? terminal)
{
    private const int Impatience = 3;
    private readonly TerminalRelay? relay = process.Terminal is { } master ? new TerminalRelay(master, settings.Interactive) : null;
    private int interrupts;

    /// <summary>Waits; answers the exit code, or 128 + the signal that ended its first process.</summary>
    public int WaitForEnd()
    {
        PollEntry* entries = stackalloc PollEntry[4];
        entries[0] = new PollEntry { Descriptor = process.Pidfd.Number, Events = PollEntry.In };
        entries[1] = new PollEntry { Descriptor = signals.Descriptor, Events = PollEntry.In };
        while (true)
        {
            entries[2] = new PollEntry { Descriptor = relay?.Input ?? -1, Events = PollEntry.In };
            entries[3] = new PollEntry { Descriptor = relay?.Output ?? -1, Events = PollEntry.In };
            if (LibC.poll(entries, 4, -1) < 0)
            {
                continue; // EINTR: the handler has filled the pipe
            }

            if (entries[1].Happened != 0)
            {
                TakeSignals();
            }

            if (entries[3].Happened != 0)
            {
                relay!.PassOutput();
            }

            if (entries[2].Happened != 0)
            {
                relay!.PassInput();
            }

            if (entries[0].Happened != 0)
            {
                relay?.DrainOutput();
                return WaitStatus.Wait(process.Pid).ExitCode;
            }
        }
    }

    private void TakeSignals()
    {
        for (int signal = signals.Take(); signal != 0; signal = signals.Take())
        {
            switch (signal)
            {
                case SignalNumber.SIGWINCH when relay is not null:
                    Terminal.CopySize(terminal is null ? 1 : 0, relay.Output);
                    break;
                case SignalNumber.SIGTSTP:
                    terminal?.Restore();
                    _ = LibC.kill((int)LibC.syscall((nint)SystemCall.getpid), SignalNumber.SIGSTOP);
                    break;
                case SignalNumber.SIGCONT:
                    terminal?.MakeRaw();
                    break;
                default:
                    Forward(signal);
                    break;
            }
        }
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
