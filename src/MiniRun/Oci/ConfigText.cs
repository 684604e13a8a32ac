using System.Globalization;
using System.Text;

namespace MiniRun.Oci;

/// <summary>
/// Text of the kernel in JSON, exactly. JSON is Unicode; a file name or an argument need not be (<see cref="Linux.LinuxText"/>).
/// A byte that is no UTF-8 is written as U+0000 and its two hexadecimal digits, so the name with the bytes 63 61 66 e9 is
/// <c>"caf\u0000e9"</c>; U+0000 itself, which only the content of a file may have, is <c>"\u000000"</c>. No name, argument or
/// variable of Linux can hold U+0000, so nothing else is ever written so, and every JSON parser keeps it. A lone surrogate
/// in its place (<c>"\udce9"</c>) most parsers would refuse or change: RFC 8259, section 8.2.
/// </summary>
internal static class ConfigText
{
    private const char Mark = '\0';
    private const char FirstByte = '\uDC80'; // LinuxText: U+DC00 and the byte, which is 80 or more
    private const char LastByte = '\uDCFF';

    /// <summary>As it is written; the text itself where it holds nothing special.</summary>
    public static string Encode(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange(FirstByte, LastByte) < 0 && !text.Contains(Mark, StringComparison.Ordinal))
        {
            return text;
        }

        StringBuilder result = new(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                result.Append(c).Append(text[++i]); // an ordinary pair, though its second half may look like one of our bytes
            }
            else if (c is Mark or >= FirstByte and <= LastByte)
            {
                result.Append(Mark).Append((c & 0xff).ToString("x2", CultureInfo.InvariantCulture));
            }
            else
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }

    /// <summary>What was written as <paramref name="text"/>; null where <see cref="Encode"/> never writes that.</summary>
    public static string? Decode(string text)
    {
        int mark = text.IndexOf(Mark, StringComparison.Ordinal);
        if (mark < 0)
        {
            return text;
        }

        StringBuilder result = new(text.Length);
        int start = 0;
        for (; mark >= 0; mark = text.IndexOf(Mark, start))
        {
            int value = mark + 2 < text.Length ? (Digit(text[mark + 1]) << 4) | Digit(text[mark + 2]) : -1;
            if (value is not 0 and not (>= 0x80 and <= 0xff))
            {
                return null;
            }

            result.Append(text, start, mark - start).Append(value == 0 ? Mark : (char)(0xDC00 + value));
            start = mark + 3;
        }

        return result.Append(text, start, text.Length - start).ToString();
    }

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        _ => -1, // and so is what it is put together to
    };
}
