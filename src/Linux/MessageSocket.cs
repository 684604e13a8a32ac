using System.Runtime.InteropServices;

namespace MiniRun.Linux;

/// <summary>
/// Messages between processes of this machine, each whole or not at all: a socket of AF_UNIX and SOCK_SEQPACKET, unix(7). The
/// other side's end is an empty message. Nothing here blocks but <see cref="Receive"/> of a socket that was not polled before.
/// </summary>
public sealed unsafe class MessageSocket : IDisposable
{
    /// <summary>Longest message, in bytes.</summary>
    public const int MostBytes = 32 * 1024;

    private const int AF_UNIX = 1;
    private const int Kind = 5 | Fcntl.O_CLOEXEC; // SOCK_SEQPACKET, SOCK_CLOEXEC
    private const int MSG_DONTWAIT = 0x40;
    private const int MSG_NOSIGNAL = 0x4000;
    private const int Backlog = 16;
    private readonly FileDescriptor descriptor;

    /// <summary>Takes a descriptor that somebody else made.</summary>
    public MessageSocket(FileDescriptor descriptor) => this.descriptor = descriptor;

    /// <summary>For poll(2).</summary>
    public int Number => descriptor.Number;

    /// <summary>Two ends.</summary>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    public static (MessageSocket Ours, MessageSocket Theirs) Pair()
    {
        int* ends = stackalloc int[2];
        return LibC.socketpair(AF_UNIX, Kind, 0, ends) == 0
            ? (new MessageSocket(new FileDescriptor(ends[0])), new MessageSocket(new FileDescriptor(ends[1])))
            : throw new LinuxException("make a socket pair", null, LibC.LastError);
    }

    /// <summary>A socket under a path that does not exist, to be polled and accepted from.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static MessageSocket Listen(string path)
    {
        FileDescriptor descriptor = New();
        Address address = new(path);
        if (LibC.bind(descriptor.Number, &address, (uint)sizeof(Address)) != 0 || LibC.listen(descriptor.Number, Backlog) != 0)
        {
            throw new LinuxException("listen on", path, LibC.LastError);
        }

        return new MessageSocket(descriptor);
    }

    /// <summary>The other end of whoever listens under a path; null, with the error, if nobody does.</summary>
    public static MessageSocket? TryConnect(string path, out Errno errno)
    {
        FileDescriptor descriptor = New();
        Address address = new(path);
        errno = LibC.connect(descriptor.Number, &address, (uint)sizeof(Address)) == 0 ? Errno.None : LibC.LastError;
        if (errno == Errno.None)
        {
            return new MessageSocket(descriptor);
        }

        descriptor.Dispose();
        return null;
    }

    /// <summary>The next who has connected; null for none.</summary>
    public MessageSocket? TryAccept()
    {
        int number = LibC.accept4(Number, null, null, Fcntl.O_CLOEXEC);
        return number < 0 ? null : new MessageSocket(new FileDescriptor(number));
    }

    /// <summary>Sends a message if there is room for it now.</summary>
    /// <param name="kind">Its first byte.</param>
    /// <param name="content">The rest.</param>
    /// <returns>EAGAIN for no room, EPIPE or ECONNRESET when nobody is there.</returns>
    public Errno TrySend(byte kind, ReadOnlySpan<byte> content)
    {
        byte* message = stackalloc byte[content.Length + 1];
        message[0] = kind;
        content.CopyTo(new Span<byte>(message + 1, content.Length));
        nint sent;
        do
        {
            sent = LibC.send(Number, message, (nuint)content.Length + 1, MSG_NOSIGNAL | MSG_DONTWAIT);
        }
        while (sent < 0 && LibC.LastError == Errno.EINTR);
        return sent < 0 ? LibC.LastError : Errno.None;
    }

    /// <summary>The next message.</summary>
    /// <param name="buffer">Takes <see cref="MostBytes"/> and one.</param>
    /// <returns>Its length with the first byte; 0 when the other side has ended or is gone.</returns>
    public int Receive(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint count;
            do
            {
                count = LibC.recv(Number, start, (nuint)buffer.Length, 0);
            }
            while (count < 0 && LibC.LastError == Errno.EINTR);
            return (int)Math.Max(count, 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => descriptor.Dispose();

    private static FileDescriptor New()
    {
        int number = LibC.socket(AF_UNIX, Kind, 0);
        return number >= 0 ? new FileDescriptor(number) : throw new LinuxException("make a socket", null, LibC.LastError);
    }

    /// <summary>struct sockaddr_un.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Address
    {
        private const int Most = 107; // and the zero at the end
        private readonly ushort family;
        private fixed byte text[Most + 1];

        public Address(string path)
        {
            family = AF_UNIX;
            byte[] bytes = LinuxText.GetBytes(path);
            if (bytes.Length > Most)
            {
                throw new LinuxException("use as the address of a socket", path, Errno.ENAMETOOLONG);
            }

            fixed (byte* start = text)
            {
                bytes.CopyTo(new Span<byte>(start, Most));
            }
        }
    }
}
