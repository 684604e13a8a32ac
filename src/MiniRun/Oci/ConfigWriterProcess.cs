using System.Numerics;
using System.Text.Json;
using MiniRun.Containers;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Oci;

/// <summary>Writes <c>process</c>.</summary>
internal static class ConfigWriterProcess
{
    private const int LongestName = 64;

    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter writer, ProcessSpec process)
    {
        writer.WriteStartObject("process"u8);
        writer.WriteBoolean("terminal"u8, process.Terminal);
        WriteUser(writer, process);
        ConfigWriter.Texts(writer, "args"u8, process.Args);
        ConfigWriter.Texts(writer, "env"u8, process.Env);
        ConfigWriter.Text(writer, "cwd"u8, process.Cwd);
        WriteCapabilities(writer, process.Capabilities);
        WriteLimits(writer, process.Rlimits);
        writer.WriteBoolean("noNewPrivileges"u8, process.NoNewPrivileges);
        ConfigWriter.OptionalNumber(writer, "oomScoreAdj"u8, process.OomScoreAdj);
        writer.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter writer, ProcessSpec process)
    {
        writer.WriteStartObject("user"u8);
        writer.WriteNumber("uid"u8, process.Uid);
        writer.WriteNumber("gid"u8, process.Gid);
        writer.WriteNumber("umask"u8, process.Umask);
        writer.WriteStartArray("additionalGids"u8);
        for (int i = 0; i < process.AdditionalGids.Count; i++)
        {
            writer.WriteNumberValue(process.AdditionalGids[i]);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCapabilities(Utf8JsonWriter writer, CapabilitySet capabilities)
    {
        writer.WriteStartObject("capabilities"u8);
        WriteSet(writer, "bounding"u8, capabilities);
        WriteSet(writer, "effective"u8, capabilities);
        WriteSet(writer, "permitted"u8, capabilities);
        WriteSet(writer, "inheritable"u8, CapabilitySet.Empty);
        WriteSet(writer, "ambient"u8, CapabilitySet.Empty);
        writer.WriteEndObject();
    }

    private static void WriteSet(Utf8JsonWriter writer, ReadOnlySpan<byte> name, CapabilitySet set)
    {
        Span<char> word = stackalloc char[LongestName];
        "CAP_".CopyTo(word);
        writer.WriteStartArray(name);
        for (ulong left = set.Mask; left != 0; left &= left - 1)
        {
            string plain = CapabilitySet.Names[BitOperations.TrailingZeroCount(left)];
            plain.CopyTo(word[4..]);
            writer.WriteStringValue(word[..(4 + plain.Length)]);
        }

        writer.WriteEndArray();
    }

    private static void WriteLimits(Utf8JsonWriter writer, IReadOnlyList<ResourceLimit> limits)
    {
        Span<char> word = stackalloc char[LongestName];
        "RLIMIT_".CopyTo(word);
        writer.WriteStartArray("rlimits"u8);
        for (int i = 0; i < limits.Count; i++)
        {
            ResourceLimit limit = limits[i];
            int length = limit.Name.AsSpan().ToUpperInvariant(word[7..]);
            writer.WriteStartObject();
            writer.WriteString("type"u8, word[..(7 + length)]);
            writer.WriteNumber("soft"u8, limit.Soft);
            writer.WriteNumber("hard"u8, limit.Hard);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
