using System.Text.Json;
using MiniRun.Containers;
using MiniRun.Namespaces;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Oci;

/// <summary>Writes <c>linux</c>.</summary>
internal static class ConfigWriterLinux
{
    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter writer, ContainerSpec spec)
    {
        LinuxSpec linux = spec.Linux;
        writer.WriteStartObject("linux"u8);
        WriteNamespaces(writer, linux.NewNamespaces);
        WriteMaps(writer, "uidMappings"u8, linux.UidMappings);
        WriteMaps(writer, "gidMappings"u8, linux.GidMappings);
        WriteDevices(writer, linux.Devices);
        ConfigWriterResources.Write(writer, linux.Resources);
        if (linux.CgroupParent is { } parent)
        {
            ConfigWriter.Text(writer, "cgroupsPath"u8, parent == "/" ? $"/{spec.Id}" : $"{parent}/{spec.Id}");
        }

        writer.WriteStartObject("sysctl"u8);
        foreach ((string name, string value) in linux.Sysctl)
        {
            writer.WriteString(ConfigText.Encode(name), ConfigText.Encode(value));
        }

        writer.WriteEndObject();
        ConfigWriter.Texts(writer, "maskedPaths"u8, linux.MaskedPaths);
        ConfigWriter.Texts(writer, "readonlyPaths"u8, linux.ReadonlyPaths);
        writer.WriteEndObject();
    }

    private static void WriteNamespaces(Utf8JsonWriter writer, HashSet<NamespaceKind> kinds)
    {
        writer.WriteStartArray("namespaces"u8);
        foreach (NamespaceKind kind in ConfigWords.Namespaces)
        {
            if (kinds.Contains(kind))
            {
                writer.WriteStartObject();
                writer.WriteString("type"u8, ConfigWords.Of(kind));
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteMaps(Utf8JsonWriter writer, ReadOnlySpan<byte> name, List<IdMap> maps)
    {
        writer.WriteStartArray(name);
        foreach (IdMap map in maps)
        {
            writer.WriteStartObject();
            writer.WriteNumber("containerID"u8, map.ContainerId);
            writer.WriteNumber("hostID"u8, map.HostId);
            writer.WriteNumber("size"u8, map.Size);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteDevices(Utf8JsonWriter writer, List<DeviceNode> devices)
    {
        writer.WriteStartArray("devices"u8);
        foreach (DeviceNode device in devices)
        {
            writer.WriteStartObject();
            ConfigWriter.Text(writer, "path"u8, device.Path);
            writer.WriteString("type"u8, device.IsBlock ? "b" : "c");
            writer.WriteNumber("major"u8, device.Major);
            writer.WriteNumber("minor"u8, device.Minor);
            writer.WriteNumber("fileMode"u8, device.Mode);
            writer.WriteNumber("uid"u8, device.Uid);
            writer.WriteNumber("gid"u8, device.Gid);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
