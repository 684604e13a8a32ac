using MiniRun.Cgroups;
using MiniRun.Containers.Store;
using MiniRun.Containers.Why;
using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Commands.Life;

/// <summary><c>minirun why</c>: why a container is stuck, slow or gone.</summary>
internal static class WhyCommand
{
    /// <summary>Tells it.</summary>
    public static int Execute(string[] args)
    {
        VerbWords words = Verbs.Find("why")!.Parse(args);
        if (words.IsHelp)
        {
            StandardStreams.Out(Verbs.Find("why")!.Help);
            return 0;
        }

        return EachContainer.Do(words.Operands, static entry => StandardStreams.Out(Report(entry)), print: false);
    }

    private static string Report(ContainerEntry entry)
    {
        ContainerRecord record = EachContainer.RecordOf(entry);
        string head = $"{entry.Name}: {StatusText.Of(entry, Timestamp.Now)}\n";
        if (!entry.IsAlive)
        {
            string error = entry.State.Error.Length > 0 ? $"{entry.State.Error}\n" : "";
            string verdict = string.Concat(entry.State.Verdict.Select(sentence => $"  {Printable.Escape(sentence)}\n"));
            WhyReport dead = WhyReport.Of(new WhyFacts { ExitCode = entry.State is { Finished: > 0, ExitCode: >= 0 } ? entry.State.ExitCode : null }, ProcessFiles.Host);
            return head + error + verdict + dead;
        }

        CgroupStats stats = entry.Groups.ReadStats();
        WhyFacts facts = new()
        {
            Init = EachContainer.InitOf(entry).Pid,
            HasOwnPids = entry.HasOwnPids,
            Members = entry.Groups.Processes(),
            Frozen = entry.State.Status == ContainerStatus.Paused,
            StopSignal = record.StopSignal,
            Limits = LimitVerdict.From(stats, record.Spec.Linux.Resources),
            Pids = stats.Pids,
            PidsLimit = record.Spec.Linux.Resources.PidsLimit,
        };
        return head + WhyReport.Of(facts, ProcessFiles.Host);
    }
}
