using MiniRun.Linux;

namespace MiniRun.Containers.Running;

/// <summary>Which signals to minirun are meant for the container.</summary>
internal static class ForwardedSignals
{
    private const int FirstRealTime = 35; // 32 and 33 are libc's, 34 the .NET runtime's
    private const int LastRealTime = 64;

    // HUP INT QUIT USR1 USR2 ALRM TERM STKFLT VTALRM PROF XCPU XFSZ IO PWR. Not those that speak of minirun itself: faults,
    // CHLD, PIPE, and the stopping ones: Ctrl-Z stops minirun, as any command in a shell, and the container runs on.
    private static readonly byte[] Ordinary = [1, 2, 3, 10, 12, 14, 15, 16, 26, 27, 24, 25, 29, 30];

    /// <summary>
    /// Catches them, before anything is made: a signal that comes while the container is being prepared waits in the pipe.
    /// With a terminal also those that concern its size and our being stopped.
    /// </summary>
    public static SignalPipe Catch(RunSettings settings)
    {
        SignalPipe pipe = new();
        foreach (byte signal in Ordinary)
        {
            pipe.Catch(signal);
        }

        for (int signal = FirstRealTime; signal <= LastRealTime; signal++)
        {
            pipe.Catch(signal);
        }

        if (settings.Terminal)
        {
            pipe.Catch(SignalNumber.SIGWINCH);
            pipe.Catch(SignalNumber.SIGTSTP);
            pipe.Catch(SignalNumber.SIGCONT);
        }

        return pipe;
    }
}
