using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Containers.Parsing;

/// <summary><c>--ulimit NAME=SOFT[:HARD]</c>; -1 and "unlimited" are infinity, the hard limit is the soft one unless given.</summary>
internal static class UlimitParser
{
    private const string Flag = "--ulimit";

    /// <summary>The limits asked for; of two with one name the last counts.</summary>
    /// <exception cref="UsageException">One is not of this form.</exception>
    public static List<ResourceLimit> Parse(IReadOnlyList<string> texts)
    {
        List<ResourceLimit> limits = [];
        foreach (string text in texts)
        {
            ResourceLimit limit = Parse(text);
            limits.RemoveAll(other => other.Resource == limit.Resource);
            limits.Add(limit);
        }

        return limits;
    }

    private static ResourceLimit Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            throw new UsageException(Flag, text, "not of the form NAME=SOFT[:HARD]", "such as nofile=1024:2048");
        }

        string name = text[..equals];
        int resource = IndexOf(name);
        if (resource < 0)
        {
            throw new UsageException(Flag, text, $"no limit is called \"{name}\"", $"limits: {string.Join(", ", ResourceLimit.Names)}");
        }

        string[] values = text[(equals + 1)..].Split(':');
        if (values.Length > 2)
        {
            throw new UsageException(Flag, text, "not of the form NAME=SOFT[:HARD]");
        }

        ulong soft = Value(text, values[0]);
        ulong hard = values.Length == 2 ? Value(text, values[1]) : soft;
        return soft <= hard
            ? new ResourceLimit(name, resource, soft, hard)
            : throw new UsageException(Flag, text, "the soft limit is above the hard limit");
    }

    private static int IndexOf(string name)
    {
        for (int i = 0; i < ResourceLimit.Names.Count; i++)
        {
            if (ResourceLimit.Names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static ulong Value(string text, string value) => value is "-1" or "unlimited"
        ? ulong.MaxValue
        : DecimalText.TryParse(value, long.MaxValue, out ulong number)
            ? number
            : throw new UsageException(Flag, text, $"\"{value}\" is not a whole number from 0 to {long.MaxValue}, -1 or unlimited");
}
