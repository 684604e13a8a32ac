namespace MiniRun.Linux;

/// <summary>
/// Which process, for good: a number is given again to others, but not within one boot with the same time of start. This is what
/// may be written to a file.
/// </summary>
/// <param name="Pid">The number.</param>
/// <param name="StartTicks">When it was made, in hundredths of a second since boot; proc_pid_stat(5).</param>
/// <param name="BootId">Which boot that was; random(4).</param>
public readonly record struct ProcessIdentity(int Pid, long StartTicks, string BootId)
{
    /// <summary>The process that has a number now; null where none has.</summary>
    public static ProcessIdentity? Of(int pid, ProcessFiles? files = null)
    {
        files ??= ProcessFiles.Host;
        return files.Stat(pid) is { } stat ? new ProcessIdentity(pid, stat.StartTicks, files.BootId) : null;
    }

    /// <summary>Whether it is still there, as a zombie too.</summary>
    public bool Exists(ProcessFiles? files = null) => Of(Pid, files) == this;

    /// <summary>
    /// Holds the process by a descriptor. The descriptor comes first and the look at the start time after it: if another process
    /// had the number by then, its start is another one.
    /// </summary>
    /// <returns>Null where the process is gone, whoever has its number now.</returns>
    /// <exception cref="LinuxException">The kernel refused for another reason than that it is gone.</exception>
    public Pidfd? TryOpen()
    {
        if (Pidfd.TryOpen(Pid, out Errno errno) is not { } held)
        {
            // EINVAL and ENOENT: the number belongs to a thread now, which is no process.
            return errno is Errno.ESRCH or Errno.EINVAL or Errno.ENOENT ? null : throw new LinuxException("open the process", $"{Pid}", errno);
        }

        if (Exists())
        {
            return held;
        }

        held.Dispose();
        return null;
    }
}
