using MiniRun.Linux;

namespace MiniRun.Output;

/// <summary>
/// Standard output and error by plain write(2). .NET's Console costs start-up time, buffers, and sends escape sequences to a
/// terminal.
/// </summary>
internal static class StandardStreams
{
    private const int GetDescriptorFlags = 1; // F_GETFD

    /// <summary>
    /// Opens /dev/null on each of the descriptors 0, 1 and 2 that the caller has closed: otherwise the next file we open would
    /// get that number, and the container would read or write it.
    /// </summary>
    public static void EnsureOpen()
    {
        for (int descriptor = 0; descriptor <= 2; descriptor++)
        {
            if (LibC.fcntl(descriptor, GetDescriptorFlags, 0) >= 0 || LibC.LastError != Errno.EBADF)
            {
                continue;
            }

            // The kernel gives the lowest free number, which is this one. Without O_CLOEXEC: the container inherits it.
            int opened = Files.TryOpenAt(Fcntl.AT_FDCWD, "/dev/null", Fcntl.O_RDWR, 0, out _);
            if (opened >= 0)
            {
                _ = LibC.fcntl(opened, Fcntl.F_SETFD, 0);
            }
        }
    }

    /// <summary>Data, to standard output. A reader that is gone has what it wanted, as `head` has.</summary>
    /// <exception cref="LinuxException">It cannot be written: the disk is full.</exception>
    public static void Out(string text)
    {
        Errno errno = TryWrite(1, text);
        if (errno is not (Errno.None or Errno.EPIPE))
        {
            throw new LinuxException("write to", "standard output", errno);
        }
    }

    /// <summary>Talk, to standard error; where that is gone there is nobody left to tell.</summary>
    public static void Error(string text) => _ = TryWrite(2, text);

    private static Errno TryWrite(int descriptor, string text) => TryWrite(descriptor, LinuxText.GetBytes(text));

    /// <summary>Bytes as they are; answers why not all could be written.</summary>
    public static unsafe Errno TryWrite(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (int done = 0; done < bytes.Length;)
            {
                nint count = LibC.write(descriptor, start + done, (nuint)(bytes.Length - done));
                if (count >= 0)
                {
                    done += (int)count;
                    continue;
                }

                Errno errno = LibC.LastError;
                if (errno == Errno.EAGAIN)
                {
                    WaitUntilWritable(descriptor); // somebody made the shared open file non-blocking
                }
                else if (errno != Errno.EINTR)
                {
                    return errno;
                }
            }
        }

        return Errno.None;
    }

    private static unsafe void WaitUntilWritable(int descriptor)
    {
        PollEntry entry = new() { Descriptor = descriptor, Events = PollEntry.Out };
        _ = LibC.poll(&entry, 1, -1);
    }
}
