using System.Globalization;
using MiniRun.Output;

namespace MiniRun.Containers.Parsing;

/// <summary>
/// The words of <c>--since</c> and <c>--until</c>, as docker takes them: a span before now (10m, 1h30m), seconds since 1970
/// (1136073845.000000001), or a time of RFC 3339 of which the end may be missing (2006-01-02T15:04); without a zone it is local.
/// </summary>
internal static class InstantParser
{
    private const string Hint = "10m (before now), 2006-01-02T15:04:05, 2006-01-02, or seconds since 1970";

    /// <summary>The instant in nanoseconds since 1970.</summary>
    /// <param name="flag">For what is said of a wrong word.</param>
    /// <param name="word">The word.</param>
    /// <param name="now">What spans are counted back from.</param>
    /// <param name="zone">The local zone.</param>
    /// <exception cref="UsageException">It is none, or further away than nanoseconds in 64 bits reach.</exception>
    public static long Parse(string flag, string word, long now, TimeZoneInfo zone)
    {
        Int128? instant = word != "0" && GoDuration.Parse(word) is { } span ? (Int128)now - span
            : word.Contains('-', StringComparison.Ordinal) ? Calendar(word, zone)
            : UnixSeconds(word);
        if (instant is not { } found)
        {
            throw new UsageException(flag, word, "neither a time nor a duration", Hint);
        }

        return found >= long.MinValue && found <= long.MaxValue
            ? (long)found
            : throw new UsageException(flag, word, "out of range", "from 1678 to 2262");
    }

    private static Int128? UnixSeconds(string word)
    {
        int point = word.IndexOf('.', StringComparison.Ordinal);
        string whole = point < 0 ? word : word[..point];
        string fraction = point < 0 ? "0" : word[(point + 1)..];
        return IsDigits(whole) && whole.Length <= 18 && IsDigits(fraction) && fraction.Length <= 9
            ? ((Int128)long.Parse(whole, CultureInfo.InvariantCulture) * Timestamp.Second) + Fraction(fraction)
            : null;
    }

    private static Int128? Calendar(string word, TimeZoneInfo zone)
    {
        string time = word;
        TimeSpan? offset = null;
        int date = word.IndexOf('T', StringComparison.Ordinal);
        int sign = word.LastIndexOfAny(['+', '-']);
        if (word[^1] is 'Z' or 'z')
        {
            (time, offset) = (word[..^1], TimeSpan.Zero);
        }
        else if (sign > Math.Max(date, 9)) // 9: those of the date
        {
            if (!TimeSpan.TryParseExact(word.AsSpan(sign + 1), @"hh\:mm", CultureInfo.InvariantCulture, out TimeSpan distance))
            {
                return null;
            }

            (time, offset) = (word[..sign], word[sign] == '-' ? -distance : distance);
        }

        string fraction = "0";
        int point = time.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            fraction = time[(point + 1)..];
            time = time[..point];
            if (!IsDigits(fraction) || fraction.Length > 9)
            {
                return null;
            }
        }

        string[] formats = point < 0
            ? ["yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH", "yyyy-MM-dd"]
            : ["yyyy-MM-ddTHH:mm:ss"];
        if (!DateTime.TryParseExact(time, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime found))
        {
            return null;
        }

        TimeSpan distanceToUtc = offset ?? zone.GetUtcOffset(found);
        return ((Int128)(found - DateTime.UnixEpoch - distanceToUtc).Ticks * 100) + Fraction(fraction);
    }

    private static bool IsDigits(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    // "5" is half a second.
    private static long Fraction(string digits) => long.Parse(digits.PadRight(9, '0'), CultureInfo.InvariantCulture);
}
