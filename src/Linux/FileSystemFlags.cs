namespace MiniRun.Linux;

/// <summary>How the mount that a file is on was mounted; <c>statfs(2)</c>.</summary>
public static unsafe class FileSystemFlags
{
    private const int Fstatfs = 138;
    private const int Flags = 10; // f_flags: the eleventh word of struct statfs, which has fifteen
    private const long ST_NOEXEC = 8;

    /// <summary>Whether no program on it can be executed; false where the kernel does not say.</summary>
    public static bool IsNoExec(FileDescriptor file)
    {
        long* words = stackalloc long[15];
        return LibC.syscall(Fstatfs, file.Number, (nint)words) == 0 && (words[Flags] & ST_NOEXEC) != 0;
    }
}
