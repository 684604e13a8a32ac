using MiniRun.Init;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch;

/// <summary>The parent's end of the socket to the freestanding program.</summary>
internal sealed unsafe class LaunchChannel : IDisposable
{
    private const int AF_UNIX = 1;
    private const int SOCK_SEQPACKET_CLOEXEC = 5 | Fcntl.O_CLOEXEC;
    private const int MSG_CMSG_CLOEXEC = 0x40000000;
    private const int MSG_NOSIGNAL = 0x4000;

    private readonly FileDescriptor ours;

    public LaunchChannel()
    {
        int* pair = stackalloc int[2];
        if (LibC.socketpair(AF_UNIX, SOCK_SEQPACKET_CLOEXEC, 0, pair) != 0)
        {
            throw new LinuxException("make a socket pair", null, LibC.LastError);
        }

        ours = new FileDescriptor(pair[0]);
        Theirs = new FileDescriptor(pair[1]);
    }

    /// <summary>The child's end; closed here once it has been passed.</summary>
    public FileDescriptor Theirs { get; }

    /// <summary>The descriptor that came with the last record, or null.</summary>
    public FileDescriptor? Received { get; private set; }

    /// <summary>The next record; false when the other side has executed its program or is gone.</summary>
    public bool TryReceive(out PlanRecord record)
    {
        Received = null;
        PlanRecord message = default;
        nint* vector = stackalloc nint[2] { (nint)(&message), sizeof(PlanRecord) };
        long* control = stackalloc long[3]; // struct cmsghdr and one descriptor
        nint* header = stackalloc nint[7] { 0, 0, (nint)vector, 1, (nint)control, 24, 0 }; // struct msghdr
        nint count;
        do
        {
            count = LibC.recvmsg(ours.Number, header, MSG_CMSG_CLOEXEC);
        }
        while (count < 0 && LibC.LastError == Errno.EINTR);

        record = message;
        if (count == sizeof(PlanRecord) && header[5] > 16)
        {
            Received = new FileDescriptor((int)control[2]);
        }

        return count == sizeof(PlanRecord);
    }

    /// <summary>Tells the child to go on. A child that is gone says so by the end of file.</summary>
    public void GoOn()
    {
        byte signal = 1;
        _ = LibC.send(ours.Number, &signal, 1, MSG_NOSIGNAL);
    }

    public void Dispose()
    {
        ours.Dispose();
        Theirs.Dispose();
    }
}
