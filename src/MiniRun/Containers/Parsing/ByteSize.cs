using MiniRun.Linux;

namespace MiniRun.Containers.Parsing;

/// <summary>
/// Sizes as docker writes them: <c>512</c>, <c>64m</c>, <c>1.5g</c>, <c>64MiB</c>; b, k, m, g, t and p are powers of 1024 in
/// either case.
/// </summary>
internal static class ByteSize
{
    private const int MostFractionDigits = 15;

    /// <summary>Bytes, at most 2^63-1.</summary>
    /// <exception cref="UsageException">Not a size, no whole number of bytes, or too large.</exception>
    public static ulong Parse(string flag, string text) => TryParse(text, out ulong bytes)
        ? bytes
        : throw new UsageException(flag, text, "not a size", "a number with b, k, m, g or t, such as 64m or 1.5g");

    /// <summary>As <see cref="Parse"/>, answering whether it is one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong bytes)
    {
        bytes = 0;
        int end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        if (!TryUnit(text[end..], out ulong unit))
        {
            return false;
        }

        ReadOnlySpan<char> number = text[..end];
        int point = number.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? number : number[..point];
        ReadOnlySpan<char> fraction = point < 0 ? "0" : number[(point + 1)..];
        if (!DecimalText.TryParse(whole, long.MaxValue, out ulong integer) || !TryFraction(fraction, unit, out ulong part))
        {
            return false;
        }

        UInt128 total = ((UInt128)integer * unit) + part;
        bytes = total <= long.MaxValue ? (ulong)total : 0;
        return total <= long.MaxValue;
    }

    // Exact: 0.1k is 102.4 bytes, which nobody means, so it is refused and not rounded.
    private static bool TryFraction(ReadOnlySpan<char> digits, ulong unit, out ulong bytes)
    {
        bytes = 0;
        if (digits.IsEmpty || digits.Length > MostFractionDigits)
        {
            return false;
        }

        UInt128 numerator = 0;
        UInt128 denominator = 1;
        foreach (char c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            numerator = (numerator * 10) + (uint)(c - '0');
            denominator *= 10;
        }

        bytes = (ulong)(numerator * unit / denominator);
        return numerator * unit % denominator == 0;
    }

    private static bool TryUnit(ReadOnlySpan<char> suffix, out ulong unit)
    {
        unit = 1;
        if (suffix.IsEmpty || suffix is "b" or "B")
        {
            return true;
        }

        int power = "kmgtp".IndexOf(char.ToLowerInvariant(suffix[0]), StringComparison.Ordinal) + 1;
        unit = 1UL << (10 * power);
        return power > 0 && suffix[1..] is "" or "b" or "B" or "ib" or "iB" or "IB" or "Ib";
    }
}
