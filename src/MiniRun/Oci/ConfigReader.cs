using System.Text.Json;
using MiniRun.Containers;

namespace MiniRun.Oci;

/// <summary>
/// Reads back what <see cref="ConfigWriter"/> wrote. It is a file of ours, but files get damaged: whatever is not as it is
/// written is refused, in one sentence with its place, and nothing is left out or made up in silence.
/// </summary>
internal static class ConfigReader
{
    /// <summary>
    /// The largest file worth reading: arguments and environment have at most 6 MiB (execve(2)), and a byte of theirs at most 8
    /// characters here.
    /// </summary>
    public const int MostBytes = 64 << 20;

    /// <summary>How to parse the text that the element is in: it needs 6 levels, and a few around it.</summary>
    public static JsonDocumentOptions Options => new() { MaxDepth = 16 };

    /// <summary>The specification.</summary>
    /// <param name="config">What was written.</param>
    /// <param name="id">The container, which is not in it but as the end of its cgroup's path.</param>
    /// <exception cref="UsageException">It was not written by <see cref="ConfigWriter"/>, or has been changed since.</exception>
    public static ContainerSpec Read(JsonElement config, string id)
    {
        ConfigNode root = ConfigNode.Root(config, "config")
            .Object("ociVersion", "process", "root", "hostname", "domainname", "mounts", "linux", "minirun");
        CheckVersion(root.Member("ociVersion"));
        ConfigNode directory = root.Member("root").Object("path", "readonly");
        ConfigNode extras = root.Member("minirun")
            .Object("overlay", "upperOnTmpfs", "interactive", "generatedFiles", "init", "seccomp");
        ContainerSpec spec = new()
        {
            Id = id,
            Root = new RootSpec(
                ConfigReaderPath.Absolute(directory.Member("path")), extras.Member("overlay").Flag(), directory.Member("readonly").Flag())
            {
                UpperOnTmpfs = extras.Member("upperOnTmpfs").Flag(),
            },
            Process = ConfigReaderProcess.Read(root.Member("process"), extras.Member("interactive").Flag()),
            Hostname = root.Optional("hostname")?.Text(),
            Domainname = root.Optional("domainname")?.Text(),
            Init = extras.Optional("init") is { } init ? ConfigReaderExtras.Init(init) : null,
        };
        spec.Mounts.AddRange(root.Member("mounts").List(Mount));
        spec.GeneratedFiles.AddRange(extras.Member("generatedFiles").List(ConfigReaderExtras.File));
        ConfigReaderLinux.Read(root.Member("linux"), spec.Linux, id);
        spec.Linux.Seccomp = ConfigReaderExtras.Filter(extras.Member("seccomp"));
        return spec;
    }

    private static void CheckVersion(ConfigNode node)
    {
        string version = node.Text();
        if (version != ConfigWords.Version)
        {
            throw node.Fail($"not {ConfigWords.Version}", version);
        }
    }

    private static MountSpec Mount(ConfigNode node)
    {
        node.Object("destination", "type", "source", "options");
        string type = node.Member("type").Text();
        if (type is not ("bind" or "proc" or "tmpfs" or "sysfs" or "devpts" or "mqueue" or "cgroup"))
        {
            throw node.Member("type").Fail("not a type of mount", type);
        }

        return new MountSpec
        {
            Destination = ConfigReaderPath.Plain(node.Member("destination")),
            Type = type,
            Source = type == "bind" ? ConfigReaderPath.Absolute(node.Member("source")) : node.Member("source").Text(),
            Options = node.Member("options").Texts(),
        };
    }
}
