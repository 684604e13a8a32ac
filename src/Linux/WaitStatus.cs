namespace MiniRun.Linux;

/// <summary>How a process ended; waitpid(2).</summary>
/// <param name="Raw">The status word.</param>
public readonly record struct WaitStatus(int Raw)
{
    /// <summary>The signal that killed it, or 0.</summary>
    public int Signal => Raw & 0x7f;

    /// <summary>What a shell reports: the exit status, or 128 + the signal.</summary>
    public int ExitCode => Signal != 0 ? 128 + Signal : (Raw >> 8) & 0xff;

    /// <summary>Waits for a child to end.</summary>
    /// <exception cref="LinuxException">It is no child of ours.</exception>
    public static unsafe WaitStatus Wait(int pid)
    {
        int status;
        while (LibC.waitpid(pid, &status, 0) < 0)
        {
            Errno errno = LibC.LastError;
            if (errno != Errno.EINTR)
            {
                throw new LinuxException("wait for", pid.ToString(), errno);
            }
        }

        return new WaitStatus(status);
    }
}
