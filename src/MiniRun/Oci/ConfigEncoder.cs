using System.Globalization;
using System.Text.Encodings.Web;

namespace MiniRun.Oci;

/// <summary>
/// Escapes in JSON what must be (RFC 8259, section 7) and all other control characters, which a terminal might obey; leaves the
/// rest of Unicode as it is. The library's encoders fill tables on first use: 110 µs, ten times what the writing takes.
/// </summary>
internal sealed class ConfigEncoder : JavaScriptEncoder
{
    private const int Escape = 6; // \u0000
    private const byte FirstOfControls = 0xC2; // U+0080 to U+009F in UTF-8: this and 80 to 9f

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => Escape;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or '"' or '\\' or (>= 0x7f and <= 0x9f);

    /// <inheritdoc/>
    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        ReadOnlySpan<char> characters = new(text, textLength);
        for (int i = 0; i < characters.Length; i++)
        {
            // Surrogates too: only the caller sees whether they make pairs, and replaces those that do not.
            if (WillEncode(characters[i]) || char.IsSurrogate(characters[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        for (int i = 0; i < utf8Text.Length; i++)
        {
            byte value = utf8Text[i];
            if (value <= 0x7f ? WillEncode(value) : value == FirstOfControls && i + 1 < utf8Text.Length && utf8Text[i + 1] <= 0x9f)
            {
                return i;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        Span<char> output = new(buffer, bufferLength);
        if (output.Length < Escape)
        {
            numberOfCharactersWritten = 0;
            return false;
        }

        char letter = unicodeScalar switch
        {
            '"' or '\\' => (char)unicodeScalar,
            '\n' => 'n',
            '\t' => 't',
            '\r' => 'r',
            _ => 'u',
        };
        output[0] = '\\';
        output[1] = letter;
        if (letter != 'u')
        {
            numberOfCharactersWritten = 2;
            return true;
        }

        numberOfCharactersWritten = Escape;
        return unicodeScalar.TryFormat(output[2..], out _, "x4", CultureInfo.InvariantCulture);
    }
}
