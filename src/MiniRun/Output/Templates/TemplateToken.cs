namespace MiniRun.Output.Templates;

/// <summary>What a token of a template is.</summary>
internal enum TokenKind
{
    /// <summary>Text outside of braces; the value is the text.</summary>
    Text,

    /// <summary>{{, the value is empty.</summary>
    Open,

    /// <summary>}}.</summary>
    Close,

    /// <summary>A blank between two words of an action: <c>.A .B</c> is not <c>.A.B</c>.</summary>
    Space,

    /// <summary>A name: a keyword or function.</summary>
    Name,

    /// <summary>.Name; the value is without the dot.</summary>
    Field,

    /// <summary>A dot alone.</summary>
    Dot,

    /// <summary>$ or $name, with the dollar.</summary>
    Variable,

    /// <summary>A string, unquoted.</summary>
    String,

    /// <summary>A number as typed, or a character as its number.</summary>
    Number,

    /// <summary>( ) | , = or :=.</summary>
    Sign,

    /// <summary>The end of the template.</summary>
    End,
}

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its text.</param>
/// <param name="Position">Where it starts, from 0.</param>
internal readonly record struct TemplateToken(TokenKind Kind, string Value, int Position);
