namespace MiniRun.Commands;

/// <summary>Exit codes of our own, as docker's; a container's own code (or 128 + signal) passes through unchanged.</summary>
internal static class ExitCodes
{
    /// <summary>MiniRun itself failed, or was asked for something that it refuses.</summary>
    public const int OurFailure = 125;

    /// <summary>The program is there and cannot be executed.</summary>
    public const int NotExecutable = 126;

    /// <summary>The program, or the interpreter that it names, is not there.</summary>
    public const int NotFound = 127;
}
