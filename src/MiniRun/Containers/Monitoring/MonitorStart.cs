using System.Buffers.Binary;
using System.Text;
using MiniRun.Linux;

namespace MiniRun.Containers.Monitoring;

/// <summary>Starts the monitor of a container and hears from it how the start went.</summary>
internal static class MonitorStart
{
    /// <summary>The verb by which a monitor is started; not for people.</summary>
    public const string Verb = "monitor";

    private const int LockDescriptor = 3;
    private const int ClientDescriptor = 4;
    private const int Safe = 200; // above every number that is given away
    private const int CLOSE_RANGE_NONE = 0;
    private const int PR_SET_CHILD_SUBREAPER = 36;

    /// <summary>Starts one.</summary>
    /// <param name="directory">The container, locked; the lock is the monitor's from now on.</param>
    /// <param name="wish">What is wanted of the container's streams, from its first byte on.</param>
    /// <returns>The connection to it, and the number of the container's first process.</returns>
    /// <exception cref="LinuxException">The monitor could not be started.</exception>
    /// <exception cref="ContainerStartException">The container could not be started.</exception>
    public static (MessageSocket Socket, int Init) Start(ContainerDirectory directory, AttachWish wish)
    {
        (MessageSocket ours, MessageSocket theirs) = MessageSocket.Pair();
        _ = ours.TrySend(MessageKind.Attach, [(byte)wish]);
        using (theirs)
        using (FileDescriptor nothing = Files.Open("/dev/null", Fcntl.O_RDWR))
        using (FileDescriptor locked = Raise(directory.Lock.Number))
        using (FileDescriptor client = Raise(theirs.Number))
        {
            Span<(int, int)> descriptors =
            [
                (nothing.Number, 0), (nothing.Number, 1), (nothing.Number, 2), (locked.Number, LockDescriptor), (client.Number, ClientDescriptor),
            ];
            _ = Spawn.Start("/proc/self/exe", ["minirun", Verb, directory.Id], [], descriptors);
        }

        directory.Dispose();
        return (ours, AwaitStart(ours, directory));
    }

    /// <summary>What the process does that was started so.</summary>
    public static unsafe int Execute(string[] args)
    {
        if (args is not [string id] || !ContainerId.IsValid(id))
        {
            throw new UsageException(Verb, null, "is how minirun calls itself");
        }

        // Whatever else was open in the shell - its descriptor 9, a pipe somebody waits for the end of - is not ours to keep.
        _ = LibC.syscall((nint)SystemCall.close_range, ClientDescriptor + 1, unchecked((nint)uint.MaxValue), CLOSE_RANGE_NONE);
        _ = LibC.setsid();
        _ = LibC.syscall((nint)SystemCall.prctl, PR_SET_CHILD_SUBREAPER, 1);
        using (CString root = new("/"))
        {
            _ = LibC.chdir(root.Pointer); // no directory of the caller's is kept from being unmounted
        }

        ContainerDirectory directory = new(id, isKept: true);
        FileDescriptor locked = Raise(LockDescriptor); // closed on exec: a container gets neither of the two
        MessageSocket client = new(Raise(ClientDescriptor));
        _ = LibC.close(LockDescriptor);
        _ = LibC.close(ClientDescriptor);
        directory.Adopt(locked);
        ContainerMonitor.Run(directory, client);
        return 0;
    }

    private static int AwaitStart(MessageSocket socket, ContainerDirectory directory)
    {
        byte[] buffer = new byte[MessageSocket.MostBytes + 1];
        int length = socket.Receive(buffer);
        if (length >= 1 + sizeof(int) && buffer[0] is MessageKind.Started or MessageKind.Failed)
        {
            int number = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(1));
            return buffer[0] == MessageKind.Started
                ? number
                : throw new ContainerStartException(number, Encoding.UTF8.GetString(buffer, 1 + sizeof(int), length - 1 - sizeof(int)));
        }

        throw new LinuxException(
            "start the monitor of", ContainerId.Short(directory.Id), Errno.ECANCELED, "it ended before the container was started");
    }

    private static FileDescriptor Raise(int number)
    {
        int raised = LibC.fcntl(number, Fcntl.F_DUPFD_CLOEXEC, Safe);
        return raised >= 0
            ? new FileDescriptor(raised)
            : throw new LinuxException("duplicate the descriptor", $"{number}", LibC.LastError, "raise `ulimit -n`");
    }
}

/// <summary>A container could not be started; the monitor has said why.</summary>
/// <param name="exitCode">The code to exit with.</param>
/// <param name="report">The sentence and hint, ready to be printed: the message.</param>
internal sealed class ContainerStartException(int exitCode, string report) : Exception(report)
{
    /// <summary>The code to exit with: 125, 126 or 127.</summary>
    public int ExitCode => exitCode;
}
