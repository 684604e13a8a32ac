using System.Buffers;
using System.Text;

namespace MiniRun.Linux;

/// <summary>
/// Text to and from the bytes the kernel knows. Paths, arguments and environment are bytes to Linux, mostly but not always
/// UTF-8; a byte that is not part of valid UTF-8 becomes one lone surrogate U+DC80…U+DCFF and comes back as the same byte
/// (the scheme Python calls "surrogateescape"), so nothing a user passes through us is ever changed.
/// </summary>
public static class LinuxText
{
    /// <summary>Decodes any bytes.</summary>
    public static string GetString(ReadOnlySpan<byte> bytes)
    {
        StringBuilder? text = null;
        int start = 0;
        for (int i = 0; i < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[i..], out _, out int consumed) == OperationStatus.Done)
            {
                i += consumed;
                continue;
            }

            text ??= new StringBuilder(bytes.Length);
            text.Append(Encoding.UTF8.GetString(bytes[start..i]));
            for (int end = i + consumed; i < end; i++)
            {
                text.Append((char)(0xDC00 + bytes[i]));
            }

            start = i;
        }

        return text is null ? Encoding.UTF8.GetString(bytes) : text.Append(Encoding.UTF8.GetString(bytes[start..])).ToString();
    }

    /// <summary>Encodes into <paramref name="bytes"/>, which must have three bytes for each character.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int GetBytes(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        int length = 0;
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAnyInRange('\uDC80', '\uDCFF');
            ReadOnlySpan<char> part = plain < 0 ? text : text[..plain];
            if (plain > 0 && char.IsHighSurrogate(text[plain - 1]))
            {
                part = text[..(plain + 1)]; // an ordinary pair
            }

            length += Encoding.UTF8.GetBytes(part, bytes[length..]);
            text = text[part.Length..];
            if (!text.IsEmpty && part.Length == plain)
            {
                bytes[length++] = (byte)(text[0] - 0xDC00);
                text = text[1..];
            }
        }

        return length;
    }

    /// <summary>Encodes to a new array, without a terminating zero.</summary>
    public static byte[] GetBytes(string text)
    {
        byte[] buffer = new byte[text.Length * 3];
        return buffer[..GetBytes(text, buffer)];
    }
}
