using System.Globalization;
using System.Text.Json;

namespace MiniRun.Oci;

/// <summary>
/// A value of a JSON document that knows its place, so that a failure names it: <c>config.process.args[0]: not a string</c>.
/// The name is put together only when there is something to say.
/// </summary>
internal sealed class ConfigNode
{
    private readonly JsonElement element;
    private readonly ConfigNode? parent;
    private readonly string? name;
    private readonly int index;

    private ConfigNode(JsonElement element, ConfigNode? parent, string? name, int index)
    {
        this.element = element;
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    private string Place => parent is null
        ? name!
        : name is null ? string.Create(CultureInfo.InvariantCulture, $"{parent.Place}[{index}]") : $"{parent.Place}.{name}";

    /// <summary>The value that the names of all others begin with.</summary>
    public static ConfigNode Root(JsonElement element, string name) => new(element, null, name, 0);

    /// <summary>
    /// This, an object without other members than these, each there at most once. What a reader does not know would otherwise be
    /// left out in silence, and the container be another.
    /// </summary>
    /// <exception cref="UsageException">It is not.</exception>
    public ConfigNode Object(params ReadOnlySpan<string> members)
    {
        Require(JsonValueKind.Object, "not an object");
        uint seen = 0;
        int next = 0; // they mostly come in the order in which they are listed
        foreach (JsonProperty property in element.EnumerateObject())
        {
            int number = IndexOf(property, members, next);
            if (number < 0)
            {
                throw Fail("not a known member", NameOf(property));
            }

            uint bit = 1u << number;
            if ((seen & bit) != 0)
            {
                throw new ConfigNode(property.Value, this, members[number], 0).Fail("is there twice");
            }

            seen |= bit;
            next = number + 1;
        }

        return this;
    }

    /// <summary>A member of the object.</summary>
    /// <exception cref="UsageException">It is not there.</exception>
    public ConfigNode Member(string member) =>
        Optional(member) ?? throw new ConfigNode(default, this, member, 0).Fail("is missing");

    /// <summary>A member of the object; null where it is not there.</summary>
    public ConfigNode? Optional(string member) =>
        element.TryGetProperty(member, out JsonElement value) ? new ConfigNode(value, this, member, 0) : null;

    /// <summary>The members of an object that may have any.</summary>
    /// <exception cref="UsageException">It is no object.</exception>
    public IEnumerable<(string Name, ConfigNode Value)> Members()
    {
        Require(JsonValueKind.Object, "not an object");
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string member = NameOf(property);
            ConfigNode value = new(property.Value, this, member, 0);
            yield return (Decode(member, value), value);
        }
    }

    /// <summary>What <paramref name="read"/> makes of the elements of this array.</summary>
    /// <exception cref="UsageException">It is no array.</exception>
    public List<T> List<T>(Func<ConfigNode, T> read)
    {
        Require(JsonValueKind.Array, "not an array");
        List<T> list = new(element.GetArrayLength());
        foreach (JsonElement item in element.EnumerateArray())
        {
            list.Add(read(new ConfigNode(item, this, null, list.Count)));
        }

        return list;
    }

    /// <summary>A text of the kernel, which never has a zero byte.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public string Text()
    {
        string text = Content();
        return text.Contains('\0', StringComparison.Ordinal) ? throw Fail("holds a zero byte") : text;
    }

    /// <summary>Any text.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public string Content()
    {
        Require(JsonValueKind.String, "not a string");
        try
        {
            return Decode(element.GetString()!, this);
        }
        catch (InvalidOperationException)
        {
            throw Fail("not valid UTF-8");
        }
    }

    /// <summary>An array of texts of the kernel.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public List<string> Texts() => List(static item => item.Text());

    /// <summary>True or false.</summary>
    /// <exception cref="UsageException">Neither.</exception>
    public bool Flag() => element.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? element.ValueKind == JsonValueKind.True
        : throw Fail("not true or false");

    /// <summary>A whole number.</summary>
    /// <exception cref="UsageException">It is none, or out of these bounds.</exception>
    public long Number(long least, long most) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long value) && value >= least && value <= most
            ? value
            : throw Fail(string.Create(CultureInfo.InvariantCulture, $"not a whole number from {least} to {most}"));

    /// <summary>A whole number from 0.</summary>
    /// <exception cref="UsageException">It is none, or out of bounds.</exception>
    public ulong Unsigned(ulong most = ulong.MaxValue) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetUInt64(out ulong value) && value <= most
            ? value
            : throw Fail(string.Create(CultureInfo.InvariantCulture, $"not a whole number from 0 to {most}"));

    /// <summary>A whole number of 32 bits.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public uint Id(uint most = uint.MaxValue) => (uint)Unsigned(most);

    /// <summary>Bytes, written as base64.</summary>
    /// <exception cref="UsageException">They are not.</exception>
    public byte[] Bytes()
    {
        Require(JsonValueKind.String, "not a string");
        try
        {
            return element.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw Fail("not base64");
        }
        catch (InvalidOperationException)
        {
            throw Fail("not base64");
        }
    }

    /// <summary>The failure of this place: <c>place `word`: reason</c>.</summary>
    public UsageException Fail(string reason, string? word = null) => new(Place, word, reason);

    private static string Decode(string text, ConfigNode place) =>
        ConfigText.Decode(text) ?? throw place.Fail("has U+0000 without the two digits of a byte");

    private void Require(JsonValueKind kind, string reason)
    {
        if (element.ValueKind != kind)
        {
            throw Fail(reason);
        }
    }

    private int IndexOf(JsonProperty property, ReadOnlySpan<string> members, int next)
    {
        try
        {
            for (int i = 0; i < members.Length; i++)
            {
                int number = (next + i) % members.Length;
                if (property.NameEquals(members[number]))
                {
                    return number;
                }
            }
        }
        catch (InvalidOperationException)
        {
            // The name has half a character. Who reports it will say so.
        }

        return -1;
    }

    private string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw Fail("has a member whose name is not valid UTF-8");
        }
    }
}
