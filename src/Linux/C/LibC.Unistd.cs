using System.Runtime.InteropServices;

namespace MiniRun.Linux;

// <unistd.h>, <sys/stat.h>, <sys/syscall.h>
public static unsafe partial class LibC
{
    /// <summary>close(2).</summary>
    [DllImport(Library)]
    public static extern int close(int descriptor);

    /// <summary>read(2).</summary>
    [DllImport(Library)]
    public static extern nint read(int descriptor, void* buffer, nuint count);

    /// <summary>pread(2): at an offset, without moving that of the descriptor.</summary>
    [DllImport(Library)]
    public static extern nint pread(int descriptor, void* buffer, nuint count, long offset);

    /// <summary>ftruncate(2).</summary>
    [DllImport(Library)]
    public static extern int ftruncate(int descriptor, long length);

    /// <summary>write(2).</summary>
    [DllImport(Library)]
    public static extern nint write(int descriptor, void* buffer, nuint count);

    /// <summary>mkdirat(2).</summary>
    [DllImport(Library)]
    public static extern int mkdirat(int directory, byte* path, uint mode);

    /// <summary>unlinkat(2).</summary>
    [DllImport(Library)]
    public static extern int unlinkat(int directory, byte* path, int flags);

    /// <summary>readlinkat(2); the result is not terminated.</summary>
    [DllImport(Library)]
    public static extern nint readlinkat(int directory, byte* path, byte* buffer, nuint size);

    /// <summary>symlink(2) relative to a directory.</summary>
    [DllImport(Library)]
    public static extern int symlinkat(byte* target, int directory, byte* path);

    /// <summary>pwrite(2): at an offset, without moving that of the descriptor.</summary>
    [DllImport(Library)]
    public static extern nint pwrite(int descriptor, void* buffer, nuint count, long offset);

    /// <summary>setsid(2).</summary>
    [DllImport(Library)]
    public static extern int setsid();

    /// <summary>chdir(2).</summary>
    [DllImport(Library)]
    public static extern int chdir(byte* path);

    /// <summary>geteuid(2); never fails.</summary>
    [DllImport(Library)]
    public static extern uint geteuid();

    /// <summary>getegid(2); never fails.</summary>
    [DllImport(Library)]
    public static extern uint getegid();

    /// <summary>isatty(3): 1 for a terminal.</summary>
    [DllImport(Library)]
    public static extern int isatty(int descriptor);

    /// <summary>execv(3): the environment is ours.</summary>
    [DllImport(Library)]
    internal static extern int execv(byte* path, byte** argv);

    /// <summary>syscall(2): any system call by number, for those that libc does not wrap.</summary>
    [DllImport(Library)]
    public static extern nint syscall(nint number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0, nint f = 0);
}
