using System.Globalization;

namespace MiniRun.Output.Templates;

/// <summary>A template as tokens: text, and what stands between {{ and }} (Go's text/template; comments and trimming are done here).</summary>
internal sealed class TemplateLexer
{
    private readonly string text;
    private readonly List<TemplateToken> tokens = [];
    private int at;

    private TemplateLexer(string text) => this.text = text;

    /// <summary>The tokens, the last is <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="UsageException">A mistake of syntax.</exception>
    public static List<TemplateToken> Read(string text)
    {
        TemplateLexer lexer = new(text);
        bool trim = false; // the text that follows an action ended by -}}
        while (lexer.at < text.Length)
        {
            trim = lexer.ReadText(trim) && lexer.ReadAction();
        }

        lexer.Add(TokenKind.End, "", text.Length);
        return lexer.tokens;
    }

    // Up to {{; answers whether there is one.
    private bool ReadText(bool trimStart)
    {
        int open = text.IndexOf("{{", at, StringComparison.Ordinal);
        string part = open < 0 ? text[at..] : text[at..open];
        if (trimStart)
        {
            part = part.TrimStart(' ', '\t', '\r', '\n');
        }

        if (open >= 0 && TrimsBefore(open + 2))
        {
            part = part.TrimEnd(' ', '\t', '\r', '\n');
        }

        if (part.Length > 0)
        {
            Add(TokenKind.Text, part, at);
        }

        at = open < 0 ? text.Length : open;
        return open >= 0;
    }

    private bool TrimsBefore(int position) => position + 1 < text.Length && text[position] == '-' && IsSpace(text[position + 1]);

    private bool TrimsAfter(int position) => IsSpace(text[position]) && string.CompareOrdinal(text, position + 1, "-}}", 0, 3) == 0;

    // From {{ to }}; answers whether the text after it is to be trimmed.
    private bool ReadAction()
    {
        int open = at;
        at += 2;
        if (TrimsBefore(at))
        {
            at += 2;
        }

        if (string.CompareOrdinal(text, at, "/*", 0, 2) == 0)
        {
            return SkipComment(open);
        }

        Add(TokenKind.Open, "", open);
        while (at < text.Length)
        {
            if (string.CompareOrdinal(text, at, "}}", 0, 2) == 0)
            {
                Add(TokenKind.Close, "}}", at);
                at += 2;
                return false;
            }

            if (TrimsAfter(at))
            {
                Add(TokenKind.Close, "}}", at + 2);
                at += 4;
                return true;
            }

            ReadToken();
        }

        throw TemplateError.Syntax(open, Near(open), "{{ is not closed", "actions end with }}");
    }

    private bool SkipComment(int open)
    {
        int end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            throw TemplateError.Syntax(open, Near(open), "the comment is not closed", "comments end with */}}");
        }

        at = end + 2;
        bool trim = at < text.Length && TrimsAfter(at);
        at += trim ? 2 : 0;
        if (string.CompareOrdinal(text, at, "}}", 0, 2) != 0)
        {
            throw TemplateError.Syntax(at, Near(open), "a comment ends right before }}");
        }

        at += 2;
        return trim;
    }

    private void ReadToken()
    {
        int start = at;
        char c = text[at];
        if (IsSpace(c))
        {
            while (at < text.Length && IsSpace(text[at]) && !TrimsAfter(at))
            {
                at++;
            }

            Add(TokenKind.Space, " ", start);
        }
        else if (c is '"' or '`' or '\'')
        {
            ReadQuoted(c);
        }
        else if (c == '.' && !IsDigitAt(at + 1))
        {
            at++;
            string name = TakeName();
            Add(name.Length == 0 ? TokenKind.Dot : TokenKind.Field, name, start);
        }
        else if (c == '$')
        {
            at++;
            Add(TokenKind.Variable, "$" + TakeName(), start);
        }
        else if (IsDigitAt(at) || (c is '+' or '-' or '.' && (IsDigitAt(at + 1) || text.AsSpan(at + 1) is ['.', ..])))
        {
            at++;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or '_' || IsSignOfExponent()))
            {
                at++;
            }

            Add(TokenKind.Number, text[start..at], start);
        }
        else if (TakeName() is { Length: > 0 } name)
        {
            Add(TokenKind.Name, name, start);
        }
        else if (c is '(' or ')' or '|' or ',' or '=' || text.AsSpan(at).StartsWith(":="))
        {
            at += c == ':' ? 2 : 1;
            Add(TokenKind.Sign, text[start..at], start);
        }
        else
        {
            throw TemplateError.Syntax(at, Near(at), "unexpected character");
        }
    }

    private bool IsSignOfExponent() => text[at] is ('+' or '-') && text[at - 1] is ('e' or 'E');

    private void ReadQuoted(char quote)
    {
        int start = at++;
        while (at < text.Length && text[at] != quote)
        {
            if (quote != '`' && (text[at] == '\n' || (text[at] == '\\' && ++at == text.Length)))
            {
                break;
            }

            at++;
        }

        if (at >= text.Length || text[at] != quote)
        {
            throw TemplateError.Syntax(start, Near(start), $"the {(quote == '\'' ? "character" : "string")} is not closed");
        }

        at++;
        string inside = text[(start + 1)..(at - 1)];
        string? value = quote == '`' ? inside.Replace("\r", "", StringComparison.Ordinal) : GoText.Unquote(inside);
        if (value is null)
        {
            throw TemplateError.Syntax(start, text[start..at], "no such escape sequence");
        }

        if (quote == '\'')
        {
            System.Text.Rune.DecodeFromUtf16(value, out System.Text.Rune rune, out int length);
            value = length == value.Length && length > 0
                ? rune.Value.ToString(CultureInfo.InvariantCulture)
                : throw TemplateError.Syntax(start, text[start..at], "not one character", "strings stand in \"double quotes\"");
        }

        Add(quote == '\'' ? TokenKind.Number : TokenKind.String, value, start);
    }

    private string TakeName()
    {
        int start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        return text[start..at];
    }

    private void Add(TokenKind kind, string value, int position) => tokens.Add(new TemplateToken(kind, value, position));

    private string Near(int position) => text[position..Math.Min(text.Length, position + 24)];

    private bool IsDigitAt(int position) => position < text.Length && char.IsAsciiDigit(text[position]);

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n';
}
