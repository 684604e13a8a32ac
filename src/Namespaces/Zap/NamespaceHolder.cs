using MiniRun.Linux;

namespace MiniRun.Namespaces.Zap;

/// <summary>
/// A process that keeps a PID namespace from ending. When its first process ends, the kernel sends SIGKILL to all others and waits
/// until each is gone (<c>zap_pid_ns_processes</c>): one that somebody outside has not waited for, or that cannot die, keeps it there.
/// </summary>
/// <param name="Kind">Why.</param>
/// <param name="Process">The process that cannot go.</param>
/// <param name="Holder">Who would have to let go of it; 0 where it is nobody.</param>
/// <param name="HolderName">The name of that.</param>
/// <param name="HolderStopped">Whether that one is stopped (state T), and so cannot wait.</param>
/// <param name="WaitChannel">Where in the kernel the process sleeps, where that is known.</param>
public sealed record NamespaceHolder(
    HolderKind Kind, NamespaceProcess Process, int Holder, string HolderName, bool HolderStopped, string? WaitChannel)
{
    /// <summary>Whether a process is the first of its namespace and waits for the others to be gone.</summary>
    public static bool IsEnding(int init, ProcessFiles files) =>
        files.Stat(init) is { IsExiting: true, IsZombie: false } && files.Status(init) is { IsInit: true };

    /// <summary>Those that hold, or would hold, the namespace of a first process.</summary>
    public static List<NamespaceHolder> Of(int init, ProcessFiles files)
    {
        List<NamespaceProcess> members = PidNamespace.Processes(init, files);
        HashSet<int> inside = [];
        foreach (NamespaceProcess member in members)
        {
            inside.Add(member.Pid);
        }

        List<NamespaceHolder> holders = [];
        foreach (NamespaceProcess member in members)
        {
            if (member.Pid != init && Judge(member, inside, files) is { } holder)
            {
                holders.Add(holder);
            }
        }

        return holders;
    }

    /// <summary>One sentence, without a stop at its end.</summary>
    public string Sentence
    {
        get
        {
            string process = $"process {Process.Pid} ({Process.Stat.Name}, PID {Process.InnerPid} inside)";
            string holder = $"{Holder} ({HolderName}){(HolderStopped ? ", which is stopped" : "")}";
            return Kind switch
            {
                HolderKind.Unreaped => $"{process} has ended, and its parent outside of the container, process {holder}, does not wait for it",
                HolderKind.Traced => $"{process} is traced by process {holder}, which does not let go of it",
                _ => $"{process} cannot be ended: it sleeps uninterruptibly{(WaitChannel is null ? "" : $" in {WaitChannel}")}",
            };
        }
    }

    /// <summary>What to do about it.</summary>
    public string Remedy => Kind switch
    {
        HolderKind.Unreaped when HolderStopped => $"kill -CONT {Holder} lets it wait; kill -KILL {Holder} leaves that to its own parent",
        HolderKind.Unreaped => $"end process {Holder}: its own parent waits then",
        HolderKind.Traced => $"end process {Holder}, or let it detach",
        _ => "it ends when what it waits for comes: a disk, a network file system, the end of a freeze",
    };

    private static NamespaceHolder? Judge(NamespaceProcess member, HashSet<int> inside, ProcessFiles files)
    {
        int tracer = member.Status.Tracer;
        if (tracer != 0 && !inside.Contains(tracer) && (member.Stat.IsZombie || member.Stat.State == 't'))
        {
            return Make(HolderKind.Traced, member, tracer, files);
        }

        if (member.Stat.IsZombie && member.Stat.Parent != 0 && !inside.Contains(member.Stat.Parent))
        {
            return Make(HolderKind.Unreaped, member, member.Stat.Parent, files);
        }

        return member.Stat.State == 'D' ? Make(HolderKind.Unkillable, member, 0, files) : null;
    }

    private static NamespaceHolder Make(HolderKind kind, NamespaceProcess member, int holder, ProcessFiles files)
    {
        ProcessStat? stat = holder == 0 ? null : files.Stat(holder);
        return new NamespaceHolder(kind, member, holder, stat?.Name ?? "?", stat?.State is 'T' or 't', files.WaitChannel(member.Pid));
    }
}
