using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>Lists of CPUs or memory nodes as the kernel writes them, <c>0-2,4</c>; cpuset(7), "List format".</summary>
internal static class CpuList
{
    internal const string OnlineCpus = "/sys/devices/system/cpu/online";
    internal const string OnlineNodes = "/sys/devices/system/node/online";

    /// <summary>The most members a kernel is built for (CONFIG_NR_CPUS); bounds the work on a hostile list.</summary>
    private const int Most = 8192;

    /// <summary>Checks the grammar of a list, and that the machine has what it names.</summary>
    internal static void Check(string option, string? list, string onlineFile, string noun)
    {
        if (string.IsNullOrEmpty(list))
        {
            return;
        }

        // A kernel without NUMA has no file of nodes, and one node.
        string online = Files.TryReadText(onlineFile)?.Trim() ?? "0";
        CheckAgainst(option, list, online, noun);
    }

    internal static void CheckAgainst(string option, string list, string online, string noun)
    {
        bool[] there = new bool[Most];
        ForEach(option, online, member => there[member] = true);
        ForEach(option, list, member =>
        {
            if (!there[member])
            {
                throw new CgroupException($"{option} `{list}`: there is no {noun} {member} online", $"online here: {online}");
            }
        });
    }

    private static void ForEach(string option, string list, Action<int> action)
    {
        foreach (Range part in list.AsSpan().Split(','))
        {
            ReadOnlySpan<char> range = list.AsSpan()[part];
            int dash = range.IndexOf('-');
            int first = Number(option, list, dash < 0 ? range : range[..dash]);
            int last = dash < 0 ? first : Number(option, list, range[(dash + 1)..]);
            if (last < first)
            {
                throw Malformed(option, list);
            }

            for (int member = first; member <= last; member++)
            {
                action(member);
            }
        }
    }

    private static int Number(string option, string list, ReadOnlySpan<char> digits)
    {
        int value = 0;
        foreach (char digit in digits)
        {
            value = char.IsAsciiDigit(digit) ? (value * 10) + digit - '0' : Most;
            if (value >= Most)
            {
                throw Malformed(option, list);
            }
        }

        return digits.IsEmpty ? throw Malformed(option, list) : value;
    }

    private static CgroupException Malformed(string option, string list) =>
        new($"{option} `{list}`: not a list of numbers and ranges below {Most}", "write it as 0-2,4");
}
