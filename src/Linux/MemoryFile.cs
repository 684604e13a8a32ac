namespace MiniRun.Linux;

/// <summary>Files that exist only in memory; memfd_create(2).</summary>
public static unsafe class MemoryFile
{
    private const uint MFD_CLOEXEC = 1;
    private const uint MFD_ALLOW_SEALING = 2;
    private const uint MFD_EXEC = 0x10;

    /// <summary>A file with this content, not sealed.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static FileDescriptor Create(string name, ReadOnlySpan<byte> content)
    {
        FileDescriptor file = Create(name, MFD_CLOEXEC);
        Write(file, content, name);
        return file;
    }

    /// <summary>
    /// A program with this content that nobody can change any more, also not a container that opens it through
    /// <c>/proc/PID/exe</c> (CVE-2019-5736).
    /// </summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static FileDescriptor CreateProgram(string name, ReadOnlySpan<byte> content)
    {
        FileDescriptor file;
        try
        {
            file = Create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
        }
        catch (LinuxException exception) when (exception.Errno == Errno.EINVAL)
        {
            file = Create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING); // before 6.3 there is no MFD_EXEC and every memfd is executable
        }

        Write(file, content, name);
        const int Seals = Fcntl.F_SEAL_SEAL | Fcntl.F_SEAL_SHRINK | Fcntl.F_SEAL_GROW | Fcntl.F_SEAL_WRITE;
        return LibC.fcntl(file.Number, Fcntl.F_ADD_SEALS, Seals) == 0 ? file : throw new LinuxException("seal", name, LibC.LastError);
    }

    private static FileDescriptor Create(string name, uint flags)
    {
        using CString text = new(name);
        int descriptor = LibC.memfd_create(text.Pointer, flags);
        if (descriptor >= 0)
        {
            return new FileDescriptor(descriptor);
        }

        Errno errno = LibC.LastError;
        string? hint = errno == Errno.EACCES ? "vm.memfd_noexec=2 forbids executable memory files; set it to 0 or 1" : null;
        throw new LinuxException("make the memory file", name, errno, hint);
    }

    private static void Write(FileDescriptor file, ReadOnlySpan<byte> content, string name)
    {
        fixed (byte* start = content)
        {
            nint written = LibC.write(file.Number, start, (nuint)content.Length);
            if (written != content.Length)
            {
                throw new LinuxException("write", name, written < 0 ? LibC.LastError : Errno.ENOSPC);
            }
        }
    }
}
