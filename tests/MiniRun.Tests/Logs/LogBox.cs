using System.Text;
using MiniRun.Containers.Logs;
using MiniRun.Linux;

namespace MiniRun.Tests.Logs;

/// <summary>A directory with a log in it.</summary>
internal sealed class LogBox : IDisposable
{
    /// <summary>2026-11-26T05:00:00Z.</summary>
    public const long Start = 1_795_669_200_000_000_000;

    /// <summary>The header of a complete line of standard output at <see cref="Start"/>.</summary>
    public const string Header = "2026-11-26T05:00:00.000000000Z stdout F ";

    private readonly TestRoot root = new();

    public string Directory => root.Path;

    public string Log => $"{root.Path}/log";

    public static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1);

    /// <summary>Entries as <c>out F text</c>, bytes as Latin-1.</summary>
    public static List<string> Drain(LogReader reader)
    {
        List<string> entries = [];
        while (reader.TryRead(out LogEntry entry))
        {
            entries.Add(Word(entry));
        }

        return entries;
    }

    public static string Word(LogEntry entry) =>
        $"{(entry.Stream == LogStream.Stdout ? "out" : "err")} {(entry.IsPartial ? 'P' : 'F')} {Encoding.Latin1.GetString(entry.Content)}";

    /// <summary>A pipe: what is read from the first was written to the second.</summary>
    public static unsafe (FileDescriptor Reader, FileDescriptor Writer) Pipe()
    {
        int* ends = stackalloc int[2];
        Assert.Equal(0, LibC.pipe2(ends, Fcntl.O_CLOEXEC));
        return (new FileDescriptor(ends[0]), new FileDescriptor(ends[1]));
    }

    public string Text(int number = 0) => Encoding.Latin1.GetString(File.ReadAllBytes(LogFiles.Name(Log, number)));

    public void SetText(string latin1, int number = 0) => File.WriteAllBytes(LogFiles.Name(Log, number), Bytes(latin1));

    public List<string> ReadAll(LogFilter? filter = null)
    {
        using LogReader reader = new(Log, filter ?? LogFilter.All);
        return Drain(reader);
    }

    public LogWriter Writer(long maxBytes = 1 << 20, int maxFiles = 2) => new(Log, new LogOptions(maxBytes, maxFiles));

    public void Dispose() => root.Dispose();
}

/// <summary>A disk with so much room left; may also refuse to shorten a file.</summary>
internal sealed unsafe class SmallDisk(string path, LogOptions options) : LogFile(path, options)
{
    public int Room { get; set; } = int.MaxValue;

    public bool CanShorten { get; set; } = true;

    public int Writes { get; private set; }

    protected override nint WriteSome(int descriptor, byte* bytes, int count, out Errno errno)
    {
        Writes++;
        int some = Math.Min(count, Room);
        if (some == 0)
        {
            errno = Errno.ENOSPC;
            return -1;
        }

        nint written = base.WriteSome(descriptor, bytes, some, out errno);
        Room -= (int)written;
        return written;
    }

    protected override bool TryShorten(int descriptor, long length)
    {
        long before = FileStatus.Of(descriptor).Size;
        bool shortened = CanShorten && base.TryShorten(descriptor, length);
        Room += shortened ? (int)(before - length) : 0;
        return shortened;
    }
}
