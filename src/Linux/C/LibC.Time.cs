using System.Runtime.InteropServices;

namespace MiniRun.Linux;

// <time.h>
public static unsafe partial class LibC
{
    /// <summary>clock_gettime(2).</summary>
    [DllImport(Library)]
    public static extern int clock_gettime(int clock, Timespec* time);

    /// <summary>nanosleep(2).</summary>
    [DllImport(Library)]
    public static extern int nanosleep(Timespec* wanted, Timespec* left);
}

/// <summary>struct timespec; clock_gettime(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Timespec
{
    /// <summary>Whole seconds.</summary>
    public long Seconds;

    /// <summary>The rest, 0…999999999.</summary>
    public long Nanoseconds;
}
