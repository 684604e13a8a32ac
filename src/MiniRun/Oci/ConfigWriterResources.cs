using System.Text.Json;
using MiniRun.Cgroups;

namespace MiniRun.Oci;

/// <summary>Writes <c>linux.resources</c>. What is null is not written; a list that is empty is, for it is not the same.</summary>
internal static class ConfigWriterResources
{
    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter writer, CgroupLimits limits)
    {
        writer.WriteStartObject("resources"u8);
        if (limits.DeviceRules is { } rules)
        {
            WriteRules(writer, rules);
        }

        writer.WriteStartObject("memory"u8);
        ConfigWriter.OptionalNumber(writer, "limit"u8, limits.Memory);
        ConfigWriter.OptionalNumber(writer, "reservation"u8, limits.MemoryReservation);
        ConfigWriter.OptionalNumber(writer, "swap"u8, limits.MemorySwap);
        writer.WriteEndObject();
        writer.WriteStartObject("cpu"u8);
        ConfigWriter.OptionalNumber(writer, "shares"u8, limits.CpuShares);
        ConfigWriter.OptionalNumber(writer, "quota"u8, limits.CpuQuota);
        ConfigWriter.OptionalNumber(writer, "period"u8, limits.CpuPeriod);
        ConfigWriter.OptionalText(writer, "cpus"u8, limits.CpusetCpus);
        ConfigWriter.OptionalText(writer, "mems"u8, limits.CpusetMems);
        writer.WriteEndObject();
        if (limits.PidsLimit is { } most)
        {
            writer.WriteStartObject("pids"u8);
            writer.WriteNumber("limit"u8, most);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("blockIO"u8);
        ConfigWriter.OptionalNumber(writer, "weight"u8, limits.BlkioWeight);
        WriteThrottle(writer, "throttleReadBpsDevice"u8, limits.ReadBps);
        WriteThrottle(writer, "throttleWriteBpsDevice"u8, limits.WriteBps);
        WriteThrottle(writer, "throttleReadIOPSDevice"u8, limits.ReadIops);
        WriteThrottle(writer, "throttleWriteIOPSDevice"u8, limits.WriteIops);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteRules(Utf8JsonWriter writer, IReadOnlyList<DeviceRule> rules)
    {
        writer.WriteStartArray("devices"u8);
        for (int i = 0; i < rules.Count; i++)
        {
            DeviceRule rule = rules[i];
            writer.WriteStartObject();
            writer.WriteBoolean("allow"u8, rule.Allow);
            writer.WriteString("type"u8, ConfigWords.Of(rule.Type));
            ConfigWriter.OptionalNumber(writer, "major"u8, rule.Major);
            ConfigWriter.OptionalNumber(writer, "minor"u8, rule.Minor);
            writer.WriteString("access"u8, rule.Access);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteThrottle(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<ThrottleDevice>? devices)
    {
        if (devices is null)
        {
            return;
        }

        writer.WriteStartArray(name);
        for (int i = 0; i < devices.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteNumber("major"u8, devices[i].Major);
            writer.WriteNumber("minor"u8, devices[i].Minor);
            writer.WriteNumber("rate"u8, devices[i].Rate);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
