using MiniRun.Linux;

namespace MiniRun.Containers.Logs;

/// <summary>
/// Gives the entries of a log back as the container wrote them, those of each stream to the descriptor of that stream. Bytes
/// are collected until the stream changes, so both keep their order on one terminal.
/// </summary>
internal sealed unsafe class LogPrinter
{
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(32 * 1024);
    private readonly bool[] isInsideLine = new bool[2];
    private readonly int[] descriptors;
    private readonly bool withTime;
    private int used;
    private LogStream stream;
    private bool isOpen = true;

    /// <summary>A printer to two descriptors.</summary>
    /// <param name="withTime">Whether each line begins with its time and a blank (<c>logs -t</c>).</param>
    /// <param name="stdout">Where entries of standard output go.</param>
    /// <param name="stderr">Where entries of standard error go.</param>
    public LogPrinter(bool withTime = false, int stdout = 1, int stderr = 2)
    {
        this.withTime = withTime;
        descriptors = [stdout, stderr];
    }

    /// <summary>Prints all there is.</summary>
    /// <exception cref="LinuxException">The log cannot be read, or its lines not be written.</exception>
    public void PrintAll(LogReader reader)
    {
        while (reader.TryRead(out LogEntry entry) && Print(entry))
        {
        }

        Flush();
    }

    /// <summary>Prints all there is and will be.</summary>
    /// <exception cref="LinuxException">The log cannot be read, or its lines not be written.</exception>
    public void PrintAll(LogFollower follower)
    {
        do
        {
            while (follower.TryRead(out LogEntry entry) && Print(entry))
            {
            }
        }
        while (Flush() && follower.Wait());
    }

    /// <summary>Takes an entry; a partial one is given without a newline.</summary>
    /// <returns>False if nobody can read it any more (EPIPE): that is no error, the reader has what it wanted.</returns>
    /// <exception cref="LinuxException">It cannot be written: the disk is full.</exception>
    public bool Print(LogEntry entry)
    {
        if (stream != entry.Stream)
        {
            Flush();
            stream = entry.Stream;
        }

        if (withTime && !isInsideLine[(int)stream])
        {
            Span<byte> time = stackalloc byte[LogTime.Length + 1];
            LogTime.Format(entry.Time, time);
            time[LogTime.Length] = (byte)' ';
            Add(time);
        }

        Add(entry.Content);
        isInsideLine[(int)stream] = entry.IsPartial;
        if (!entry.IsPartial)
        {
            Add("\n"u8);
        }

        return isOpen;
    }

    /// <summary>Writes what has been collected: at the end, and before a wait.</summary>
    /// <returns>As <see cref="Print"/>.</returns>
    /// <exception cref="LinuxException">It cannot be written: the disk is full.</exception>
    public bool Flush()
    {
        for (int done = 0; isOpen && done < used;)
        {
            done += WriteSome(buffer.AsSpan(done, used - done));
        }

        used = 0;
        return isOpen;
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (used == buffer.Length)
            {
                Flush();
            }

            int count = Math.Min(bytes.Length, buffer.Length - used);
            bytes[..count].CopyTo(buffer.AsSpan(used));
            used += count;
            bytes = bytes[count..];
        }
    }

    private int WriteSome(ReadOnlySpan<byte> bytes)
    {
        int descriptor = descriptors[(int)stream];
        nint count;
        fixed (byte* start = bytes)
        {
            count = LibC.write(descriptor, start, (nuint)bytes.Length);
        }

        if (count >= 0)
        {
            return (int)count;
        }

        switch (LibC.LastError)
        {
            case Errno.EINTR:
                break;
            case Errno.EAGAIN: // somebody made the shared open file non-blocking
                PollEntry room = new() { Descriptor = descriptor, Events = PollEntry.Out };
                _ = LibC.poll(&room, 1, -1);
                break;
            case Errno.EPIPE:
                isOpen = false;
                break;
            case Errno errno:
                throw new LinuxException("write to", stream == LogStream.Stdout ? "standard output" : "standard error", errno);
        }

        return 0;
    }
}
