using System.Globalization;
using MiniRun.Linux;
using MiniRun.Namespaces.Zap;

namespace MiniRun.Containers.Why;

/// <summary>Which limits were hit, or are about to be.</summary>
internal static class WhyLimits
{
    private const double Near = 0.95;

    /// <summary>A line for each; none where no limit is near.</summary>
    public static List<string> Lines(List<NamespaceProcess> processes, WhyFacts facts, ProcessFiles files)
    {
        List<string> lines = [.. facts.Limits?.Sentences ?? []];
        if (facts.Pids is { } pids && facts.PidsLimit is > 0 and var most && pids >= most * Near)
        {
            lines.Add($"{pids} of at most {most} processes and threads are there (--pids-limit)");
        }

        if (facts.Init is null)
        {
            return lines;
        }

        foreach (NamespaceProcess process in processes)
        {
            if (OpenFiles(process.Pid, files) is var (open, limit) && open >= limit * Near)
            {
                lines.Add($"{WhyProcesses.Subject(process, facts)} has {open} of at most {limit} files open (RLIMIT_NOFILE, --ulimit nofile)");
            }
        }

        if (Machine(files) is var (tasks, highest) && tasks >= highest * Near)
        {
            lines.Add($"{tasks} of at most {highest} processes and threads are on this machine (kernel.pid_max)");
        }

        return lines;
    }

    private static (long Open, long Limit)? OpenFiles(int pid, ProcessFiles files)
    {
        foreach (string line in files.Read(pid, "limits")?.Split('\n') ?? [])
        {
            const string Name = "Max open files";
            if (line.StartsWith(Name, StringComparison.Ordinal) && First(line.AsSpan(Name.Length)) is { } limit)
            {
                return (files.OpenFiles(pid), limit);
            }
        }

        return null;
    }

    // The second field but last of /proc/loadavg is RUNNABLE/ALL; proc_loadavg(5).
    private static (long Tasks, long Highest)? Machine(ProcessFiles files)
    {
        string[] fields = Files.TryReadText($"{files.Root}/loadavg")?.Split(' ') ?? [];
        int slash = fields.Length > 3 ? fields[3].IndexOf('/') : -1;
        return slash > 0 && First(fields[3].AsSpan(slash + 1)) is { } tasks
            && First(Files.TryReadText($"{files.Root}/sys/kernel/pid_max")) is { } highest ? (tasks, highest) : null;
    }

    private static long? First(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        int end = text.IndexOf(' ');
        return long.TryParse(end < 0 ? text : text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
    }
}
