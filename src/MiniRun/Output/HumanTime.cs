namespace MiniRun.Output;

/// <summary>Spans of time in docker's words (go-units' <c>HumanDuration</c>).</summary>
internal static class HumanTime
{
    /// <summary>"Less than a second", "3 seconds", "About a minute", "2 days" …</summary>
    public static string Of(TimeSpan span)
    {
        long seconds = (long)span.TotalSeconds;
        long minutes = (long)span.TotalMinutes;
        long hours = (long)(span.TotalHours + 0.5);
        return (seconds, minutes, hours) switch
        {
            ( < 1, _, _) => "Less than a second",
            (1, _, _) => "1 second",
            ( < 60, _, _) => $"{seconds} seconds",
            (_, 1, _) => "About a minute",
            (_, < 60, _) => $"{minutes} minutes",
            (_, _, 1) => "About an hour",
            (_, _, < 48) => $"{hours} hours",
            (_, _, < 24 * 7 * 2) => $"{hours / 24} days",
            (_, _, < 24 * 30 * 2) => $"{hours / 24 / 7} weeks",
            (_, _, < 24 * 365 * 2) => $"{hours / 24 / 30} months",
            _ => $"{(long)span.TotalHours / 24 / 365} years",
        };
    }

    /// <summary>As <see cref="Of(TimeSpan)"/>, from a number of nanoseconds.</summary>
    public static string OfNanoseconds(long nanoseconds) => Of(TimeSpan.FromTicks(nanoseconds / 100));
}
