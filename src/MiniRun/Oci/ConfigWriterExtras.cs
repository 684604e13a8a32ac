using System.Text.Json;
using MiniRun.Containers;
using MiniRun.Namespaces.Launch;

namespace MiniRun.Oci;

/// <summary>Writes <c>minirun</c>: what the OCI configuration has no place for.</summary>
internal static class ConfigWriterExtras
{
    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter writer, ContainerSpec spec)
    {
        writer.WriteStartObject("minirun"u8);
        writer.WriteBoolean("overlay"u8, spec.Root.Overlay);
        writer.WriteBoolean("upperOnTmpfs"u8, spec.Root.UpperOnTmpfs);
        writer.WriteBoolean("interactive"u8, spec.Process.Interactive);
        writer.WriteStartArray("generatedFiles"u8);
        foreach (GeneratedFile file in spec.GeneratedFiles)
        {
            writer.WriteStartObject();
            ConfigWriter.Text(writer, "destination"u8, file.Destination);
            ConfigWriter.Text(writer, "content"u8, file.Content);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (spec.Init is { } init)
        {
            WriteInit(writer, init);
        }

        // Compiled, so that a later start does not depend on the file of the profile, nor on the program's version.
        writer.WriteBase64String("seccomp"u8, spec.Linux.Seccomp.Span);
        writer.WriteEndObject();
    }

    private static void WriteInit(Utf8JsonWriter writer, InitOptions init)
    {
        writer.WriteStartObject("init"u8);
        writer.WriteString("signal"u8, ConfigWords.Of(init.Target));
        writer.WriteBoolean("waitForAll"u8, init.WaitForAll);
        writer.WriteNumber("grace"u8, init.Grace);
        writer.WriteBoolean("verbose"u8, init.Verbose);
        writer.WriteStartArray("exitCodes"u8);
        foreach ((byte from, byte to) in init.ExitCodes)
        {
            WritePair(writer, from, to);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("signals"u8);
        foreach ((int from, int? to) in init.Signals)
        {
            WritePair(writer, from, to);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // Without "to", a signal is dropped.
    private static void WritePair(Utf8JsonWriter writer, int from, int? to)
    {
        writer.WriteStartObject();
        writer.WriteNumber("from"u8, from);
        ConfigWriter.OptionalNumber(writer, "to"u8, to);
        writer.WriteEndObject();
    }
}
