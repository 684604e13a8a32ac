using MiniRun.Cgroups;
using MiniRun.Linux;
using MiniRun.Namespaces.Zap;

namespace MiniRun.Containers.Stopping;

/// <summary>Something that keeps a container from ending.</summary>
/// <param name="Sentence">What, with names and numbers; without a stop at its end.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record Hang(string Sentence, string Remedy)
{
    /// <summary>What keeps the processes that got SIGKILL.</summary>
    /// <param name="init">The first process.</param>
    /// <param name="hasOwnPids">Whether it is the first of a PID namespace.</param>
    /// <param name="groups">The container's cgroups.</param>
    /// <param name="files">Where to look.</param>
    public static List<Hang> Of(int init, bool hasOwnPids, Cgroup groups, ProcessFiles files)
    {
        CgroupLayout layout = CgroupLayout.Discover();
        List<Hang> hangs = [];
        HashSet<int> told = [];
        foreach (NamespaceHolder holder in hasOwnPids ? NamespaceHolder.Of(init, files) : [])
        {
            told.Add(holder.Process.Pid);
            hangs.Add(Frozen(layout, holder.Process) ?? new Hang(holder.Sentence, holder.Remedy));
        }

        // Those that are in a group alone: the first process itself, and all where there is no namespace of their own.
        foreach (int pid in groups.Processes())
        {
            if (!told.Contains(pid) && NamespaceProcess.Of(pid, files) is { } process && Judge(layout, process, files) is { } hang)
            {
                hangs.Add(hang);
            }
        }

        return hangs;
    }

    private static Hang? Judge(CgroupLayout layout, NamespaceProcess process, ProcessFiles files)
    {
        if (Frozen(layout, process) is { } frozen)
        {
            return frozen;
        }

        if (process.Stat.State != 'D')
        {
            return null; // it ends in a moment, or waits for those above
        }

        string where = files.WaitChannel(process.Pid) is { } channel ? $" in {channel}" : "";
        return new Hang(
            $"process {process.Pid} ({process.Stat.Name}) cannot be ended: it sleeps uninterruptibly{where}",
            "it ends when what it waits for comes: a disk, a network file system");
    }

    private static Hang? Frozen(CgroupLayout layout, NamespaceProcess process) =>
        !process.Stat.IsZombie && Cgroup.FrozenGroupOf(layout, process.Pid) is { } group
            ? new Hang(
                $"process {process.Pid} ({process.Stat.Name}) is in the frozen cgroup `{group}`, where SIGKILL waits",
                File(group))
            : null;

    private static string File(string group) =>
        Files.Exists($"{group}/freezer.state") ? $"echo THAWED > {group}/freezer.state" : $"echo 0 > {group}/cgroup.freeze";
}
