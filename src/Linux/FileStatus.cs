using System.Runtime.InteropServices;

namespace MiniRun.Linux;

/// <summary>What a file is; fstatat(2), struct stat of x86-64.</summary>
/// <param name="Mode">Type and permission bits.</param>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
/// <param name="Device">For a device node: its number as the kernel encodes it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Links">How many names it has; 0 once it is removed.</param>
/// <param name="Identity">The file system and the number of the file in it: the same for no two files that exist at one time.</param>
public readonly unsafe record struct FileStatus(
    uint Mode, uint Uid, uint Gid, ulong Device, long Size, ulong Links, (ulong FileSystem, ulong Inode) Identity)
{
    private const uint TypeMask = 0xF000;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => (Mode & TypeMask) == 0x4000;

    /// <summary>Whether it is a regular file.</summary>
    public bool IsRegular => (Mode & TypeMask) == 0x8000;

    /// <summary>Whether it is a character device.</summary>
    public bool IsCharacterDevice => (Mode & TypeMask) == 0x2000;

    /// <summary>Whether it is a block device.</summary>
    public bool IsBlockDevice => (Mode & TypeMask) == 0x6000;

    /// <summary>Whether it is a pipe.</summary>
    public bool IsFifo => (Mode & TypeMask) == 0x1000;

    /// <summary>Major number of a device node.</summary>
    public uint Major => (uint)((Device >> 8) & 0xfff) | ((uint)(Device >> 32) & ~0xfffu);

    /// <summary>Minor number of a device node.</summary>
    public uint Minor => (uint)(Device & 0xff) | (uint)((Device >> 12) & ~0xfful);

    /// <summary>Of a path, symbolic links followed.</summary>
    /// <returns>Null, with the error, if it cannot be had.</returns>
    public static FileStatus? TryGet(string path, out Errno errno)
    {
        using CString name = new(path);
        return TryGet(Fcntl.AT_FDCWD, name.Pointer, 0, out errno);
    }

    /// <summary>Of an open file.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static FileStatus Of(FileDescriptor file) => Of(file.Number);

    /// <summary>Of an open file.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static FileStatus Of(int descriptor)
    {
        byte empty = 0;
        return TryGet(descriptor, &empty, Fcntl.AT_EMPTY_PATH, out Errno errno)
            ?? throw new LinuxException("look at the descriptor", $"{descriptor}", errno);
    }

    /// <summary>Of an open file.</summary>
    /// <returns>Null, with the error, if it cannot be had.</returns>
    public static FileStatus? TryOf(FileDescriptor file, out Errno errno)
    {
        byte empty = 0;
        return TryGet(file.Number, &empty, Fcntl.AT_EMPTY_PATH, out errno);
    }

    private static FileStatus? TryGet(int directory, byte* path, int flags, out Errno errno)
    {
        Stat stat;
        if (LibC.fstatat(directory, path, &stat, flags) != 0)
        {
            errno = LibC.LastError;
            return null;
        }

        errno = Errno.None;
        (ulong, ulong) identity = (stat.Device, stat.Inode);
        return new FileStatus(stat.Mode, stat.Uid, stat.Gid, stat.SpecialDevice, stat.Size, stat.Links, identity);
    }

    [StructLayout(LayoutKind.Sequential, Size = 144)]
    internal struct Stat
    {
        public ulong Device;
        public ulong Inode;
        public ulong Links;
        public uint Mode;
        public uint Uid;
        public uint Gid;
        public uint Padding;
        public ulong SpecialDevice;
        public long Size;
    }
}
