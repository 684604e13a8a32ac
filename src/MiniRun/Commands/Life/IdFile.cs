using System.Globalization;
using MiniRun.Linux;

namespace MiniRun.Commands.Life;

/// <summary>The files of <c>--cidfile</c> and <c>--pidfile</c>, for scripts.</summary>
internal static class IdFile
{
    private const uint Mode = 0x1A4; // 0644

    /// <summary>Makes the file for the id before anything else is made; null for none.</summary>
    /// <exception cref="LinuxException">EEXIST: of another container, which would be forgotten.</exception>
    public static FileDescriptor? Open(string? path)
    {
        if (path is null)
        {
            return null;
        }

        const int Flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL;
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, path, Flags, Mode, out Errno errno);
        return descriptor >= 0
            ? new FileDescriptor(descriptor)
            : throw new LinuxException("make the file of the id", path, errno, errno == Errno.EEXIST ? "it names another container: remove it first" : null);
    }

    /// <summary>Writes the id.</summary>
    public static void Write(FileDescriptor? file, string? path, string id)
    {
        if (file is not null)
        {
            WriteText(file, path!, id);
        }
    }

    /// <summary>Writes the process id; an older file goes.</summary>
    public static void WritePid(string path, int pid)
    {
        using FileDescriptor file = Files.Open(path, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_TRUNC, Mode);
        WriteText(file, path, pid.ToString(CultureInfo.InvariantCulture));
    }

    private static unsafe void WriteText(FileDescriptor file, string path, string text)
    {
        using CString bytes = new(text);
        if (LibC.write(file.Number, bytes.Pointer, (nuint)bytes.Length) != bytes.Length)
        {
            throw new LinuxException("write", path, LibC.LastError);
        }
    }
}
