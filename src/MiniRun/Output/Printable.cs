using System.Globalization;
using System.Text;

namespace MiniRun.Output;

/// <summary>
/// Text that may be hostile, made fit for a terminal: names and paths may hold escape sequences that would move the cursor,
/// rename the window or fake a line of our own.
/// </summary>
internal static class Printable
{
    /// <summary>Control characters as <c>\xNN</c>, bytes that are not UTF-8 likewise; everything else as it is.</summary>
    public static string Escape(string text)
    {
        int first = 0;
        while (first < text.Length && !MustEscape(text[first]))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        StringBuilder result = new(text, 0, first, text.Length + 16);
        for (int i = first; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                result.Append(text[i++]).Append(text[i]);
            }
            else if (MustEscape(text[i]))
            {
                result.Append("\\x").Append((text[i] & 0xff).ToString("x2", CultureInfo.InvariantCulture));
            }
            else
            {
                result.Append(text[i]);
            }
        }

        return result.ToString();
    }

    // C0, DEL, C1 (some terminals obey U+009B as ESC [), and lone surrogates: bytes that were no UTF-8 (LinuxText).
    private static bool MustEscape(char c) => c is < ' ' or >= '\u007f' and <= '\u009f' || char.IsSurrogate(c);
}
