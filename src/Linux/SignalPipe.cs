namespace MiniRun.Linux;

/// <summary>
/// Signals as bytes of a pipe, for poll(2). signalfd(2) would need every thread to block them, and the runtime has threads of
/// its own that do not.
/// </summary>
public sealed unsafe class SignalPipe
{
    private readonly FileDescriptor reader;
    private readonly nint handler;

    /// <summary>Makes the pipe; no signal is caught yet.</summary>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    public SignalPipe()
    {
        int* ends = stackalloc int[2];
        if (LibC.pipe2(ends, Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK) != 0)
        {
            throw new LinuxException("make a pipe", null, LibC.LastError);
        }

        reader = new FileDescriptor(ends[0]);
        handler = LibC.minirun_signal_handler_of(ends[1]); // never closed: the handlers stay for the life of the process
    }

    /// <summary>Readable when a signal has come.</summary>
    public int Descriptor => reader.Number;

    /// <summary>Catches a signal from now on, unless whoever started us had it ignored (nohup(1)).</summary>
    public void Catch(int signal)
    {
        const nint SIG_IGN = 1;
        SignalAction action = default;
        if (LibC.sigaction(signal, null, &action) != 0 || action.Handler == SIG_IGN)
        {
            return;
        }

        action = new SignalAction { Handler = handler, Flags = SignalAction.Restart };
        _ = LibC.sigaction(signal, &action, null);
    }

    /// <summary>The next signal; 0 when there is none.</summary>
    public int Take()
    {
        byte signal;
        return LibC.read(reader.Number, &signal, 1) == 1 ? signal : 0;
    }
}
