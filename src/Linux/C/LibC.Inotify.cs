using System.Runtime.InteropServices;

namespace MiniRun.Linux;

// <sys/inotify.h>
public static unsafe partial class LibC
{
    /// <summary>inotify_init1(2).</summary>
    [DllImport(Library)]
    public static extern int inotify_init1(int flags);

    /// <summary>inotify_add_watch(2).</summary>
    [DllImport(Library)]
    public static extern int inotify_add_watch(int descriptor, byte* path, uint mask);
}

/// <summary>Constants of <c>sys/inotify.h</c>; inotify(7).</summary>
public static class Inotify
{
#pragma warning disable CS1591 // the names are the kernel's own, described in the man page above
    public const int IN_NONBLOCK = Fcntl.O_NONBLOCK;
    public const int IN_CLOEXEC = Fcntl.O_CLOEXEC;
    public const uint IN_MODIFY = 0x2;
    public const uint IN_MOVED_FROM = 0x40;
    public const uint IN_MOVED_TO = 0x80;
    public const uint IN_CREATE = 0x100;
    public const uint IN_DELETE = 0x200;
    public const uint IN_ONLYDIR = 0x1000000;
#pragma warning restore CS1591
}
