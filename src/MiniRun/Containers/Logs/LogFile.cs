using MiniRun.Linux;

namespace MiniRun.Containers.Logs;

/// <summary>
/// The files of a log as its one writer sees them: whole lines go in at the end, by one write(2) where nothing is in the way,
/// and a full file is renamed to <c>log.1</c>, that one to <c>log.2</c> and so on. Nothing here throws: a container must not
/// die of its log.
/// </summary>
internal unsafe class LogFile(string path, LogOptions options) : IDisposable
{
    private const uint OwnerOnly = 0x180; // 0600
    private FileDescriptor? file;
    private long size;
    private bool isTorn; // the file does not end with a newline

    /// <summary>
    /// Adds lines, each ended by a newline. On an error it takes back the line that went in only in part; a later call tries
    /// everything again, also to open the file.
    /// </summary>
    /// <returns>How many bytes are in the log: whole lines.</returns>
    public int Append(ReadOnlySpan<byte> lines, out Errno errno)
    {
        errno = Errno.None;
        int done = 0;
        while (done < lines.Length)
        {
            if (file is null && (errno = Open()) != Errno.None)
            {
                return done;
            }

            ReadOnlySpan<byte> part = PartWithRoom(lines[done..]);
            if (part.IsEmpty)
            {
                errno = PutAside();
            }
            else
            {
                done += Write(part, out errno);
            }

            if (errno != Errno.None)
            {
                return done;
            }
        }

        return done;
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    /// <summary>write(2) on the current file; tests put a disk in its place that fills up.</summary>
    protected virtual nint WriteSome(int descriptor, byte* bytes, int count, out Errno errno)
    {
        nint written = LibC.write(descriptor, bytes, (nuint)count);
        errno = written > 0 ? Errno.None : written < 0 ? LibC.LastError : Errno.EIO;
        return written;
    }

    /// <summary>ftruncate(2) on the current file; whether it worked.</summary>
    protected virtual bool TryShorten(int descriptor, long length) => LibC.ftruncate(descriptor, length) == 0;

    // The lines that still fit; nothing if the file is full; one line, however long, if it is empty.
    private ReadOnlySpan<byte> PartWithRoom(ReadOnlySpan<byte> lines)
    {
        long room = Math.Max(options.MaxBytes - size, 0);
        if (lines.Length <= room)
        {
            return lines;
        }

        int whole = lines[..(int)room].LastIndexOf((byte)'\n') + 1;
        return lines[..(whole > 0 || size > 0 ? whole : lines.IndexOf((byte)'\n') + 1)];
    }

    private int Write(ReadOnlySpan<byte> lines, out Errno errno)
    {
        if (isTorn)
        {
            if (WriteAll("\n"u8, out errno) == 0)
            {
                return 0;
            }

            isTorn = false;
        }

        int written = WriteAll(lines, out errno);
        int kept = errno == Errno.None ? written : lines[..written].LastIndexOf((byte)'\n') + 1;
        if (kept < written)
        {
            TakeBack(written - kept);
        }

        return kept;
    }

    private int WriteAll(ReadOnlySpan<byte> bytes, out Errno errno)
    {
        int done = 0;
        errno = Errno.None;
        fixed (byte* start = bytes)
        {
            while (done < bytes.Length && errno is Errno.None or Errno.EINTR)
            {
                // After a short write the next one tells why.
                done += (int)Math.Max(WriteSome(file!.Number, start + done, bytes.Length - done, out errno), 0);
            }
        }

        size += done;
        return done;
    }

    // Half a line would be read as a whole one. Where even this fails the next line begins with a newline.
    private void TakeBack(int count)
    {
        FileStatus? status = FileStatus.TryOf(file!, out _);
        isTorn = status is null || !TryShorten(file!.Number, status.Value.Size - count);
        size = isTorn ? size : status!.Value.Size - count;
    }

    private Errno PutAside()
    {
        // From the highest, so that a crash in between leaves a gap in the numbers and no file is lost.
        for (int number = options.MaxFiles - 1; number > 0; number--)
        {
            Errno errno = Files.TryRename(LogFiles.Name(path, number - 1), LogFiles.Name(path, number));
            if (errno is not (Errno.None or Errno.ENOENT))
            {
                return errno;
            }
        }

        if (options.MaxFiles == 1 && Files.TryUnlink(path) is not (Errno.None or Errno.ENOENT) and Errno refused)
        {
            return refused;
        }

        file!.Dispose();
        file = null;
        return Errno.None;
    }

    private Errno Open()
    {
        // O_NONBLOCK: were it a pipe that somebody put there, opening it would wait for a reader.
        const int Flags = Fcntl.O_RDWR | Fcntl.O_APPEND | Fcntl.O_CREAT | Fcntl.O_NOFOLLOW | Fcntl.O_NONBLOCK | Fcntl.O_NOCTTY;
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, path, Flags, OwnerOnly, out Errno errno);
        if (descriptor < 0)
        {
            return errno;
        }

        FileDescriptor opened = new(descriptor);
        if (FileStatus.TryOf(opened, out errno) is not { IsRegular: true } status)
        {
            opened.Dispose();
            return errno == Errno.None ? Errno.EINVAL : errno;
        }

        byte last = (byte)'\n';
        isTorn = status.Size > 0 && LibC.pread(descriptor, &last, 1, status.Size - 1) == 1 && last != '\n';
        size = status.Size;
        file = opened;
        return Errno.None;
    }
}
