using System.Text;
using MiniRun.Linux;
using MiniRun.Namespaces.Zap;
using MiniRun.Output;

namespace MiniRun.Containers.Why;

/// <summary>Why a container is stuck, why it died, why it is slow: what the kernel knows of it, in lines for <c>why</c>.</summary>
internal sealed class WhyReport
{
    private readonly List<WhySection> sections = [];

    private WhyReport()
    {
    }

    /// <summary>The parts that have something to say.</summary>
    public IReadOnlyList<WhySection> Sections => sections;

    /// <summary>Looks.</summary>
    /// <param name="facts">What is known of the container.</param>
    /// <param name="files">Where its processes are looked at.</param>
    public static WhyReport Of(WhyFacts facts, ProcessFiles files)
    {
        WhyReport report = new();
        List<NamespaceProcess> processes = facts.Init is null ? [] : Processes(facts, files);
        report.Add("state", State(facts, processes, files));
        report.Add("processes", WhyProcesses.States(processes, facts, files));
        report.Add("zombies", WhyProcesses.Zombies(processes, facts));
        report.Add("from outside", WhyProcesses.Outsiders(processes, facts, files));
        report.Add("limits", WhyLimits.Lines(processes, facts, files));
        report.Add("signals", WhySignals.Lines(processes, facts, files));
        return report;
    }

    /// <summary>All of it as text.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (WhySection section in sections)
        {
            text.Append(section.Title).Append('\n');
            foreach (string line in section.Lines)
            {
                text.Append("  ").Append(Printable.Escape(line)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static List<NamespaceProcess> Processes(WhyFacts facts, ProcessFiles files)
    {
        List<NamespaceProcess> processes = facts.HasOwnPids ? PidNamespace.Processes(facts.Init!.Value, files) : [];
        HashSet<int> seen = [];
        foreach (NamespaceProcess process in processes)
        {
            seen.Add(process.Pid);
        }

        foreach (int pid in facts.Members)
        {
            if (seen.Add(pid) && NamespaceProcess.Of(pid, files) is { } process)
            {
                processes.Add(process);
            }
        }

        return processes;
    }

    private static List<string> State(WhyFacts facts, List<NamespaceProcess> processes, ProcessFiles files)
    {
        if (facts.Init is not { } init)
        {
            return facts.ExitCode is { } code ? [Ended(code), Sender(facts, code)] : ["it does not run"];
        }

        if (files.Stat(init) is not { } stat)
        {
            return ["its first process is gone"];
        }

        if (NamespaceHolder.IsEnding(init, files))
        {
            return ["it is ending: PID 1 has ended, and the kernel waits until each process of its namespace is gone (zap_pid_ns_processes)"];
        }

        return [facts.Frozen ? "it is paused: no process of it runs"
            : stat.IsZombie ? "its first process has ended, and its parent has not waited for it"
            : stat.State == 'T' ? "its first process is stopped by a signal: SIGCONT lets it go on"
            : $"it runs: {processes.Count} process{(processes.Count == 1 ? "" : "es")}"];
    }

    private static string Ended(int code) => code > 128
        ? $"it has ended with exit code {code}: {SignalNames.Name(code - 128)}, or a program that says so"
        : $"it has ended with exit code {code}";

    private static string Sender(WhyFacts facts, int code) =>
        code > 128 ? $"who sent it the signal: {facts.Sender ?? "unknown"}" : "no signal ended it";

    private void Add(string title, List<string> lines)
    {
        if (lines.Count > 0)
        {
            sections.Add(new WhySection(title, lines));
        }
    }
}
