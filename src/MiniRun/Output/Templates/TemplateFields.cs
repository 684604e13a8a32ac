using System.Text.Json;

namespace MiniRun.Output.Templates;

/// <summary>Takes fields of values; says which there are if one is not.</summary>
/// <param name="values">How values are read.</param>
internal sealed class TemplateFields(TemplateValues values)
{
    // The keys of these are the users': a key that is not there is no mistake.
    private static readonly string[] Maps =
    [
        "Labels", "Annotations", "Sysctls", "Tmpfs", "Volumes", "ExposedPorts", "Ports", "PortBindings", "Networks", "Options",
        "DriverOpts", "StorageOpt", "LogOpts",
    ];

    /// <summary>The value of <c>value.A.B</c>.</summary>
    /// <param name="value">Where it starts.</param>
    /// <param name="names">The fields.</param>
    /// <param name="start">How the template spells the start: "" for the dot, <c>$x</c> …</param>
    /// <exception cref="UsageException">There is no such field.</exception>
    public object? Take(object? value, ReadOnlySpan<string> names, string start)
    {
        string path = start;
        string? container = null;
        foreach (string name in names)
        {
            value = Take(value, name, path, container);
            path = $"{path}.{name}";
            container = name;
        }

        return value;
    }

    /// <summary>The label of that name, of a container's Labels: a map, or text of <c>a=b,c=d</c>; "" if there is none.</summary>
    public string Label(object? container, string name)
    {
        object? labels = Take(container, ["Labels"], "");
        if (labels is JsonElement map)
        {
            return map.TryGetProperty(name, out JsonElement label) ? values.Print(values.Of(label)) : "";
        }

        foreach (string label in (labels as string ?? "").Split(','))
        {
            if (label.StartsWith($"{name}=", StringComparison.Ordinal))
            {
                return label[(name.Length + 1)..];
            }
        }

        return "";
    }

    /// <summary>What to say of a field that is not there.</summary>
    public static UsageException Unknown(string path, string name, IReadOnlyList<string> known)
    {
        const int Most = 60;
        string? near = null;
        foreach (string other in known)
        {
            near = other.Equals(name, StringComparison.OrdinalIgnoreCase) ? other : near;
        }

        near ??= Commands.Suggestion.For(name, known);
        string list = string.Join(' ', known.Count <= Most ? known : [.. known.Take(Most), "…"]);
        string hint = near is not null ? $"did you mean {path}.{near}?" : known.Count > 0 ? $"there are {list}" : "it has no fields";
        return TemplateError.Execution($"{path}.{name}", "no such field", hint);
    }

    private object? Take(object? value, string name, string path, string? container)
    {
        if (value is JsonElement { ValueKind: JsonValueKind.Object } map)
        {
            return map.TryGetProperty(name, out JsonElement found) ? values.Of(found)
                : container is not null && Array.IndexOf(Maps, container) >= 0 ? null
                : throw Unknown(path, name, values.Entries(value)!.ConvertAll(entry => entry.Key));
        }

        string subject = path.Length == 0 ? "." : path;
        throw value is null
            ? TemplateError.Execution(
                $"{path}.{name}",
                $"{subject} is null",
                $"{{{{with {subject}}}}}{{{{.{name}}}}}{{{{end}}}} prints it where it is there")
            : TemplateError.Execution(
                $"{path}.{name}",
                $"{subject} is {TemplateValues.Kind(value)} and has no fields",
                value is string or bool or long or double ? null : $"{{{{range {subject}}}}} or {{{{index {subject} 0}}}} takes its elements");
    }
}
