namespace MiniRun.Containers.Logs;

/// <summary>Which entries are wanted; times are nanoseconds since 1970, and both are included.</summary>
/// <param name="Since">None from before.</param>
/// <param name="Until">None from after.</param>
/// <param name="Tail">Only so many lines, the last of those that the times allow; -1: all.</param>
internal sealed record LogFilter(long Since = long.MinValue, long Until = long.MaxValue, int Tail = -1)
{
    /// <summary>Everything.</summary>
    public static LogFilter All { get; } = new();

    /// <summary>Whether the times allow it.</summary>
    public bool Allows(long time) => time >= Since && time <= Until;
}
