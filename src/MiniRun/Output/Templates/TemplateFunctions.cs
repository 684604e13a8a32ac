using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MiniRun.Output.Templates;

/// <summary>The functions of Go's text/template that make sense here, and docker's. <c>and</c> and <c>or</c> are the evaluator's.</summary>
/// <param name="values">How values are read and printed.</param>
/// <param name="header">Whether a header line is made: then docker's functions leave their text as it is.</param>
internal sealed class TemplateFunctions(TemplateValues values, bool header)
{
    // Name, fewest arguments, most.
    private static readonly (string Name, int Least, int Most)[] Table =
    [
        ("and", 1, int.MaxValue), ("or", 1, int.MaxValue), ("not", 1, 1),
        ("eq", 2, int.MaxValue), ("ne", 2, 2), ("lt", 2, 2), ("le", 2, 2), ("gt", 2, 2), ("ge", 2, 2),
        ("len", 1, 1), ("index", 1, int.MaxValue), ("slice", 1, 3),
        ("print", 0, int.MaxValue), ("printf", 1, int.MaxValue), ("println", 0, int.MaxValue),
        ("json", 1, 1), ("join", 2, 2), ("split", 2, 2), ("lower", 1, 1), ("upper", 1, 1), ("title", 1, 1), ("pad", 3, 3),
        ("truncate", 2, 2),
    ];

    /// <summary>All names, for suggestions.</summary>
    public static string[] Names => Array.ConvertAll(Table, entry => entry.Name);

    /// <summary>Whether there is such a function.</summary>
    public static bool Exists(string name) => Array.Exists(Table, entry => entry.Name == name);

    /// <summary>Refuses a wrong number of arguments.</summary>
    /// <exception cref="UsageException">There are fewer or more.</exception>
    public static void CheckCount(string name, int count)
    {
        (_, int least, int most) = Array.Find(Table, entry => entry.Name == name);
        if (count < least || count > most)
        {
            string wanted = least == most ? $"{least}" : most == int.MaxValue ? $"at least {least}" : $"{least} to {most}";
            throw TemplateError.Execution(name, $"takes {wanted} argument{(wanted.EndsWith('1') ? "" : "s")}, not {count}");
        }
    }

    /// <summary>Calls a function.</summary>
    /// <exception cref="UsageException">An argument that it does not take.</exception>
    public object? Call(string name, object?[] arguments)
    {
        CheckCount(name, arguments.Length);
        if (header && name is ("json" or "join" or "split" or "lower" or "upper" or "title" or "truncate" or "slice"))
        {
            return arguments[0];
        }

        if (header && name is ("eq" or "ne" or "lt" or "le" or "gt" or "ge"))
        {
            return false; // what is a number in a row is a word here
        }

        return name switch
        {
            "not" => !TemplateValues.IsTrue(arguments[0]),
            "len" => Length(arguments[0]),
            "index" => Index(arguments),
            "slice" => Slice(arguments),
            "print" => GoPrint.Print(values, arguments),
            "println" => string.Join(' ', Array.ConvertAll(arguments, values.Print)) + "\n",
            "printf" => GoPrint.Format(values, Text(name, arguments, 0), arguments.AsSpan(1), header),
            "json" => TemplateValues.Json(arguments[0]),
            "join" => string.Join(Text(name, arguments, 1), Array.ConvertAll(Items(name, arguments[0]), values.Print)),
            "split" => Split(Text(name, arguments, 0), Text(name, arguments, 1)),
            "lower" => Text(name, arguments, 0).ToLowerInvariant(),
            "upper" => Text(name, arguments, 0).ToUpperInvariant(),
            "title" => Title(Text(name, arguments, 0)),
            "pad" => Pad(Text(name, arguments, 0), Whole(name, arguments, 1), Whole(name, arguments, 2)),
            "truncate" => Truncate(Text(name, arguments, 0), Whole(name, arguments, 1)),
            _ => TemplateComparison.Evaluate(name, arguments),
        };
    }

