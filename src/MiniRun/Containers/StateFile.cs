using MiniRun.Linux;

namespace MiniRun.Containers;

/// <summary>Small files of ours on a disk that may be full.</summary>
internal static unsafe class StateFile
{
    /// <summary>Makes a new file of the given content; the mode is exact, whatever the umask.</summary>
    /// <exception cref="LinuxException">It exists, the disk is full, or the kernel refused otherwise.</exception>
    public static void Write(string path, string content, uint mode) => Write(path, LinuxText.GetBytes(content), mode);

    /// <summary>As the other, of bytes.</summary>
    /// <exception cref="LinuxException">It exists, the disk is full, or the kernel refused otherwise.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, uint mode)
    {
        using FileDescriptor file = Files.Open(path, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_NOFOLLOW, mode);
        if (LibC.fchmod(file.Number, mode) != 0)
        {
            throw new LinuxException("set the mode of", path, LibC.LastError);
        }

        fixed (byte* start = bytes)
        {
            for (int done = 0; done < bytes.Length;)
            {
                nint count = LibC.write(file.Number, start + done, (nuint)(bytes.Length - done));
                if (count > 0)
                {
                    done += (int)count;
                }
                else if (LibC.LastError != Errno.EINTR)
                {
                    throw new LinuxException("write", path, LibC.LastError);
                }
            }
        }
    }
}
