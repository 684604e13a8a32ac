using System.Runtime.InteropServices;

namespace MiniRun.Linux;

// <sys/stat.h>, <sys/file.h>, <dirent.h>
public static unsafe partial class LibC
{
    /// <summary>fstatat(2); the structure is 144 bytes on x86-64.</summary>
    [DllImport(Library)]
    internal static extern int fstatat(int directory, byte* path, FileStatus.Stat* status, int flags);

    /// <summary>chown(2) of a descriptor.</summary>
    [DllImport(Library)]
    public static extern int fchown(int descriptor, uint owner, uint group);

    /// <summary>chmod(2) of a descriptor.</summary>
    [DllImport(Library)]
    public static extern int fchmod(int descriptor, uint mode);

    /// <summary>flock(2).</summary>
    [DllImport(Library)]
    public static extern int flock(int descriptor, int operation);
}

/// <summary>Operations of flock(2).</summary>
public static class Flock
{
#pragma warning disable CS1591 // the names are the kernel's own
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;
#pragma warning restore CS1591
}
