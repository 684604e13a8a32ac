using MiniRun.Linux;

namespace MiniRun.Containers.Parsing;

/// <summary>Signals as people write them: TERM, SIGTERM, 15, RTMIN+3.</summary>
internal static class SignalParser
{
    /// <summary>Its number.</summary>
    /// <exception cref="UsageException">No signal is called so.</exception>
    public static int Parse(string flag, string word) =>
        SignalNames.Parse(word) ?? throw new UsageException(flag, word, "not a signal", "such as TERM, SIGINT, 9 or RTMIN+3");
}
