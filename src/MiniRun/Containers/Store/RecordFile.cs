using System.Buffers;
using System.Text.Json;
using MiniRun.Linux;
using MiniRun.Oci;

namespace MiniRun.Containers.Store;

/// <summary>The record as a file, <c>config.json</c>: the members of <see cref="ContainerRecord"/> and the OCI configuration.</summary>
internal static class RecordFile
{
    private const uint OwnerOnly = 0x180; // 0600: environment variables are secrets
    private const string Temporary = ".new";

    private static readonly string[] Members =
    [
        "version", "id", "name", "created", "image", "autoRemove", "kept", "labels", "stopSignal", "stopTimeout", "restart",
        "restartMost", "logSize", "logFiles", "config",
    ];

    /// <summary>Writes a new one.</summary>
    /// <exception cref="LinuxException">The disk is full, or the kernel refused otherwise.</exception>
    public static void Write(string path, ContainerRecord record) => StateFile.Write(path, Bytes(record), OwnerOnly);

    /// <summary>Puts another in its place: whoever reads has the old one or the new one.</summary>
    /// <exception cref="LinuxException">The disk is full, or the kernel refused otherwise.</exception>
    public static void Replace(string path, ContainerRecord record)
    {
        string temporary = path + Temporary;
        _ = Files.TryUnlink(temporary);
        StateFile.Write(temporary, Bytes(record), OwnerOnly);
        Errno errno = Files.TryRename(temporary, path);
        if (errno != Errno.None)
        {
            throw new LinuxException("replace", path, errno);
        }
    }

    /// <summary>Reads it.</summary>
    /// <param name="directory">The container's directory.</param>
    /// <exception cref="LinuxException">It cannot be read.</exception>
    /// <exception cref="UsageException">It is damaged: names the place.</exception>
    public static ContainerRecord Read(ContainerDirectory directory)
    {
        using FileDescriptor file = Files.Open(directory.Record, Fcntl.O_RDONLY | Fcntl.O_NOFOLLOW);
        byte[] bytes = Files.ReadAll(file, directory.Record, ConfigReader.MostBytes);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, ConfigReader.Options);
            return Read(document.RootElement, directory);
        }
        catch (JsonException exception)
        {
            throw new UsageException(directory.Record, null, $"not JSON (line {exception.LineNumber + 1})");
        }
    }

    private static ContainerRecord Read(JsonElement root, ContainerDirectory directory)
    {
        ConfigNode node = ConfigNode.Root(root, directory.Record).Object(Members);
        if (node.Member("version").Number(1, int.MaxValue) > ContainerRecord.Version)
        {
            throw new UsageException(directory.Record, null, "written by a newer minirun", "use that one");
        }

        if (node.Member("id").Text() != directory.Id)
        {
            throw new UsageException(directory.Record, null, "the record of another container");
        }

        string name = node.Member("name").Text();
        if (!ContainerName.IsValid(name))
        {
            throw node.Member("name").Fail("not a name");
        }

        SortedDictionary<string, string> labels = new(StringComparer.Ordinal);
        foreach ((string key, ConfigNode value) in node.Member("labels").Members())
        {
            labels[key] = value.Content();
        }

        RestartPolicy restart = RestartPolicy.Parse(directory.Record, node.Member("restart").Text());
        return new ContainerRecord
        {
            Spec = ConfigReader.Read(root.GetProperty("config"), directory.Id),
            Name = name,
            Created = node.Member("created").Number(long.MinValue, long.MaxValue),
            Image = node.Member("image").Text(),
            AutoRemove = node.Member("autoRemove").Flag(),
            IsKept = node.Member("kept").Flag(),
            Labels = labels,
            StopSignal = (int)node.Member("stopSignal").Number(1, 64),
            StopTimeout = (int?)node.Optional("stopTimeout")?.Number(-1, int.MaxValue),
            Restart = restart with { Most = (int)node.Member("restartMost").Number(0, int.MaxValue) },
            LogSize = node.Member("logSize").Number(0, long.MaxValue),
            LogFiles = (int)node.Member("logFiles").Number(0, int.MaxValue),
        };
    }

    private static ReadOnlySpan<byte> Bytes(ContainerRecord record)
    {
        ArrayBufferWriter<byte> buffer = new(8192);
        using (Utf8JsonWriter writer = new(buffer, ConfigWriter.Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version"u8, ContainerRecord.Version);
            writer.WriteString("id"u8, record.Id);
            writer.WriteString("name"u8, record.Name);
            writer.WriteNumber("created"u8, record.Created);
            ConfigWriter.Text(writer, "image"u8, record.Image);
            writer.WriteBoolean("autoRemove"u8, record.AutoRemove);
            writer.WriteBoolean("kept"u8, record.IsKept);
            writer.WriteStartObject("labels"u8);
            foreach ((string key, string value) in record.Labels)
            {
                writer.WriteString(ConfigText.Encode(key), ConfigText.Encode(value));
            }

            writer.WriteEndObject();
            writer.WriteNumber("stopSignal"u8, record.StopSignal);
            ConfigWriter.OptionalNumber(writer, "stopTimeout"u8, record.StopTimeout);
            writer.WriteString("restart"u8, record.Restart.Word);
            writer.WriteNumber("restartMost"u8, record.Restart.Most);
            writer.WriteNumber("logSize"u8, record.LogSize);
            writer.WriteNumber("logFiles"u8, record.LogFiles);
            writer.WritePropertyName("config"u8);
            ConfigWriter.Write(writer, record.Spec);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}
