namespace MiniRun.Containers.Logs;

/// <summary>One line of a log, or a part of one.</summary>
/// <param name="time">When its first byte came, in nanoseconds since 1970.</param>
/// <param name="stream">Where it was written to.</param>
/// <param name="isPartial">Whether no newline follows: the next entry of the stream goes on with the line, if there is one.</param>
/// <param name="content">The bytes as the container wrote them, without the newline; good until the next entry is read.</param>
internal readonly ref struct LogEntry(long time, LogStream stream, bool isPartial, ReadOnlySpan<byte> content)
{
    /// <summary>When its first byte came, in nanoseconds since 1970.</summary>
    public long Time { get; } = time;

    /// <summary>Where it was written to.</summary>
    public LogStream Stream { get; } = stream;

    /// <summary>Whether no newline follows.</summary>
    public bool IsPartial { get; } = isPartial;

    /// <summary>The bytes without the newline.</summary>
    public ReadOnlySpan<byte> Content { get; } = content;
}
