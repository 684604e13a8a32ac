namespace MiniRun.Linux;

/// <summary>A pipe of which one end is ours and does not block, and the other is to be passed on; pipe(2).</summary>
public static unsafe class Pipe
{
    private const int F_SETFL = 4;

    /// <summary>Ours is the end to read from.</summary>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    public static (FileDescriptor Ours, FileDescriptor Theirs) ToRead()
    {
        (FileDescriptor reader, FileDescriptor writer) = Make();
        return (Unblocked(reader), writer);
    }

    /// <summary>Ours is the end to write to.</summary>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    public static (FileDescriptor Ours, FileDescriptor Theirs) ToWrite()
    {
        (FileDescriptor reader, FileDescriptor writer) = Make();
        return (Unblocked(writer), reader);
    }

    private static (FileDescriptor Reader, FileDescriptor Writer) Make()
    {
        int* ends = stackalloc int[2];
        return LibC.pipe2(ends, Fcntl.O_CLOEXEC) == 0
            ? (new FileDescriptor(ends[0]), new FileDescriptor(ends[1]))
            : throw new LinuxException("make a pipe", null, LibC.LastError);
    }

    private static FileDescriptor Unblocked(FileDescriptor end)
    {
        _ = LibC.fcntl(end.Number, F_SETFL, Fcntl.O_NONBLOCK); // cannot fail for a pipe that is open
        return end;
    }
}
