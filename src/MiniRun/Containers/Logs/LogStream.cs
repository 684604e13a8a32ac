namespace MiniRun.Containers.Logs;

/// <summary>Where a container wrote to.</summary>
internal enum LogStream
{
    /// <summary>Standard output, and everything of a terminal.</summary>
    Stdout,

    /// <summary>Standard error.</summary>
    Stderr,
}
