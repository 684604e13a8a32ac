using MiniRun.Linux;
using MiniRun.Namespaces.Zap;

namespace MiniRun.Containers.Why;

/// <summary>Signals that were sent and not taken, and whether the stop signal would be.</summary>
internal static class WhySignals
{
    /// <summary>A line for each process that has some waiting, and one for the stop signal where it does not arrive.</summary>
    public static List<string> Lines(List<NamespaceProcess> processes, WhyFacts facts, ProcessFiles files)
    {
        List<string> lines = [];
        foreach (NamespaceProcess process in processes)
        {
            if (process.Stat.IsZombie)
            {
                continue;
            }

            foreach (int signal in (process.Status.Pending | process.Status.SharedPending).Signals)
            {
                lines.Add($"{SignalNames.Name(signal)} waits for {WhyProcesses.Subject(process, facts)}{Reason(process, signal, facts)}");
            }
        }

        if (facts.Init is { } init && SignalReach.Of(init, facts.StopSignal, files) is { Arrives: false } reach && reach.Kind != ReachKind.Gone)
        {
            lines.Add($"{reach.Sentence}: a stop takes all of its time and ends with SIGKILL; `--init` or `--stop-signal` changes that");
        }

        return lines;
    }

    private static string Reason(NamespaceProcess process, int signal, WhyFacts facts) =>
        facts.Frozen ? ": the container is paused"
        : process.Status.Blocked.Has(signal) ? ", which blocks it"
        : process.Stat.State switch
        {
            'D' => ", which no signal wakes (state D)",
            'T' => ", which is stopped (state T)",
            't' => ", which is stopped by its tracer",
            _ => "",
        };
}
