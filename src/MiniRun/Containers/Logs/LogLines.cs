using MiniRun.Linux;

namespace MiniRun.Containers.Logs;

/// <summary>
/// The entries of one file, in a buffer that never grows: a line that is longer comes in several partial entries. Lines
/// without a header are passed over, and what has no newline yet is left for the next time.
/// </summary>
internal sealed class LogLines(string name)
{
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(64 * 1024);
    private FileDescriptor? file;
    private long offset; // in the file, of the end of the buffer
    private int start;
    private int end;
    private Inside inside;
    private LogHeader header; // of the line that we are inside of

    private enum Inside
    {
        Nothing,
        Line, // of which the beginning was given out
        Garbage,
    }

    /// <summary>Goes on with this file, at the beginning of a line.</summary>
    public void Begin(FileDescriptor next, long at)
    {
        file = next;
        offset = at;
        start = end = 0;
        inside = Inside.Nothing;
    }

    /// <summary>The next entry; false where the file ends, for now.</summary>
    /// <exception cref="LinuxException">The file cannot be read.</exception>
    public bool TryRead(out LogEntry entry)
    {
        while (true)
        {
            int newline = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            int length = newline >= 0 ? newline : end - start;
            if (newline >= 0 || length == buffer.Length)
            {
                ReadOnlySpan<byte> part = buffer.AsSpan(start, length);
                start += newline >= 0 ? length + 1 : length;
                if (TryTake(part, endsLine: newline >= 0, out entry))
                {
                    return true;
                }
            }
            else if (!Fill())
            {
                entry = default;
                return false;
            }
        }
    }

    private bool TryTake(ReadOnlySpan<byte> part, bool endsLine, out LogEntry entry)
    {
        if (inside == Inside.Nothing)
        {
            inside = LogHeader.TryParse(part, out header) ? Inside.Line : Inside.Garbage;
            part = inside == Inside.Line ? part[LogHeader.Length..] : part;
        }

        bool isEntry = inside == Inside.Line;
        inside = endsLine ? Inside.Nothing : inside;
        entry = new LogEntry(header.Time, header.Stream, header.IsPartial || !endsLine, part);
        return isEntry;
    }

    private bool Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        start = 0;
        int count = file is null ? 0 : Files.ReadAt(file, buffer.AsSpan(end), offset, name);
        offset += count;
        end += count;
        return count > 0 || AtEnd();
    }

    // A line without its end is read again the next time: on a full disk the writer takes it back and writes another there.
    private bool AtEnd()
    {
        offset -= end;
        end = 0;
        if (file is null || FileStatus.Of(file).Size >= offset)
        {
            return false;
        }

        Begin(file, 0); // somebody emptied the file to save space
        return true;
    }
}
