namespace MiniRun.Linux;

/// <summary>How many file descriptors this process may have: <c>RLIMIT_NOFILE</c>, getrlimit(2).</summary>
public static unsafe class OpenFileLimit
{
    private const int RLIMIT_NOFILE = 7;

    /// <summary>The soft limit: every descriptor's number is below it.</summary>
    /// <exception cref="LinuxException">The kernel does not tell.</exception>
    public static ulong Soft()
    {
        ulong* limits = stackalloc ulong[2]; // struct rlimit: soft, hard
        return LibC.syscall((nint)SystemCall.prlimit64, 0, RLIMIT_NOFILE, 0, (nint)limits) == 0
            ? limits[0]
            : throw new LinuxException("read our limit of open files", null, LibC.LastError);
    }
}
