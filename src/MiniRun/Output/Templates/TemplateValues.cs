using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MiniRun.Output.Templates;

/// <summary>
/// What a template computes with: null, bool, long, double, string, <c>object?[]</c>, and a <see cref="JsonElement"/> for an object
/// or an array of the data.
/// </summary>
/// <param name="printable">Whether strings of the data are escaped for a terminal when they are read.</param>
internal sealed class TemplateValues(bool printable)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A piece of the data as a value.</summary>
    public object? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => printable ? Printable.Escape(Text(element)) : Text(element),
        JsonValueKind.Number => element.TryGetInt64(out long whole) ? (object)whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Object or JsonValueKind.Array => element,
        _ => null,
    };

    /// <summary>The elements of a list; null if it is none.</summary>
    public object?[]? Items(object? value)
    {
        if (value is not JsonElement { ValueKind: JsonValueKind.Array } array)
        {
            return value as object?[];
        }

        object?[] items = new object?[array.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in array.EnumerateArray())
        {
            items[i++] = Of(item);
        }

        return items;
    }

    /// <summary>The entries of an object in the order of their keys; null if it is none.</summary>
    public List<(string Key, object? Value)>? Entries(object? value)
    {
        if (value is not JsonElement { ValueKind: JsonValueKind.Object } map)
        {
            return null;
        }

        List<(string Key, object? Value)> entries = [];
        foreach (JsonProperty property in map.EnumerateObject())
        {
            entries.Add((printable ? Printable.Escape(property.Name) : property.Name, Of(property.Value)));
        }

        entries.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return entries;
    }

    /// <summary>What counts as true: all but false, 0, null, and what is empty.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool on => on,
        long whole => whole != 0,
        double real => real != 0,
        string text => text.Length > 0,
        object?[] list => list.Length > 0,
        JsonElement { ValueKind: JsonValueKind.Array } array => array.GetArrayLength() > 0,
        JsonElement map => map.EnumerateObject().MoveNext(),
        _ => true,
    };

    /// <summary>What kind of value it is, for what is said of a wrong one.</summary>
    public static string Kind(object? value) => value switch
    {
        null => "null",
        bool => "a truth value",
        long or double => "a number",
        string => "text",
        JsonElement { ValueKind: JsonValueKind.Object } => "a map",
        _ => "a list",
    };

    /// <summary>As Go's %v.</summary>
    public string Print(object? value)
    {
        switch (value)
        {
            case null:
                return "<nil>";
            case string text:
                return text;
            case bool on:
                return on ? "true" : "false";
            case long whole:
                return whole.ToString(CultureInfo.InvariantCulture);
            case double real:
                return GoText.Of(real);
        }

        return Entries(value) is { } entries ? $"map[{string.Join(' ', entries.ConvertAll(entry => $"{entry.Key}:{Print(entry.Value)}"))}]"
            : Items(value) is { } items ? $"[{string.Join(' ', Array.ConvertAll(items, Print))}]"
            : ""; // a header line's whole
    }

    /// <summary>As JSON on one line.</summary>
    public static string Json(object? value)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Plain))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "\ufffd"; // a damaged file: half a character
        }
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool on:
                writer.WriteBooleanValue(on);
                break;
            case long whole:
                writer.WriteNumberValue(whole);
                break;
            case double real:
                writer.WriteNumberValue(real);
                break;
            case object?[] list:
                writer.WriteStartArray();
                Array.ForEach(list, item => Write(writer, item));
                writer.WriteEndArray();
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
        }
    }
}
