namespace MiniRun.Namespaces.Sandbox;

/// <summary>One resource limit of a process; setrlimit(2).</summary>
/// <param name="Name">The kernel's name without prefix, in lower case: "nofile".</param>
/// <param name="Resource">RLIMIT_* number.</param>
/// <param name="Soft">The value in force; <see cref="ulong.MaxValue"/> is RLIM_INFINITY.</param>
/// <param name="Hard">The ceiling; <see cref="ulong.MaxValue"/> is RLIM_INFINITY.</param>
public sealed record ResourceLimit(string Name, int Resource, ulong Soft, ulong Hard)
{
    /// <summary>RLIMIT_* names in the order of their numbers.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "cpu", "fsize", "data", "stack", "core", "rss", "nproc", "nofile", "memlock", "as", "locks", "sigpending",
        "msgqueue", "nice", "rtprio", "rttime",
    ];
}
