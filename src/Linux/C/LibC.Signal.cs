using System.Runtime.InteropServices;

namespace MiniRun.Linux;

// <signal.h>
public static unsafe partial class LibC
{
    /// <summary>sigaction(2) with libc's structure.</summary>
    [DllImport(Library)]
    internal static extern int sigaction(int signal, SignalAction* action, SignalAction* old);

    /// <summary>kill(2).</summary>
    [DllImport(Library)]
    public static extern int kill(int pid, int signal);

    /// <summary>Not libc's: Native/signals.s. Sets the pipe and answers the address of the handler.</summary>
    [DllImport("minirun")]
    internal static extern nint minirun_signal_handler_of(int pipe);
}

/// <summary>struct sigaction of glibc on x86-64.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SignalAction
{
    /// <summary>SA_RESTART.</summary>
    public const int Restart = 0x10000000;

    public nint Handler;
    public fixed byte Mask[128];
    public int Flags;
    public nint Restorer;
}
