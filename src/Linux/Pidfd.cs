using System.Diagnostics;

namespace MiniRun.Linux;

/// <summary>A process held by a descriptor: it can never mean another process that got the same number; pidfd_open(2).</summary>
public sealed unsafe class Pidfd : IDisposable
{
    private readonly FileDescriptor descriptor;

    /// <summary>Opens it; the process must be a child of ours or otherwise certain not to have ended.</summary>
    /// <exception cref="LinuxException">No such process.</exception>
    public Pidfd(int pid)
        : this(Open(pid, out Errno errno) is var number and >= 0 ? number : throw new LinuxException("open the process", $"{pid}", errno))
    {
    }

    private Pidfd(nint number) => descriptor = new FileDescriptor((int)number);

    /// <summary>For poll(2): readable when the process has ended.</summary>
    public int Number => descriptor.Number;

    /// <summary>As the constructor, answering null and the error: ESRCH, or EINVAL for the number of a mere thread.</summary>
    public static Pidfd? TryOpen(int pid, out Errno errno) => Open(pid, out errno) is var number and >= 0 ? new Pidfd(number) : null;

    /// <summary>pidfd_send_signal(2).</summary>
    /// <returns>The error, <see cref="Errno.ESRCH"/> when it has ended.</returns>
    public Errno SendSignal(int signal) =>
        LibC.syscall((nint)SystemCall.pidfd_send_signal, descriptor.Number, signal) == 0 ? Errno.None : LibC.LastError;

    /// <summary>Waits until the process has ended, which for the first of a PID namespace means: all of the namespace.</summary>
    /// <param name="milliseconds">How long; -1 for ever, 0 to look only.</param>
    /// <returns>Whether it has.</returns>
    public bool WaitForEnd(int milliseconds)
    {
        long start = Stopwatch.GetTimestamp();
        PollEntry entry = new() { Descriptor = descriptor.Number, Events = PollEntry.In };
        while (true)
        {
            int left = milliseconds < 0 ? -1 : Math.Max(0, milliseconds - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            int count = LibC.poll(&entry, 1, left);
            if (count >= 0 || LibC.LastError != Errno.EINTR)
            {
                return count > 0;
            }
        }
    }

    /// <summary>
    /// How a process ended that another has waited for: ioctl PIDFD_GET_INFO with PIDFD_INFO_EXIT, from 6.15 on.
    /// </summary>
    /// <returns>Null where the kernel cannot tell, or it has not been waited for yet.</returns>
    public WaitStatus? ExitStatus
    {
        get
        {
            const nuint GetInfo = 0xC040FF0B; // _IOWR(0xFF, 11, 64 bytes)
            const ulong Exit = 1 << 3;
            ulong* info = stackalloc ulong[8];
            new Span<ulong>(info, 8).Clear();
            info[0] = Exit;
            bool known = LibC.ioctl(descriptor.Number, GetInfo, info) == 0 && (info[0] & Exit) != 0;
            return known ? new WaitStatus(((int*)info)[15]) : null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => descriptor.Dispose();

    private static nint Open(int pid, out Errno errno)
    {
        nint number = LibC.syscall((nint)SystemCall.pidfd_open, pid);
        errno = number >= 0 ? Errno.None : LibC.LastError;
        return number;
    }
}
