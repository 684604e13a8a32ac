using System.Globalization;

namespace MiniRun.Cgroups;

/// <summary>The two shapes of the kernel's counters: a number alone, and lines of a key and a number.</summary>
internal static class KeyedText
{
    /// <summary>The number in a text that has nothing else; <c>max</c> and numbers beyond 63 bits are the largest.</summary>
    internal static long? Number(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.SequenceEqual("max"))
        {
            return long.MaxValue;
        }

        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            ? (long)Math.Min(number, long.MaxValue)
            : null;
    }

    /// <summary>The number of the line that begins with <paramref name="key"/>; null where there is none. Unknown keys are passed over.</summary>
    internal static long? Find(ReadOnlySpan<char> text, string key)
    {
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            if (line.Length > key.Length && line[key.Length] == ' ' && line.StartsWith(key, StringComparison.Ordinal))
            {
                return Number(line[(key.Length + 1)..]);
            }
        }

        return null;
    }
}
