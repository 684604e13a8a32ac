using System.Runtime.InteropServices;

namespace MiniRun.Linux;

// <sys/socket.h>, <poll.h>, <sys/mman.h>
public static unsafe partial class LibC
{
    /// <summary>socketpair(2).</summary>
    [DllImport(Library)]
    public static extern int socketpair(int domain, int type, int protocol, int* descriptors);

    /// <summary>socket(2).</summary>
    [DllImport(Library)]
    public static extern int socket(int domain, int type, int protocol);

    /// <summary>bind(2).</summary>
    [DllImport(Library)]
    public static extern int bind(int socket, void* address, uint size);

    /// <summary>listen(2).</summary>
    [DllImport(Library)]
    public static extern int listen(int socket, int backlog);

    /// <summary>accept4(2).</summary>
    [DllImport(Library)]
    public static extern int accept4(int socket, void* address, void* size, int flags);

    /// <summary>connect(2).</summary>
    [DllImport(Library)]
    public static extern int connect(int socket, void* address, uint size);

    /// <summary>recv(2).</summary>
    [DllImport(Library)]
    public static extern nint recv(int socket, void* buffer, nuint count, int flags);

    /// <summary>recvmsg(2).</summary>
    [DllImport(Library)]
    public static extern nint recvmsg(int socket, void* message, int flags);

    /// <summary>send(2).</summary>
    [DllImport(Library)]
    public static extern nint send(int socket, void* buffer, nuint count, int flags);

    /// <summary>pipe2(2).</summary>
    [DllImport(Library)]
    public static extern int pipe2(int* descriptors, int flags);

    /// <summary>poll(2).</summary>
    [DllImport(Library)]
    public static extern int poll(PollEntry* entries, nuint count, int timeout);

    /// <summary>memfd_create(2).</summary>
    [DllImport(Library)]
    public static extern int memfd_create(byte* name, uint flags);

    /// <summary>ioctl(2) with a pointer.</summary>
    [DllImport(Library)]
    public static extern int ioctl(int descriptor, nuint request, void* argument);
}

/// <summary>struct pollfd; poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PollEntry
{
    /// <summary>POLLIN.</summary>
    public const short In = 1;

    /// <summary>POLLOUT.</summary>
    public const short Out = 4;

    /// <summary>POLLERR; of the writing end of a pipe: nobody can read it any more.</summary>
    public const short Error = 8;

    /// <summary>POLLHUP.</summary>
    public const short HangUp = 16;

    /// <summary>The descriptor; negative to leave the entry out.</summary>
    public int Descriptor;

    /// <summary>What is waited for.</summary>
    public short Events;

    /// <summary>What has happened.</summary>
    public short Happened;
}
