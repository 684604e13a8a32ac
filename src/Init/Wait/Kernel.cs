using System.Runtime;
using System.Runtime.CompilerServices;

[module: SkipLocalsInit] // stack buffers are written before they are read; clearing them needs a helper of the runtime

namespace MiniRun.Init.Wait;

/// <summary>System calls by number, x86-64; each answers a negative error number on failure, syscall(2).</summary>
internal static unsafe class Kernel
{
    public const int Read = 0;
    public const int Write = 1;
    public const int Open = 2;
    public const int Close = 3;
    public const int Fstat = 5;
    public const int Mmap = 9;
    public const int Munmap = 11;
    public const int RtSigaction = 13;
    public const int RtSigprocmask = 14;
    public const int Ioctl = 16;
    public const int Madvise = 28;
    public const int Getpid = 39;
    public const int Sendmsg = 46;
    public const int Clone = 56;
    public const int Execve = 59;
    public const int Wait4 = 61;
    public const int Kill = 62;
    public const int Setpgid = 109;
    public const int Setsid = 112;
    public const int RtSigtimedwait = 128;
    public const int Prctl = 157;
    public const int Getdents64 = 217;
    public const int ClockGettime = 228;
    public const int ExitGroup = 231;
    public const int Waitid = 247;
    public const int Clone3 = 435;
    public const int CloseRange = 436;
    public const int Openat2 = 437;

    public const int EIntr = 4;
    public const int ENoent = 2;
    public const int ENoexec = 8;
    public const int EAgain = 11;
    public const int EAcces = 13;
    public const int ENotdir = 20;

    [RuntimeImport("*", "minirun_syscall")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern nint Call(nint number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0, nint f = 0);

    /// <summary>Ends the process; exit_group(2) does not return.</summary>
    public static void Exit(int status)
    {
        while (true)
        {
            Call(ExitGroup, status);
        }
    }

    /// <summary>CLOCK_MONOTONIC in nanoseconds.</summary>
    public static ulong Now()
    {
        long* time = stackalloc long[2];
        Call(ClockGettime, 1, (nint)time);
        return ((ulong)time[0] * 1000000000) + (ulong)time[1];
    }
}
