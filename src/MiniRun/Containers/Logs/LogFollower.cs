using MiniRun.Linux;

namespace MiniRun.Containers.Logs;

/// <summary>
/// Reads a log that is being written: all entries there are, then <see cref="Wait"/> until there may be more, and so on
/// until the container has ended. It sleeps in poll(2); the kernel tells of every write in the container's directory.
/// </summary>
/// <example><c>do { while (follower.TryRead(out entry)) … } while (follower.Wait());</c></example>
internal sealed unsafe class LogFollower : IDisposable
{
    private readonly DirectoryWatch watch;
    private readonly LogReader reader;
    private readonly LogFilter filter;
    private bool isLastRound;

    /// <summary>Begins to watch, then opens the log; the files may come later, the directory must be there.</summary>
    /// <exception cref="LinuxException">The directory cannot be watched or a file not read.</exception>
    public LogFollower(string path, LogFilter filter)
    {
        this.filter = filter;
        watch = new DirectoryWatch(Path.GetDirectoryName(path)!);
        try
        {
            reader = new LogReader(path, filter);
        }
        catch (LinuxException)
        {
            watch.Dispose();
            throw;
        }
    }

    /// <summary>Readable or hung up when nothing more will be written, such as a pidfd of the writer; -1: there is none.</summary>
    public int EndDescriptor { get; init; } = -1;

    /// <summary>
    /// Whether nothing more will be written. Asked each time <see cref="EndDescriptor"/> is readable, where that may have other
    /// reasons, such as a message; it then has to read it. Where there is no descriptor, asked before every sleep: a write to
    /// any file of the directory wakes us, so it may look into one beside the log.
    /// </summary>
    public Func<bool>? HasEnded { get; init; }

    /// <summary>Where the entries go, such as 1: when nobody can read them any more, there is nothing to wait for.</summary>
    public int OutputDescriptor { get; init; } = -1;

    /// <summary>The next entry; false where there are no more, for now.</summary>
    /// <exception cref="LinuxException">A file cannot be read.</exception>
    public bool TryRead(out LogEntry entry) => reader.TryRead(out entry);

    /// <summary>Sleeps until there may be more to read; false: all has been read and there will be no more.</summary>
    /// <exception cref="LinuxException">A file cannot be opened.</exception>
    public bool Wait()
    {
        if (isLastRound)
        {
            return false;
        }

        isLastRound = (EndDescriptor < 0 && HasEnded?.Invoke() == true) || LogTime.Now > filter.Until;
        if (!isLastRound && !Sleep())
        {
            return false;
        }

        // Whoever says that the end has come, the last writes were before: they are read in one more round.
        reader.Refresh();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        watch.Dispose();
        reader.Dispose();
    }

    // False: nobody reads what we write.
    private bool Sleep()
    {
        PollEntry* entries = stackalloc PollEntry[3];
        entries[0] = new PollEntry { Descriptor = watch.Descriptor, Events = PollEntry.In };
        entries[1] = new PollEntry { Descriptor = EndDescriptor, Events = PollEntry.In };
        entries[2] = new PollEntry { Descriptor = OutputDescriptor }; // errors are told without being asked for
        if (LibC.poll(entries, 3, MillisecondsLeft()) <= 0)
        {
            return true; // the time is over, or a signal; both are for the next round
        }

        isLastRound = !watch.Drain() || (entries[1].Happened != 0 && HasEnded?.Invoke() != false);
        return (entries[2].Happened & (PollEntry.Error | PollEntry.HangUp)) == 0;
    }

    private int MillisecondsLeft() => filter.Until == long.MaxValue
        ? -1
        : (int)Math.Clamp(((filter.Until - LogTime.Now) / 1_000_000) + 1, 0, int.MaxValue);
}
