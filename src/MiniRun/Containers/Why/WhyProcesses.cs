using MiniRun.Linux;
using MiniRun.Namespaces.Zap;

namespace MiniRun.Containers.Why;

/// <summary>What each process does, who must reap the dead ones, and who came in from outside.</summary>
internal static class WhyProcesses
{
    /// <summary>A line for each: its two numbers, its state and where it sleeps.</summary>
    public static List<string> States(List<NamespaceProcess> processes, WhyFacts facts, ProcessFiles files)
    {
        List<string> lines = [];
        foreach (NamespaceProcess process in processes)
        {
            string where = !process.Stat.IsZombie && files.WaitChannel(process.Pid) is { } channel ? $" in {channel}" : "";
            lines.Add($"{Subject(process, facts)}: {process.Stat.State}, {Meaning(process.Stat.State)}{where}");
        }

        return lines;
    }

    /// <summary>The dead that nobody has waited for, with the process that has to.</summary>
    public static List<string> Zombies(List<NamespaceProcess> processes, WhyFacts facts)
    {
        List<string> lines = [];
        foreach (NamespaceProcess process in processes)
        {
            if (!process.Stat.IsZombie || process.Pid == facts.Init)
            {
                continue;
            }

            if (processes.Find(other => other.Pid == process.Stat.Parent) is { } parent)
            {
                string orphan = parent.Pid == facts.Init ? "; orphans are PID 1's to reap too, and `--init` puts one there that does" : "";
                lines.Add($"{Subject(process, facts)} has ended: {Subject(parent, facts)} must wait for it{orphan}");
            }
            else
            {
                lines.Add($"{Subject(process, facts)} has ended: its parent outside of the container must wait for it");
            }
        }

        return lines;
    }

    /// <summary>Those whose parent is outside, and what keeps an ending namespace.</summary>
    public static List<string> Outsiders(List<NamespaceProcess> processes, WhyFacts facts, ProcessFiles files)
    {
        List<string> lines = [];
        if (!facts.HasOwnPids || facts.Init is not { } init)
        {
            return lines; // in a shared namespace everybody's parent may be
        }

        foreach (NamespaceProcess process in processes)
        {
            int parent = process.Stat.Parent;
            if (process.Pid != init && !process.Stat.IsZombie && parent != 0 && !processes.Exists(other => other.Pid == parent))
            {
                string group = Contains(facts.Members, process.Pid) ? "" : ", and is not in its cgroup";
                lines.Add(
                    $"{Subject(process, facts)} came in from outside{group}: when it ends, process {parent} ({files.Stat(parent)?.Name ?? "?"}) "
                    + "must wait for it, or the container cannot end");
            }
        }

        foreach (NamespaceHolder holder in NamespaceHolder.Of(init, files))
        {
            lines.Add($"{holder.Sentence}: {holder.Remedy}");
        }

        return lines;
    }

    /// <summary>A process by its numbers: <c>PID 7 (sleep, 4711 on the host)</c>.</summary>
    public static string Subject(NamespaceProcess process, WhyFacts facts) => facts.HasOwnPids && process.InnerPid != process.Pid
        ? $"PID {process.InnerPid} ({process.Stat.Name}, {process.Pid} on the host)"
        : $"process {process.Pid} ({process.Stat.Name})";

    private static bool Contains(IReadOnlyList<int> members, int pid)
    {
        foreach (int member in members)
        {
            if (member == pid)
            {
                return true;
            }
        }

        return false;
    }

    private static string Meaning(char state) => state switch
    {
        'R' => "on a CPU or waiting for one",
        'S' => "sleeping",
        'D' => "waiting for a device or frozen: no signal wakes it",
        'T' => "stopped by a signal",
        't' => "stopped by its tracer",
        'Z' => "ended, not waited for",
        'X' => "ended",
        'I' => "idle",
        _ => "in a state without a name here",
    };
}
