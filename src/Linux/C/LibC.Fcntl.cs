using System.Runtime.InteropServices;

namespace MiniRun.Linux;

// <fcntl.h>
public static unsafe partial class LibC
{
    /// <summary>open(2) relative to a directory.</summary>
    [DllImport(Library)]
    public static extern int openat(int directory, byte* path, int flags, uint mode);

    /// <summary>fcntl(2) with an integer argument.</summary>
    [DllImport(Library)]
    public static extern int fcntl(int descriptor, int command, nint argument);
}

/// <summary>Constants of <c>fcntl.h</c>; open(2), fcntl(2).</summary>
public static class Fcntl
{
#pragma warning disable CS1591 // the names are the kernel's own, described in the man pages above
    public const int AT_FDCWD = -100;
    public const int AT_SYMLINK_NOFOLLOW = 0x100;
    public const int AT_REMOVEDIR = 0x200;
    public const int AT_RECURSIVE = 0x8000;
    public const int AT_EMPTY_PATH = 0x1000;
    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_EXCL = 0x80;
    public const int O_NOCTTY = 0x100;
    public const int O_TRUNC = 0x200;
    public const int O_APPEND = 0x400;
    public const int O_NONBLOCK = 0x800;
    public const int O_DIRECTORY = 0x10000;
    public const int O_NOFOLLOW = 0x20000;
    public const int O_CLOEXEC = 0x80000;
    public const int O_PATH = 0x200000;
    public const int F_DUPFD_CLOEXEC = 1030;
    public const int F_ADD_SEALS = 1033;
    public const int F_SETFD = 2;
    public const int FD_CLOEXEC = 1;
    public const int F_SEAL_SEAL = 1;
    public const int F_SEAL_SHRINK = 2;
    public const int F_SEAL_GROW = 4;
    public const int F_SEAL_WRITE = 8;
    public const int F_SEAL_EXEC = 0x20;
#pragma warning restore CS1591
}
