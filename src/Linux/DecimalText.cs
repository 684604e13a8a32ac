namespace MiniRun.Linux;

/// <summary>
/// Decimal numbers, exactly or not at all: digits without sign, space, leading zero or separator. A number that wraps is a
/// privilege matter (4294967296 became uid 0 in other runtimes), and "010" means eight to some readers.
/// </summary>
public static class DecimalText
{
    /// <summary>Reads a number from 0 to <paramref name="most"/>.</summary>
    /// <returns>Whether the text is one; otherwise <paramref name="value"/> is of no use.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, ulong most, out ulong value)
    {
        value = 0;
        if (text.IsEmpty || (text.Length > 1 && text[0] == '0'))
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            ulong digit = (ulong)(c - '0');
            if (value > (ulong.MaxValue - digit) / 10)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        return value <= most;
    }
}
