using System.Text;
using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>Which processes are in a group: <c>cgroup.procs</c>, the groups below not counted.</summary>
internal static class GroupProcesses
{
    /// <summary>Process ids; empty where the group is gone. A process of a PID namespace that is not ours is left out (0).</summary>
    internal static List<int> Read(string directory)
    {
        List<int> processes = [];
        int number = 0;
        foreach (char digit in Files.TryReadText($"{directory}/cgroup.procs", 16 << 20) ?? "")
        {
            if (digit != '\n')
            {
                number = (number * 10) + digit - '0';
                continue;
            }

            if (number > 0)
            {
                processes.Add(number);
            }

            number = 0;
        }

        return processes;
    }

    /// <summary>The first few in words, <c>process 4711 (sleep)</c>; empty where there are none.</summary>
    internal static string Describe(string directory)
    {
        StringBuilder text = new();
        List<int> processes = Read(directory);
        for (int i = 0; i < processes.Count && i < 5; i++)
        {
            string name = Files.TryReadText($"/proc/{processes[i]}/comm")?.Trim() ?? "gone";
            text.Append(i == 0 ? "process " : ", ").Append(processes[i]).Append(" (").Append(name).Append(')');
        }

        return processes.Count > 5 ? text.Append($" and {processes.Count - 5} more").ToString() : text.ToString();
    }
}
