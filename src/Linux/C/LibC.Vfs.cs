using System.Runtime.InteropServices;

namespace MiniRun.Linux;

// <sys/vfs.h>
public static unsafe partial class LibC
{
    /// <summary>statfs(2); the structure is 120 bytes on x86-64 and begins with the type.</summary>
    [DllImport(Library)]
    internal static extern int statfs(byte* path, long* status);
}

/// <summary>Which file system a path is on; statfs(2).</summary>
public static unsafe class FileSystemType
{
#pragma warning disable CS1591 // the names are the kernel's own, from linux/magic.h
    public const long CGROUP_SUPER_MAGIC = 0x27e0eb;
    public const long CGROUP2_SUPER_MAGIC = 0x63677270;
#pragma warning restore CS1591

    /// <summary>The magic number of the file system that <paramref name="path"/> is on; 0 where it cannot be reached.</summary>
    public static long Of(string path)
    {
        using CString name = new(path);
        long* status = stackalloc long[15];
        return LibC.statfs(name.Pointer, status) == 0 ? status[0] : 0;
    }
}
