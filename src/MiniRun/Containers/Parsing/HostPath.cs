using System.Globalization;
using MiniRun.Linux;

namespace MiniRun.Containers.Parsing;

/// <summary>Paths of the machine that a flag names.</summary>
internal static class HostPath
{
    /// <summary>The real, absolute path, every symbolic link resolved once; realpath(3) by the kernel's own walk.</summary>
    /// <param name="flag">The flag, for the error.</param>
    /// <param name="path">As typed; relative to the working directory.</param>
    /// <param name="hint">What to say when it does not exist.</param>
    /// <exception cref="LinuxException">It cannot be reached.</exception>
    public static string Resolve(string flag, string path, string? hint = null)
    {
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, path, Fcntl.O_PATH, 0, out Errno errno);
        if (descriptor < 0)
        {
            throw new LinuxException(flag, path, errno, errno == Errno.ENOENT ? hint : null);
        }

        using FileDescriptor file = new(descriptor);
        return NameOf(file, path);
    }

    /// <summary>The directory that <paramref name="path"/> names, resolved.</summary>
    /// <exception cref="LinuxException">It cannot be reached, or is no directory (ENOTDIR).</exception>
    public static string ResolveDirectory(string flag, string path, string? hint = null)
    {
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, path, Fcntl.O_PATH | Fcntl.O_DIRECTORY, 0, out Errno errno);
        if (descriptor < 0)
        {
            throw new LinuxException(flag, path, errno, errno == Errno.ENOENT ? hint : null);
        }

        using FileDescriptor file = new(descriptor);
        return NameOf(file, path);
    }

    private static unsafe string NameOf(FileDescriptor file, string typed)
    {
        const int Longest = 4096; // PATH_MAX
        byte* buffer = stackalloc byte[Longest];
        using CString link = new("/proc/self/fd/" + file.Number.ToString(CultureInfo.InvariantCulture));
        nint length = LibC.readlinkat(Fcntl.AT_FDCWD, link.Pointer, buffer, Longest);
        if (length is < 0 or Longest)
        {
            throw new LinuxException("resolve", typed, length < 0 ? LibC.LastError : Errno.ENAMETOOLONG);
        }

        return LinuxText.GetString(new ReadOnlySpan<byte>(buffer, (int)length));
    }
}
