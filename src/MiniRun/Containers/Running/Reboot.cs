using MiniRun.Linux;

namespace MiniRun.Containers.Running;

/// <summary>
/// reboot(2) in a PID namespace ends it, and its first process as if by SIGHUP (restart) or SIGINT (halt, power off). Nothing
/// else does: the first process of a namespace is never ended by a signal's default action, whoever sends it, but SIGKILL and
/// faults of its own; pid_namespaces(7). So these two are told, which otherwise look like a hang-up and an interrupt.
/// </summary>
internal static class Reboot
{
    /// <summary>What was asked for; null for every other end of a namespace's first process.</summary>
    public static string? SentenceOf(WaitStatus end) => end.Signal switch
    {
        SignalNumber.SIGHUP => "ended by reboot(2) inside, which asked for a restart: it is not started again",
        SignalNumber.SIGINT => "ended by reboot(2) inside, which asked to halt or power off",
        _ => null,
    };
}
