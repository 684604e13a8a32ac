using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MiniRun.Oci;

/// <summary>
/// Walks through a JSON text and knows where it is, so that a failure names the place: <c>$.syscalls[3].action</c>. A field
/// whose value is null counts as absent; a field that comes twice is refused, since readers differ on which one counts.
/// </summary>
/// <param name="json">The text, UTF-8.</param>
/// <param name="file">The file it is from, for messages.</param>
internal ref struct SeccompJsonCursor(ReadOnlySpan<byte> json, string file)
{
    private const int MostNested = 16;

    private readonly List<Level> _levels = [];
    private Utf8JsonReader _reader = new(json, new JsonReaderOptions { MaxDepth = MostNested });

    private sealed class Level
    {
        public List<string> Fields { get; } = [];

        public int Index { get; set; } = -1;
    }

    /// <summary>Begins the text.</summary>
    public void Start() => Read();

    /// <summary>Checks that nothing follows.</summary>
    public void End()
    {
        if (Read())
        {
            throw Fail("there is more after the end");
        }
    }

    /// <summary>Enters the object that is the current value.</summary>
    public readonly void BeginObject() => Enter(JsonTokenType.StartObject, "an object");

    /// <summary>Enters the array that is the current value.</summary>
    public readonly void BeginArray() => Enter(JsonTokenType.StartArray, "an array");

    /// <summary>Goes to the value of the next field of the object; false, leaving it, at its end.</summary>
    public bool Field(out string name)
    {
        name = "";
        List<string> fields = _levels[^1].Fields;
        while (Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            name = Text();
            bool again = fields.Contains(name);
            fields.Add(name);
            if (again)
            {
                throw Fail("is there twice");
            }

            Read();
            if (_reader.TokenType != JsonTokenType.Null)
            {
                return true;
            }
        }

        _levels.RemoveAt(_levels.Count - 1);
        return false;
    }

    /// <summary>Goes to the next element of the array; false, leaving it, at its end.</summary>
    public bool Element()
    {
        Read();
        if (_reader.TokenType != JsonTokenType.EndArray)
        {
            _levels[^1].Index++;
            return true;
        }

        _levels.RemoveAt(_levels.Count - 1);
        return false;
    }

    /// <summary>The current value, a string.</summary>
    public readonly string Text()
    {
        if (_reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
        {
            throw Fail("must be a string");
        }

        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fail("is not valid UTF-8");
        }
    }

    /// <summary>The current value, a whole number from 0 to <paramref name="largest"/>.</summary>
    public readonly ulong Number(ulong largest) =>
        _reader.TokenType == JsonTokenType.Number && _reader.TryGetUInt64(out ulong value) && value <= largest
            ? value
            : throw Fail($"must be a whole number from 0 to {largest.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The current value, an array of strings.</summary>
    public List<string> Texts()
    {
        List<string> texts = [];
        BeginArray();
        while (Element())
        {
            texts.Add(Text());
        }

        return texts;
    }

    /// <summary>The failure of the current place.</summary>
    public readonly UsageException Fail(string reason, string? hint = null)
    {
        StringBuilder path = new("$");
        foreach (Level level in _levels)
        {
            _ = level.Index >= 0
                ? path.Append(CultureInfo.InvariantCulture, $"[{level.Index}]")
                : level.Fields.Count > 0 ? path.Append('.').Append(level.Fields[^1]) : path;
        }

        return new("seccomp profile", file, $"{path} {reason}", hint);
    }

    private readonly void Enter(JsonTokenType type, string what)
    {
        if (_reader.TokenType != type)
        {
            throw Fail($"must be {what}");
        }

        _levels.Add(new Level());
    }

    private bool Read()
    {
        try
        {
            return _reader.Read();
        }
        catch (JsonException e)
        {
            throw Fail($"is followed by invalid JSON in line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }
}
