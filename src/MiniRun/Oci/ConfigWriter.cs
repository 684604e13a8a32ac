using System.Text.Json;
using MiniRun.Containers;

namespace MiniRun.Oci;

/// <summary>
/// Writes a specification as an OCI <c>config.json</c>, https://github.com/opencontainers/runtime-spec/blob/v1.2.0/config.md,
/// so that <see cref="ConfigReader"/> makes the very same of it. What that has no place for is in the object "minirun". In one
/// pass and without reflection: it is on the way of every start.
/// </summary>
internal static class ConfigWriter
{
    /// <summary>How a writer is to be made for it: quicker to begin with than the library's own.</summary>
    public static JsonWriterOptions Options => new() { Encoder = new ConfigEncoder() };

    /// <summary>Writes the object. <see cref="ContainerSpec.Id"/> and <see cref="ContainerSpec.Notices"/> are not in it.</summary>
    public static void Write(Utf8JsonWriter writer, ContainerSpec spec)
    {
        writer.WriteStartObject();
        writer.WriteString("ociVersion"u8, ConfigWords.Version);
        ConfigWriterProcess.Write(writer, spec.Process);
        writer.WriteStartObject("root"u8);
        Text(writer, "path"u8, spec.Root.Path);
        writer.WriteBoolean("readonly"u8, spec.Root.ReadOnly);
        writer.WriteEndObject();
        OptionalText(writer, "hostname"u8, spec.Hostname);
        OptionalText(writer, "domainname"u8, spec.Domainname);
        WriteMounts(writer, spec.Mounts);
        ConfigWriterLinux.Write(writer, spec);
        ConfigWriterExtras.Write(writer, spec);
        writer.WriteEndObject();
    }

    /// <summary>A text of the kernel.</summary>
    public static void Text(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string text) =>
        writer.WriteString(name, ConfigText.Encode(text));

    /// <summary>A text of the kernel; nothing for null.</summary>
    public static void OptionalText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            Text(writer, name, text);
        }
    }

    /// <summary>A number; nothing for null.</summary>
    public static void OptionalNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
    }

    /// <summary>Texts of the kernel.</summary>
    public static void Texts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        for (int i = 0; i < texts.Count; i++)
        {
            writer.WriteStringValue(ConfigText.Encode(texts[i]));
        }

        writer.WriteEndArray();
    }

    private static void WriteMounts(Utf8JsonWriter writer, List<MountSpec> mounts)
    {
        writer.WriteStartArray("mounts"u8);
        foreach (MountSpec mount in mounts)
        {
            writer.WriteStartObject();
            Text(writer, "destination"u8, mount.Destination);
            writer.WriteString("type"u8, mount.Type);
            Text(writer, "source"u8, mount.Source);
            Texts(writer, "options"u8, mount.Options);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
