namespace MiniRun.Commands;

/// <summary>Exit codes of our own, as docker's; a container's own code (or 128 + signal) passes through unchanged.</summary>
internal static class ExitCodes
{
    /// <summary>MiniRun itself failed, or was asked for something that it refuses.</summary>
    public const int OurFailure = 125;
}
