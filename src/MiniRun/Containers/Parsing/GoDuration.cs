using System.Globalization;

namespace MiniRun.Containers.Parsing;

/// <summary>Spans of time as Go writes them (<c>time.ParseDuration</c>): 300ms, 1h30m, 1.5h, -10s, 0.</summary>
internal static class GoDuration
{
    /// <summary>Nanoseconds; null if it is none, or too long for 64 bits.</summary>
    public static long? Parse(string text)
    {
        ReadOnlySpan<char> rest = text;
        bool negative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
        {
            rest = rest[1..];
        }

        if (rest is "0")
        {
            return 0;
        }

        if (rest.Length is 0 or > 64)
        {
            return null;
        }

        Int128 total = 0;
        while (rest.Length > 0)
        {
            int number = rest.IndexOfAnyExcept("0123456789.");
            if (number <= 0 || Number(rest[..number]) is not { } value)
            {
                return null; // no number, or no unit after it
            }

            rest = rest[number..];
            int end = rest.IndexOfAny("0123456789.");
            ReadOnlySpan<char> name = end < 0 ? rest : rest[..end];
            if (Unit(name) is not { } unit)
            {
                return null;
            }

            total += (Int128)(value * unit); // Go drops what is smaller than a nanosecond, too
            if (total > long.MaxValue)
            {
                return null;
            }

            rest = rest[name.Length..];
        }

        return (long)(negative ? -total : total);
    }

    private static decimal? Number(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('0', '9') && text.Length <= 20
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value < 1e16m
            ? value
            : null;

    private static long? Unit(ReadOnlySpan<char> name) => name switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => null,
    };
}
