using System.Globalization;

namespace MiniRun.Linux;

/// <summary>Signals by name, as kill(1) takes them; <c>signal(7)</c>.</summary>
public static class SignalNames
{
    private const int FirstRealTime = 34; // glibc's SIGRTMIN: it keeps 32 and 33 to itself
    private const int Last = 64;

    private static readonly string[] Names =
    [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
        "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "POLL", "PWR", "SYS",
    ];

    /// <summary>The number of "SIGTERM", "term", "15", "RTMIN+3"; null for anything else.</summary>
    public static int? Parse(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return number is >= 1 and <= Last ? number : null;
        }

        string name = text.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? text[3..] : text;
        int index = Array.FindIndex(Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index + 1 : ParseRealTime(name);
    }

    /// <summary>The name with "SIG", such as "SIGTERM" or "SIGRTMIN+3".</summary>
    public static string Name(int signal) => signal switch
    {
        >= 1 and <= 31 => $"SIG{Names[signal - 1]}",
        FirstRealTime => "SIGRTMIN",
        > FirstRealTime and <= Last => string.Create(CultureInfo.InvariantCulture, $"SIGRTMIN+{signal - FirstRealTime}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"signal {signal}"),
    };

    private static int? ParseRealTime(string name)
    {
        (string start, int from, int sign) = name.StartsWith("RTMAX", StringComparison.OrdinalIgnoreCase)
            ? ("RTMAX-", Last, -1)
            : ("RTMIN+", FirstRealTime, 1);
        if (name.Equals(start[..5], StringComparison.OrdinalIgnoreCase))
        {
            return from;
        }

        bool isNumber = name.StartsWith(start, StringComparison.OrdinalIgnoreCase)
            & int.TryParse(name.AsSpan(Math.Min(6, name.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out int offset);
        int signal = from + (sign * offset);
        return isNumber && signal is >= FirstRealTime and <= Last ? signal : null;
    }
}
