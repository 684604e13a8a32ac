namespace MiniRun.EndToEnd.Harness;

/// <summary>The surroundings of one run of the binary.</summary>
public sealed record CliOptions
{
    /// <summary>Bytes for standard input, which is then closed; null closes it at once.</summary>
    public byte[]? Input { get; init; }

    /// <summary>Variables to add to our own environment, or to remove from it (null).</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Working directory; null for ours.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>After this long it is killed and the test fails.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30 * Machine.Slowness);
}
