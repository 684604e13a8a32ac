using System.Buffers;
using System.Text;

namespace MiniRun.Linux;

/// <summary>
/// Files by plain system calls: no buffering, no streams, no finaliser. Meant for kernel files (cgroup, procfs) and small
/// state, where one write is one command and the kernel's error number is the answer.
/// </summary>
public static unsafe class Files
{
    /// <summary>Opens <paramref name="path"/> with O_CLOEXEC added; open(2).</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static FileDescriptor Open(string path, int flags, uint mode = 0) => OpenAt(Fcntl.AT_FDCWD, path, flags, mode);

    /// <summary>Opens relative to a directory descriptor, with O_CLOEXEC added; openat(2).</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static FileDescriptor OpenAt(int directory, string path, int flags, uint mode = 0)
    {
        int descriptor = TryOpenAt(directory, path, flags, mode, out Errno errno);
        return descriptor >= 0 ? new FileDescriptor(descriptor) : throw new LinuxException("open", path, errno);
    }

    /// <summary>As <see cref="OpenAt"/>, answering -1 and the error instead of throwing.</summary>
    public static int TryOpenAt(int directory, string path, int flags, uint mode, out Errno errno)
    {
        using CString name = new(path);
        int descriptor;
        do
        {
            descriptor = LibC.openat(directory, name.Pointer, flags | Fcntl.O_CLOEXEC, mode);
            errno = descriptor < 0 ? LibC.LastError : Errno.None;
        }
        while (errno == Errno.EINTR);
        return descriptor;
    }

    /// <summary>Whether <paramref name="path"/> exists and can be reached (symbolic links followed).</summary>
    public static bool Exists(string path)
    {
        int descriptor = TryOpenAt(Fcntl.AT_FDCWD, path, Fcntl.O_PATH, 0, out _);
        if (descriptor >= 0)
        {
            _ = LibC.close(descriptor);
        }

        return descriptor >= 0;
    }

    /// <summary>Reads a whole small file as UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">The most bytes accepted; a longer file is refused with EFBIG.</param>
    /// <exception cref="LinuxException">The kernel refused, or the file is longer than <paramref name="limit"/>.</exception>
    public static string ReadText(string path, int limit = 1 << 20)
    {
        using FileDescriptor file = Open(path, Fcntl.O_RDONLY);
        return Encoding.UTF8.GetString(ReadAll(file, path, limit));
    }

    /// <summary>Reads a kernel file, or answers null where it does not exist or cannot be read.</summary>
    public static string? TryReadText(string path, int limit = 1 << 20)
    {
        try
        {
            return ReadText(path, limit);
        }
        catch (LinuxException)
        {
            return null;
        }
    }

    /// <summary>Reads to the end of an open file.</summary>
    /// <exception cref="LinuxException">The kernel refused, or there is more than <paramref name="limit"/>.</exception>
    public static byte[] ReadAll(FileDescriptor file, string path, int limit)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            int length = 0;
            while (true)
            {
                if (length == buffer.Length)
                {
                    byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                int count = Read(file, buffer.AsSpan(length), path);
                if (count == 0)
                {
                    return buffer[..length];
                }

                length += count;
                if (length > limit)
                {
                    throw new LinuxException("read", path, Errno.EFBIG, $"at most {limit} bytes are accepted");
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>One read(2), repeated only when a signal interrupts it; 0 at the end.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static int Read(FileDescriptor file, Span<byte> buffer, string name)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                nint count = LibC.read(file.Number, start, (nuint)buffer.Length);
                if (count >= 0)
                {
                    return (int)count;
                }

                Errno errno = LibC.LastError;
                if (errno != Errno.EINTR)
                {
                    throw new LinuxException("read", name, errno);
                }
            }
        }
    }

