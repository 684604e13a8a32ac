using System.Globalization;
using System.Text;

namespace MiniRun.Output.Templates;

/// <summary>Go's notations of strings and numbers.</summary>
internal static class GoText
{
    /// <summary>What stands between the quotes, its escapes resolved; null if there is a wrong one.</summary>
    public static string? Unquote(string text)
    {
        StringBuilder result = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            char escape = ++i < text.Length ? text[i] : '\0';
            const string Letters = "abfnrtv\\'\"";
            int letter = Letters.IndexOf(escape, StringComparison.Ordinal);
            if (letter >= 0 && escape != '\0')
            {
                result.Append("\a\b\f\n\r\t\v\\'\""[letter]);
                continue;
            }

            int digits = escape switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits == 0 || i + digits >= text.Length || !Rune.TryCreate(Hexadecimal(text.AsSpan(i + 1, digits)), out Rune rune)
                || (escape == 'x' && !rune.IsAscii)) // a byte that is no character of its own
            {
                return null;
            }

            result.Append(rune);
            i += digits;
        }

        return result.ToString();
    }

    /// <summary>A string in double quotes (%q).</summary>
    public static string Quote(string text)
    {
        StringBuilder result = new StringBuilder().Append('"');
        foreach (Rune rune in text.EnumerateRunes())
        {
            const string Escaped = "\a\b\f\n\r\t\v\\\"";
            int letter = rune.IsAscii ? Escaped.IndexOf((char)rune.Value, StringComparison.Ordinal) : -1;
            if (letter >= 0)
            {
                result.Append('\\').Append("abfnrtv\\\""[letter]);
            }
            else if (Rune.IsControl(rune))
            {
                result.Append(rune.IsAscii ? $"\\x{rune.Value:x2}" : $"\\u{rune.Value:x4}");
            }
            else
            {
                result.Append(rune);
            }
        }

        return result.Append('"').ToString();
    }

    /// <summary>A number as a long or a double; null if it is none.</summary>
    public static object? Number(string text)
    {
        string digits = text.Replace("_", "", StringComparison.Ordinal);
        bool negative = digits.StartsWith('-');
        string bare = digits.TrimStart('+', '-');
        if (bare.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return bare.Length <= 17 && long.TryParse(bare.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex)
                ? negative ? -hex : hex
                : null;
        }

        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return whole;
        }

        const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(digits, Real, CultureInfo.InvariantCulture, out double real) && double.IsFinite(real) ? real : null;
    }

    /// <summary>A double as %v and %g write it: with an exponent if that is below -4 or not below the digits (6 if there is no precision).</summary>
    /// <param name="value">The number.</param>
    /// <param name="precision">Most digits; null for as many as are needed to read the same number again.</param>
    public static string Of(double value, int? precision = null)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }

        int most = Math.Clamp(precision ?? 17, 1, 17);
        int digits = precision is null ? 0 : most - 1;
        string text = value.ToString($"E{digits}", CultureInfo.InvariantCulture);
        while (precision is null && digits < most - 1 && double.Parse(text, CultureInfo.InvariantCulture) != value)
        {
            text = value.ToString($"E{++digits}", CultureInfo.InvariantCulture);
        }

        // d.dddE+ppp
        int e = text.IndexOf('E', StringComparison.Ordinal);
        string mantissa = text[..e].Contains('.', StringComparison.Ordinal) ? text[..e].TrimEnd('0').TrimEnd('.') : text[..e];
        int power = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (power < -4 || power >= (precision is null ? 6 : most))
        {
            return $"{mantissa}e{(power < 0 ? '-' : '+')}{Math.Abs(power):00}";
        }

        const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        decimal plain = decimal.Parse($"{mantissa}E{power}", Real, CultureInfo.InvariantCulture);
        return plain.ToString("0.#########################", CultureInfo.InvariantCulture);
    }

    private static int Hexadecimal(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) ? value : -1;
}
