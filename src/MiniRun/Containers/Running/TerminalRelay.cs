using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Containers.Running;

/// <summary>Carries bytes between our standard streams and the container's terminal.</summary>
internal sealed class TerminalRelay : IDisposable
{
    private readonly FileDescriptor master;
    private readonly FileDescriptor? reopened;
    private readonly ByteFlow screen;
    private readonly ByteFlow? keys;

    /// <summary>Begins; <paramref name="master"/>, which does not block, belongs to the relay from now on.</summary>
    public TerminalRelay(FileDescriptor master, bool interactive)
    {
        this.master = master;
        reopened = ReopenOutput();
        screen = new ByteFlow(master.Number, reopened?.Number ?? 1);
        keys = interactive ? new ByteFlow(0, master.Number) : null;
    }

    /// <summary>What to wait for on the side of the keys.</summary>
    public PollEntry NextKeys => keys?.Next ?? new PollEntry { Descriptor = -1 };

    /// <summary>What to wait for on the side of the screen.</summary>
    public PollEntry NextScreen => screen.Next;

    /// <summary>Whether our side is gone: the keys have ended, or nobody takes the output. The other side is told by <see cref="HangUp"/>.</summary>
    public bool IsCutOff => keys is { IsOpen: false, WriteError: Errno.None } || screen.WriteError != Errno.None;

    /// <summary>Whether the screen has got everything there was.</summary>
    public bool IsDrained => !screen.IsOpen;

    /// <summary>Whether nothing waits to be shown.</summary>
    public bool IsEmpty => screen.IsEmpty;

    /// <summary>Passes keys.</summary>
    public void MoveKeys() => keys!.Move();

    /// <summary>Passes output.</summary>
    public void MoveScreen()
    {
        screen.Move();
        if (screen.WriteError is not (Errno.None or Errno.EPIPE or Errno.EIO))
        {
            StandardStreams.Error(ErrorReport.Of(new LinuxException("write to", "standard output", screen.WriteError)));
        }
    }

    /// <summary>Gives the container's terminal the size of ours.</summary>
    public void CopySize(int from) => Terminal.CopySize(from, master.Number);

    /// <summary>
    /// Closes our end: the kernel sends SIGHUP to the session in the container, reads there find the end and writes EIO.
    /// </summary>
    public void HangUp()
    {
        keys?.Close();
        screen.Close();
        master.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        master.Dispose();
        reopened?.Dispose();
    }

    // An open file of our own that does not block. Setting O_NONBLOCK on the one we were given would set it for everybody who
    // shares it, such as the shell. A regular file never blocks and has a position to keep; a socket cannot be reopened.
    private static FileDescriptor? ReopenOutput()
    {
        FileStatus status = FileStatus.Of(1);
        if (!status.IsCharacterDevice && !status.IsFifo)
        {
            return null;
        }

        const int Flags = Fcntl.O_WRONLY | Fcntl.O_NONBLOCK | Fcntl.O_NOCTTY;
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, "/proc/self/fd/1", Flags, 0, out _);
        return descriptor < 0 ? null : new FileDescriptor(descriptor);
    }
}
