using MiniRun.Linux;

namespace MiniRun.Containers.Logs;

/// <summary>Reads the entries of a log from the oldest to the newest, over all its files.</summary>
internal sealed class LogReader : IDisposable
{
    private readonly string path;
    private readonly LogFilter filter;
    private readonly LogLines lines;
    private readonly Queue<FileDescriptor> waiting = [];
    private FileDescriptor? current;

    /// <summary>Opens what there is at this moment; a log that is not there has no entries.</summary>
    /// <exception cref="LinuxException">A file cannot be opened or read.</exception>
    public LogReader(string path, LogFilter filter)
    {
        this.path = path;
        this.filter = filter;
        lines = new LogLines(path);
        List<FileDescriptor> files = LogFiles.Open(path);
        (int first, long offset) = filter.Tail < 0 ? (0, 0) : Tail(files);
        for (int i = 0; i < files.Count; i++)
        {
            if (i < first)
            {
                files[i].Dispose();
            }
            else
            {
                waiting.Enqueue(files[i]);
            }
        }

        TakeNext(offset);
    }

    /// <summary>The next entry that the filter allows; false where there are no more, for now.</summary>
    /// <exception cref="LinuxException">A file cannot be read.</exception>
    public bool TryRead(out LogEntry entry)
    {
        do
        {
            while (lines.TryRead(out entry))
            {
                if (filter.Allows(entry.Time))
                {
                    return true;
                }
            }
        }
        while (TakeNext(0));
        return false;
    }

    /// <summary>Looks whether the newest file is another one than the last that we know; for those who follow.</summary>
    /// <exception cref="LinuxException">A file cannot be opened.</exception>
    public void Refresh()
    {
        // The one we are in is read to its end again before the next is begun: it may have grown before it was put aside.
        if (waiting.Count == 0 && (current is null || !LogFiles.IsNewest(path, current)))
        {
            foreach (FileDescriptor file in LogFiles.Open(path, current))
            {
                waiting.Enqueue(file);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        current?.Dispose();
        while (waiting.TryDequeue(out FileDescriptor? file))
        {
            file.Dispose();
        }
    }

    private (int First, long Offset) Tail(List<FileDescriptor> files)
    {
        LogTail tail = new(filter);
        for (int i = files.Count - 1; i >= 0; i--)
        {
            long offset = tail.Search(files[i], path);
            if (offset >= 0)
            {
                return (i, offset);
            }
        }

        return (0, 0);
    }

    private bool TakeNext(long offset)
    {
        if (!waiting.TryDequeue(out FileDescriptor? next))
        {
            return false;
        }

        current?.Dispose();
        current = next;
        lines.Begin(next, offset);
        return true;
    }
}
