namespace MiniRun.Linux;

/// <summary>The file system that a file is on, and how it was mounted; <c>statfs(2)</c>.</summary>
/// <param name="Type">Its magic number.</param>
/// <param name="AvailableBytes">What an ordinary user may still write.</param>
/// <param name="IsReadOnly">Whether it, or the mount, is read-only.</param>
/// <param name="IsNoExec">Whether no program on it can be executed.</param>
public readonly record struct FileSystemStatus(long Type, long AvailableBytes, bool IsReadOnly, bool IsNoExec)
{
    /// <summary>OVERLAYFS_SUPER_MAGIC of <c>linux/magic.h</c>.</summary>
    public const long Overlay = 0x794c7630;

    private const int Fstatfs = 138;
    private const long ST_RDONLY = 1;
    private const long ST_NOEXEC = 8;

    /// <summary>Of an open file.</summary>
    /// <exception cref="LinuxException">The kernel does not tell.</exception>
    public static unsafe FileSystemStatus Of(FileDescriptor file)
    {
        long* words = stackalloc long[15]; // struct statfs: f_type, f_bsize, f_blocks, f_bfree, f_bavail, …, f_flags the eleventh
        return LibC.syscall(Fstatfs, file.Number, (nint)words) == 0
            ? new FileSystemStatus(words[0], words[4] * words[1], (words[10] & ST_RDONLY) != 0, (words[10] & ST_NOEXEC) != 0)
            : throw new LinuxException("look at the file system of the descriptor", $"{file.Number}", LibC.LastError);
    }
}
