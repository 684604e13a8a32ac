using System.Globalization;

namespace MiniRun.Cgroups;

/// <summary>What the limits did to a container, as facts and as sentences for stderr, <c>ps</c> and <c>inspect</c>.</summary>
/// <param name="OomKills">Processes killed at the memory limit.</param>
/// <param name="MemoryLimit">That limit, in bytes; null where there is none.</param>
/// <param name="ThrottledPercent">Share of CPU periods in which the group was stopped, 0 to 100.</param>
/// <param name="ForksRefused">How often fork failed at the pids limit.</param>
/// <param name="Sentences">One for each limit that hit; empty when none did.</param>
public sealed record LimitVerdict(
    long OomKills, long? MemoryLimit, int ThrottledPercent, long ForksRefused, IReadOnlyList<string> Sentences)
{
    // A start alone may use up its first periods; that is no news. Ten periods are a second by default.
    private const long WorthTelling = 10;

    /// <summary>Judges what was counted.</summary>
    public static LimitVerdict From(CgroupStats stats, CgroupLimits limits)
    {
        long? memory = limits.Memory > 0 ? limits.Memory : null;
        long kills = stats.OomKills ?? 0;
        long throttled = stats.ThrottledPeriods ?? 0;
        long refused = stats.PidsRefused ?? 0;
        int percent = stats.Periods > 0 ? (int)Math.Min(100, 100.0 * throttled / stats.Periods.Value) : 0;
        List<string> sentences = [];
        if (kills > 0)
        {
            string where = memory is null ? "the limit of a group above" : Bytes(memory.Value);
            sentences.Add(kills == 1
                ? $"killed: out of memory at {where}"
                : $"killed: out of memory at {where} ({kills.ToString(CultureInfo.InvariantCulture)} processes)");
        }

        if (throttled >= WorthTelling)
        {
            sentences.Add(percent == 0 ? "throttled in less than 1 % of periods" : $"throttled in {percent} % of periods");
        }

        if (refused > 0)
        {
            sentences.Add($"fork refused {(refused == 1 ? "once" : $"{refused} times")} at the pids limit of {limits.PidsLimit}");
        }

        return new LimitVerdict(kills, memory, percent, refused, sentences);
    }

    /// <summary>A number of bytes in the largest unit that leaves no rest.</summary>
    internal static string Bytes(long bytes) => bytes switch
    {
        _ when bytes % (1 << 30) == 0 => $"{bytes >> 30} GiB",
        _ when bytes % (1 << 20) == 0 => $"{bytes >> 20} MiB",
        _ when bytes % (1 << 10) == 0 => $"{bytes >> 10} KiB",
        _ => $"{bytes} bytes",
    };
}
