using System.Text.Unicode;
using MiniRun.Linux;

namespace MiniRun.Containers.Logs;

/// <summary>
/// Writes what a container says to its log, line by line. It waits for nothing but the disk and never throws: what cannot
/// be written is dropped and counted, and when the disk takes lines again one of them tells how much is missing. That one
/// is an ordinary line of stderr, since readers of the format know no third stream.
/// </summary>
internal sealed class LogWriter(LogFile file) : IDisposable
{
    // Lines of one call are written together; a call of the monitor brings at most a pipe full, 64 KiB.
    private const int OutputSize = 64 * 1024;
    private readonly PendingLine[] pending = [new(), new()];
    private readonly byte[] stamp = new byte[LogTime.Length];
    private long stampTime = long.MinValue;
    private byte[]? output; // made with the first line: a container that says nothing costs nothing
    private int used;
    private long now;
    private long lost;
    private Errno lostBecause;

    /// <summary>A writer that goes on with the log at <paramref name="path"/>; the file is opened with the first line.</summary>
    public LogWriter(string path, LogOptions options)
        : this(new LogFile(path, options))
    {
    }

    /// <summary>Bytes of the container that are in no file, since this writer began.</summary>
    public long LostBytes { get; private set; }

    /// <summary>Takes bytes as they come from the container; an unfinished line is kept until its end comes.</summary>
    /// <param name="stream">Where they were written to.</param>
    /// <param name="bytes">Any bytes.</param>
    /// <param name="time">When they came, in nanoseconds since 1970: <see cref="LogTime.Now"/>.</param>
    public void Write(LogStream stream, ReadOnlySpan<byte> bytes, long time)
    {
        now = time;
        PendingLine line = pending[(int)stream];
        while (!bytes.IsEmpty)
        {
            int newline = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> part = newline < 0 ? bytes : bytes[..newline];
            while (line.Length + part.Length > LogHeader.MostContent)
            {
                int room = LogHeader.MostContent - line.Length;
                Add(stream, line, part[..room], isPartial: true);
                part = part[room..];
            }

            if (newline < 0)
            {
                line.Add(part, time);
                break;
            }

            Add(stream, line, part, isPartial: false);
            bytes = bytes[(newline + 1)..];
        }

        WriteOut();
    }

    /// <summary>The streams have ended: unfinished lines are written as they are.</summary>
    public void Flush()
    {
        for (int stream = 0; stream < pending.Length; stream++)
        {
            if (pending[stream].Length > 0)
            {
                Add((LogStream)stream, pending[stream], [], isPartial: true);
            }
        }

        WriteOut();
    }

    /// <summary>Flushes and closes the file.</summary>
    public void Dispose()
    {
        Flush();
        file.Dispose();
    }

    private void Add(LogStream stream, PendingLine begun, ReadOnlySpan<byte> rest, bool isPartial)
    {
        int length = LogHeader.Length + begun.Length + rest.Length + 1;
        output ??= GC.AllocateUninitializedArray<byte>(OutputSize);
        if (used + length > output.Length)
        {
            WriteOut();
        }

        Span<byte> line = output.AsSpan(used, length);
        Header(line, begun.Length > 0 ? begun.Time : now, stream, isPartial);
        begun.Content.CopyTo(line[LogHeader.Length..]);
        rest.CopyTo(line[(LogHeader.Length + begun.Length)..]);
        line[^1] = (byte)'\n';
        used += length;
        begun.Clear();
    }

    private void Header(Span<byte> line, long time, LogStream stream, bool isPartial)
    {
        if (time != stampTime)
        {
            LogTime.Format(time, stamp); // once for all lines of a call
            stampTime = time;
        }

        stamp.CopyTo(line);
        LogHeader.WriteRest(stream, isPartial, line);
    }

    private void WriteOut()
    {
        if (used > 0 || lost > 0)
        {
            Errno errno = lostBecause;
            int kept = lost > 0 && !TellLoss(ref errno) ? 0 : file.Append(output.AsSpan(0, used), out errno);
            Lose(output.AsSpan(kept, used - kept), errno);
            used = 0;
        }
    }

    private bool TellLoss(ref Errno errno)
    {
        Span<byte> line = stackalloc byte[256];
        Header(line, now, LogStream.Stderr, isPartial: false);
        _ = Utf8.TryWrite(
            line[LogHeader.Length..],
            $"minirun: {lost} bytes of output are missing here: {lostBecause.Message()} ({lostBecause.Name()})\n",
            out int length);
        length += LogHeader.Length;
        if (file.Append(line[..length], out errno) != length)
        {
            return false;
        }

        lost = 0;
        return true;
    }

    // Counts what the container wrote: without headers, and a newline only where it wrote one.
    private void Lose(ReadOnlySpan<byte> lines, Errno errno)
    {
        while (!lines.IsEmpty)
        {
            int newline = lines.IndexOf((byte)'\n');
            int count = newline - LogHeader.Length + (lines[LogHeader.Length - 2] == 'F' ? 1 : 0);
            lost += count;
            LostBytes += count;
            lostBecause = errno;
            lines = lines[(newline + 1)..];
        }
    }
}
