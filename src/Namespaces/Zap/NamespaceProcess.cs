using MiniRun.Linux;

namespace MiniRun.Namespaces.Zap;

/// <summary>A process as seen from outside and from inside its PID namespace.</summary>
/// <param name="Stat">Its line.</param>
/// <param name="Status">More of it.</param>
public sealed record NamespaceProcess(ProcessStat Stat, ProcessStatus Status)
{
    /// <summary>Its number here.</summary>
    public int Pid => Stat.Pid;

    /// <summary>Its number in its own PID namespace.</summary>
    public int InnerPid => Status.InnerPid;

    /// <summary>Looks at one; null where it is gone.</summary>
    public static NamespaceProcess? Of(int pid, ProcessFiles files) =>
        files.Stat(pid) is { } stat && files.Status(pid) is { } status ? new NamespaceProcess(stat, status) : null;
}
