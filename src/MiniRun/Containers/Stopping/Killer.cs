using MiniRun.Cgroups;
using MiniRun.Linux;
using MiniRun.Namespaces.Zap;

namespace MiniRun.Containers.Stopping;

/// <summary>Sends one signal to the first process of a container: <c>kill</c>.</summary>
internal static class Killer
{
    private const int Patience = 5000;

    /// <summary>Sends it.</summary>
    /// <param name="init">The first process.</param>
    /// <param name="hasOwnPids">Whether it is the first of a PID namespace; otherwise SIGKILL goes to all of its cgroup.</param>
    /// <param name="groups">The container's cgroups.</param>
    /// <param name="signal">The signal.</param>
    /// <returns>Whether it could receive it, as it was before.</returns>
    /// <exception cref="LinuxException">ESRCH: it has ended; EPERM.</exception>
    public static SignalReach Kill(ProcessIdentity init, bool hasOwnPids, Cgroup groups, int signal)
    {
        using Pidfd? process = init.TryOpen();
        SignalReach reach = SignalReach.Of(init.Pid, signal);
        Errno errno = process is null || process.WaitForEnd(0) ? Errno.ESRCH : process.SendSignal(signal);
        if (errno != Errno.None)
        {
            throw new LinuxException($"send {SignalNames.Name(signal)} to process", $"{init.Pid}", errno);
        }

        if (signal == SignalNumber.SIGKILL)
        {
            groups.Thaw(below: true); // the v1 freezer holds even SIGKILL back
            if (!hasOwnPids)
            {
                groups.KillAll(Patience);
            }
        }

        return reach;
    }
}
