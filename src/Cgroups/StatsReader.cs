using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>Reads <see cref="CgroupStats"/> from the files of v1 and v2.</summary>
internal static class StatsReader
{
    internal static CgroupStats Read(IReadOnlyList<CgroupMember> groups, CgroupLimits? limits)
    {
        CgroupStats stats = new();
        foreach (CgroupMember group in groups)
        {
            bool v2 = group.Mount.Version == CgroupVersion.V2;
            bool Wants(string controller, bool? limited) => (v2 || group.Mount.Has(controller)) && limited != false;
            if (Wants("cpu", limits?.WantsCpu))
            {
                ReadCpu(stats, group.Directory, v2);
            }

            if (Wants("pids", limits?.WantsPids))
            {
                ReadPids(stats, group.Directory);
            }

            if (Wants("memory", limits?.WantsMemory))
            {
                ReadMemory(stats, group.Directory, v2);
            }
        }

        return stats;
    }

    private static void ReadCpu(CgroupStats stats, string directory, bool v2)
    {
        string? text = Files.TryReadText($"{directory}/cpu.stat");
        if (KeyedText.Find(text, "nr_periods") is not { } periods)
        {
            return; // the v2 file is there without the controller, but then has no periods
        }

        stats.Periods = periods;
        stats.ThrottledPeriods = KeyedText.Find(text, "nr_throttled");
        stats.ThrottledMicroseconds = v2 ? KeyedText.Find(text, "throttled_usec") : KeyedText.Find(text, "throttled_time") / 1000;
    }

    private static void ReadPids(CgroupStats stats, string directory)
    {
        stats.Pids ??= KeyedText.Number(Files.TryReadText($"{directory}/pids.current"));
        stats.PidsPeak ??= KeyedText.Number(Files.TryReadText($"{directory}/pids.peak"));
        stats.PidsRefused ??= KeyedText.Find(Files.TryReadText($"{directory}/pids.events"), "max");
    }

    private static void ReadMemory(CgroupStats stats, string directory, bool v2)
    {
        if (v2)
        {
            string? events = Files.TryReadText($"{directory}/memory.events");
            stats.Memory ??= KeyedText.Number(Files.TryReadText($"{directory}/memory.current"));
            stats.MemoryPeak ??= KeyedText.Number(Files.TryReadText($"{directory}/memory.peak"));
            stats.MemoryLimitHits ??= KeyedText.Find(events, "max");
            stats.OomKills ??= KeyedText.Find(events, "oom_kill");
            return;
        }

        stats.Memory = KeyedText.Number(Files.TryReadText($"{directory}/memory.usage_in_bytes"));
        stats.MemoryPeak = KeyedText.Number(Files.TryReadText($"{directory}/memory.max_usage_in_bytes"));
        stats.MemoryLimitHits = KeyedText.Number(Files.TryReadText($"{directory}/memory.failcnt"));
        stats.OomKills = KeyedText.Find(Files.TryReadText($"{directory}/memory.oom_control"), "oom_kill");
    }
}
