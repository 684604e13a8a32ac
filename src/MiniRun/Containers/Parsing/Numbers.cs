using MiniRun.Linux;

namespace MiniRun.Containers.Parsing;

/// <summary>Whole numbers of flags, as <see cref="DecimalText"/> reads them, and negative ones.</summary>
internal static class Numbers
{
    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, "-" before a negative one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, long least, long most, out long value)
    {
        value = 0;
        bool negative = text.Length > 1 && text[0] == '-' && text[1] != '0';
        if (!DecimalText.TryParse(negative ? text[1..] : text, (ulong)long.MaxValue + (negative ? 1UL : 0), out ulong magnitude))
        {
            return false;
        }

        value = negative ? unchecked(-(long)magnitude) : (long)magnitude;
        return value >= least && value <= most;
    }

    /// <summary>A number of a flag.</summary>
    /// <exception cref="UsageException">It is none, or out of range.</exception>
    public static long Parse(string flag, string text, long least, long most) => TryParse(text, least, most, out long value)
        ? value
        : throw new UsageException(flag, text, $"not a whole number from {least} to {most}");

    /// <summary>A number of a flag that has no negative values.</summary>
    /// <exception cref="UsageException">It is none, or out of range.</exception>
    public static ulong Parse(string flag, string text, ulong most = ulong.MaxValue) => DecimalText.TryParse(text, most, out ulong value)
        ? value
        : throw new UsageException(flag, text, $"not a whole number from 0 to {most}");
}