    private object?[] Items(string name, object? value) =>
        values.Items(value) ?? (value is null ? [] : throw TemplateError.Execution(name, $"takes a list, not {TemplateValues.Kind(value)}"));

    private static string Text(string name, object?[] arguments, int at) =>
        arguments[at] as string ?? throw Wrong(name, arguments, at, "text");

    private static int Whole(string name, object?[] arguments, int at)
    {
        const int Most = 1 << 16;
        long value = arguments[at] as long? ?? throw Wrong(name, arguments, at, "a whole number");
        return value is >= 0 and <= Most ? (int)value : throw TemplateError.Execution(name, $"takes a number from 0 to {Most}, not {value}");
    }

    private static UsageException Wrong(string name, object?[] arguments, int at, string wanted) =>
        TemplateError.Execution(name, $"takes {wanted} as argument {at + 1}, not {TemplateValues.Kind(arguments[at])}");

    private object? Length(object? value) => value is string text
        ? (long)Encoding.UTF8.GetByteCount(text)
        : (object)(long)(values.Items(value)?.Length ?? values.Entries(value)?.Count
            ?? throw TemplateError.Execution("len", $"takes text, a list or a map, not {TemplateValues.Kind(value)}"));

    private object? Index(object?[] arguments)
    {
        object? value = arguments[0];
        for (int i = 1; i < arguments.Length; i++)
        {
            if (header && value is string)
            {
                return value;
            }

            value = values.Items(value) is { } items ? items[Position(arguments, i, items.Length - 1, "index")]
                : value is JsonElement map ? Entry(map, Text("index", arguments, i))
                : throw TemplateError.Execution("index", $"takes a list or a map, not {TemplateValues.Kind(value)}");
        }

        return value;
    }

    // Go: the zero value of what the map holds. It is text if all that is there is text.
    private object? Entry(JsonElement map, string key)
    {
        bool isText = true;
        foreach (JsonProperty property in map.EnumerateObject())
        {
            if (property.NameEquals(key))
            {
                return values.Of(property.Value);
            }

            isText &= property.Value.ValueKind == JsonValueKind.String;
        }

        return isText ? "" : null;
    }

    private object? Slice(object?[] arguments)
    {
        string? text = arguments[0] as string;
        object?[] items = text is null ? Items("slice", arguments[0]) : [];
        int length = text?.Length ?? items.Length;
        int start = arguments.Length > 1 ? Position(arguments, 1, length, "slice") : 0;
        int end = arguments.Length > 2 ? Position(arguments, 2, length, "slice") : length;
        return start > end ? throw TemplateError.Execution("slice", $"{start} is behind {end}") : text is null ? items[start..end] : text[start..end];
    }

    private static int Position(object?[] arguments, int at, int last, string name)
    {
        long value = arguments[at] as long? ?? throw Wrong(name, arguments, at, "a whole number");
        return value >= 0 && value <= last ? (int)value
            : throw TemplateError.Execution(name, string.Create(CultureInfo.InvariantCulture, $"{value} is out of range: the last is {last}"));
    }

    private static object?[] Split(string text, string separator) => separator.Length > 0
        ? text.Split(separator)
        : Array.ConvertAll(text.EnumerateRunes().ToArray(), rune => (object?)rune.ToString());

    private static string Title(string text)
    {
        StringBuilder result = new(text.Length);
        bool inWord = false;
        foreach (char c in text)
        {
            result.Append(inWord ? c : char.ToUpperInvariant(c));
            inWord = char.IsLetterOrDigit(c) || c == '_';
        }

        return result.ToString();
    }

    private static string Pad(string text, int before, int after) =>
        text.Length == 0 ? text : $"{new string(' ', before)}{text}{new string(' ', after)}";

    private static string Truncate(string text, int length) =>
        text.Length <= length ? text : text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
