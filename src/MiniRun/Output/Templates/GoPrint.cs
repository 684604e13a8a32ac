using System.Globalization;
using System.Text;

namespace MiniRun.Output.Templates;

/// <summary>Go's <c>print</c> and <c>printf</c>, with Go's words for a verb that does not fit: <c>%!d(string=x)</c>.</summary>
internal static class GoPrint
{
    private const int Widest = 1000;

    /// <summary>All values, with a blank between two of which neither is text.</summary>
    public static string Print(TemplateValues values, object?[] arguments)
    {
        StringBuilder text = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (i > 0 && arguments[i] is not string && arguments[i - 1] is not string)
            {
                text.Append(' ');
            }

            text.Append(values.Print(arguments[i]));
        }

        return text.ToString();
    }

    /// <summary>A format with verbs.</summary>
    /// <param name="values">How values are printed.</param>
    /// <param name="format">The format.</param>
    /// <param name="arguments">The values.</param>
    /// <param name="header">Whether words stand for the numbers: then every verb takes text.</param>
    /// <exception cref="UsageException">A width or precision of more than a thousand, or of *.</exception>
    public static string Format(TemplateValues values, string format, ReadOnlySpan<object?> arguments, bool header = false)
    {
        StringBuilder text = new();
        int next = 0;
        int at = 0;
        while (at < format.Length)
        {
            if (format[at] != '%')
            {
                text.Append(format[at++]);
                continue;
            }

            at++;
            Verb verb = Verb.Read(format, ref at);
            if (verb.Letter is '%' or '\0')
            {
                text.Append(verb.Letter == '%' ? "%" : "%!(NOVERB)");
            }
            else if (next == arguments.Length)
            {
                text.Append(CultureInfo.InvariantCulture, $"%!{verb.Letter}(MISSING)");
            }
            else
            {
                object? value = arguments[next++];
                string? fitting = One(values, header && value is string ? verb with { Letter = 's', Precision = null } : verb, value);
                text.Append(fitting is null ? $"%!{verb.Letter}({Typed(values, value)})" : verb.Pad(fitting, value));
            }
        }

        if (next < arguments.Length)
        {
            string rest = string.Join(", ", Array.ConvertAll(arguments[next..].ToArray(), value => Typed(values, value)));
            text.Append("%!(EXTRA ").Append(rest).Append(')');
        }

        return text.ToString();
    }

    private static string? One(TemplateValues values, Verb verb, object? value) => (verb.Letter, value) switch
    {
        ('v', _) => values.Print(value),
        ('T', _) => Type(value),
        ('s', string text) => verb.Precision is int most && most < text.Length ? text[..most] : text,
        ('s', not (null or bool or long or double)) => values.Print(value), // lists and maps of text
        ('q', string text) => GoText.Quote(text),
        ('x', string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
        ('X', string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
        ('t', bool on) => on ? "true" : "false",
        ('d', long whole) => verb.Signed(whole.ToString(CultureInfo.InvariantCulture)),
        ('x', long whole) => Based(whole, 16),
        ('X', long whole) => Based(whole, 16).ToUpperInvariant(),
        ('o', long whole) => Based(whole, 8),
        ('b', long whole) => Based(whole, 2),
        ('q', long whole) when Rune.IsValid((int)Math.Clamp(whole, -1, int.MaxValue)) => $"'{new Rune((int)whole)}'",
        ('c', long whole) => Rune.IsValid((int)Math.Clamp(whole, -1, int.MaxValue)) ? new Rune((int)whole).ToString() : "\ufffd",
        ('f' or 'F', double real) => verb.Signed(real.ToString($"F{verb.Precision ?? 6}", CultureInfo.InvariantCulture)),
        ('e', double real) => verb.Signed(real.ToString($"0.{new string('0', verb.Precision ?? 6)}e+00", CultureInfo.InvariantCulture)),
        ('g', double real) => verb.Signed(GoText.Of(real, verb.Precision)),
        _ => null,
    };

    private static string Typed(TemplateValues values, object? value) => value is null ? "<nil>" : $"{Type(value)}={values.Print(value)}";

    private static string Based(long value, int numberBase)
    {
        string digits = "";
        for (ulong rest = value < 0 ? (ulong)-(Int128)value : (ulong)value; rest > 0 || digits.Length == 0; rest /= (ulong)numberBase)
        {
            digits = "0123456789abcdef"[(int)(rest % (ulong)numberBase)] + digits;
        }

        return value < 0 ? $"-{digits}" : digits;
    }

    private static string Type(object? value) => value switch
    {
        null => "<nil>",
        bool => "bool",
        long => "int",
        double => "float64",
        string => "string",
        System.Text.Json.JsonElement { ValueKind: System.Text.Json.JsonValueKind.Object } => "map[string]interface {}",
        _ => "[]interface {}",
    };

    // %[flags][width][.precision]letter
    private readonly record struct Verb(char Letter, string Flags, int Width, int? Precision)
    {
        public static Verb Read(string format, ref int at)
        {
            int start = at;
            while (at < format.Length && "-+0 #".Contains(format[at], StringComparison.Ordinal))
            {
                at++;
            }

            string flags = format[start..at];
            int width = Number(format, ref at) ?? 0;
            int? precision = null;
            if (at < format.Length && format[at] == '.')
            {
                at++;
                precision = Number(format, ref at) ?? 0;
            }

            return new Verb(at < format.Length ? format[at++] : '\0', flags, width, precision);
        }

        public string Signed(string number) => number.StartsWith('-') ? number
            : Flags.Contains('+', StringComparison.Ordinal) ? $"+{number}"
            : Flags.Contains(' ', StringComparison.Ordinal) ? $" {number}"
            : number;

        public string Pad(string text, object? value)
        {
            int cells = text.EnumerateRunes().Count(); // Go counts characters
            if (cells >= Width)
            {
                return text;
            }

            string fill = new(' ', Width - cells);
            if (Flags.Contains('-', StringComparison.Ordinal))
            {
                return text + fill;
            }

            if (!Flags.Contains('0', StringComparison.Ordinal) || value is not (long or double))
            {
                return fill + text;
            }

            int sign = text[0] is '-' or '+' or ' ' ? 1 : 0;
            return text[..sign] + fill.Replace(' ', '0') + text[sign..];
        }

        private static int? Number(string format, ref int at)
        {
            if (at < format.Length && format[at] == '*')
            {
                throw TemplateError.Execution("printf", "a width or precision of * is not supported");
            }

            int start = at;
            while (at < format.Length && char.IsAsciiDigit(format[at]))
            {
                at++;
            }

            return at == start ? null
                : at - start <= 4 && int.Parse(format.AsSpan(start, at - start), CultureInfo.InvariantCulture) is var number and <= Widest ? number
                : throw TemplateError.Execution("printf", $"a width or precision is at most {Widest}");
        }
    }
}
