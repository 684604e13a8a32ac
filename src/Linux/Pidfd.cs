namespace MiniRun.Linux;

/// <summary>A process held by a descriptor: it can never mean another process that got the same number; pidfd_open(2).</summary>
public sealed class Pidfd : IDisposable
{
    private readonly FileDescriptor descriptor;

    /// <summary>Opens it; the process must be a child of ours or otherwise certain not to have ended.</summary>
    /// <exception cref="LinuxException">No such process.</exception>
    public Pidfd(int pid)
    {
        nint number = LibC.syscall((nint)SystemCall.pidfd_open, pid);
        descriptor = number >= 0 ? new FileDescriptor((int)number) : throw new LinuxException("open the process", $"{pid}", LibC.LastError);
    }

    /// <summary>For poll(2): readable when the process has ended.</summary>
    public int Number => descriptor.Number;

    /// <summary>pidfd_send_signal(2).</summary>
    /// <returns>The error, <see cref="Errno.ESRCH"/> when it has ended.</returns>
    public Errno SendSignal(int signal) =>
        LibC.syscall((nint)SystemCall.pidfd_send_signal, descriptor.Number, signal) == 0 ? Errno.None : LibC.LastError;

    /// <inheritdoc/>
    public void Dispose() => descriptor.Dispose();
}