    /// <summary>Reads at an offset until the buffer is full or the file ends; pread(2).</summary>
    /// <returns>The number of bytes; less than the buffer has only at the end of the file.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static int ReadAt(FileDescriptor file, Span<byte> buffer, long offset, string name)
    {
        int done = 0;
        fixed (byte* start = buffer)
        {
            while (done < buffer.Length)
            {
                nint count = LibC.pread(file.Number, start + done, (nuint)(buffer.Length - done), offset + done);
                if (count == 0)
                {
                    break;
                }

                done += (int)Math.Max(count, 0);
                if (count < 0 && LibC.LastError is not Errno.EINTR and Errno errno)
                {
                    throw new LinuxException("read", name, errno);
                }
            }
        }

        return done;
    }

    /// <summary>
    /// Writes <paramref name="value"/> to an existing kernel file by a single write(2): the kernel takes it whole or
    /// refuses it. Never creates a file.
    /// </summary>
    /// <exception cref="LinuxException">Operation "write VALUE to", argument the path.</exception>
    public static void WriteValue(string path, string value)
    {
        Errno errno = TryWriteValue(path, value);
        if (errno != Errno.None)
        {
            throw new LinuxException($"write {value} to", path, errno);
        }
    }

    /// <summary>As <see cref="WriteValue"/>, answering the error instead of throwing.</summary>
    public static Errno TryWriteValue(string path, string value)
    {
        int descriptor = TryOpenAt(Fcntl.AT_FDCWD, path, Fcntl.O_WRONLY, 0, out Errno errno);
        if (descriptor < 0)
        {
            return errno;
        }

        using FileDescriptor file = new(descriptor);
        using CString text = new(value);
        nint written = LibC.write(descriptor, text.Pointer, (nuint)text.Length);
        return written == text.Length ? Errno.None : written < 0 ? LibC.LastError : Errno.EIO;
    }

    /// <summary>The text of a symbolic link of at most 255 bytes; null where there is none. readlink(2).</summary>
    public static string? TryReadLink(string path)
    {
        const int Most = 255;
        byte* text = stackalloc byte[Most];
        using CString name = new(path);
        nint count = LibC.readlinkat(Fcntl.AT_FDCWD, name.Pointer, text, Most);
        return count is > 0 and < Most ? LinuxText.GetString(new ReadOnlySpan<byte>(text, (int)count)) : null;
    }

    /// <summary>Makes one directory; an existing one is fine. mkdir(2).</summary>
    /// <returns>Whether it was made by this call.</returns>
    /// <exception cref="LinuxException">The kernel refused for another reason than EEXIST.</exception>
    public static bool MakeDirectory(string path, uint mode = 0x1ED)
    {
        Errno errno = TryMakeDirectory(path, mode);
        return errno switch
        {
            Errno.None => true,
            Errno.EEXIST => false,
            _ => throw new LinuxException("mkdir", path, errno),
        };
    }

    /// <summary>mkdir(2), answering the error.</summary>
    public static Errno TryMakeDirectory(string path, uint mode = 0x1ED)
    {
        using CString name = new(path);
        return LibC.mkdirat(Fcntl.AT_FDCWD, name.Pointer, mode) == 0 ? Errno.None : LibC.LastError;
    }

    /// <summary>rmdir(2), answering the error.</summary>
    public static Errno TryRemoveDirectory(string path)
    {
        using CString name = new(path);
        return LibC.unlinkat(Fcntl.AT_FDCWD, name.Pointer, Fcntl.AT_REMOVEDIR) == 0 ? Errno.None : LibC.LastError;
    }

    /// <summary>unlink(2), answering the error.</summary>
    public static Errno TryUnlink(string path)
    {
        using CString name = new(path);
        return LibC.unlinkat(Fcntl.AT_FDCWD, name.Pointer, 0) == 0 ? Errno.None : LibC.LastError;
    }

    /// <summary>rename(2), answering the error; a file that has the new name goes.</summary>
    public static Errno TryRename(string path, string newPath)
    {
        using CString oldName = new(path);
        using CString newName = new(newPath);
        return LibC.renameat(Fcntl.AT_FDCWD, oldName.Pointer, Fcntl.AT_FDCWD, newName.Pointer) == 0 ? Errno.None : LibC.LastError;
    }
}
