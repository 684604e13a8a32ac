using MiniRun.Containers;
using MiniRun.Namespaces;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Oci;

/// <summary>Reads <c>linux</c>.</summary>
internal static class ConfigReaderLinux
{
    /// <summary>Largest major number: 12 bits, include/linux/kdev_t.h.</summary>
    public const uint MostMajor = 4095;

    /// <summary>Largest minor number: 20 bits.</summary>
    public const uint MostMinor = 1_048_575;

    private const uint PermissionBits = 0xFFF;

    /// <summary>Reads it.</summary>
    /// <param name="node">The object.</param>
    /// <param name="linux">What is filled.</param>
    /// <param name="id">The container.</param>
    /// <exception cref="UsageException">It is not as it is written.</exception>
    public static void Read(ConfigNode node, LinuxSpec linux, string id)
    {
        node.Object(
            "namespaces", "uidMappings", "gidMappings", "devices", "resources", "cgroupsPath", "sysctl", "maskedPaths", "readonlyPaths");
        ReadNamespaces(node.Member("namespaces"), linux.NewNamespaces);
        linux.UidMappings.AddRange(node.Member("uidMappings").List(Map));
        linux.GidMappings.AddRange(node.Member("gidMappings").List(Map));
        linux.Devices.AddRange(node.Member("devices").List(Device));
        linux.Resources = ConfigReaderResources.Read(node.Member("resources"));
        linux.CgroupParent = node.Optional("cgroupsPath") is { } path ? Parent(path, id) : null;
        ReadParameters(node.Member("sysctl"), linux.Sysctl);
        linux.MaskedPaths.AddRange(node.Member("maskedPaths").List(ConfigReaderPath.Absolute));
        linux.ReadonlyPaths.AddRange(node.Member("readonlyPaths").List(ConfigReaderPath.Absolute));
    }

    private static void ReadNamespaces(ConfigNode node, HashSet<NamespaceKind> kinds)
    {
        kinds.Clear();
        node.List(item =>
        {
            ConfigNode type = item.Object("type").Member("type");
            return kinds.Add(Kind(type)) ? true : throw type.Fail("is there twice", type.Text());
        });
    }

    private static NamespaceKind Kind(ConfigNode node)
    {
        string word = node.Text();
        foreach (NamespaceKind kind in ConfigWords.Namespaces)
        {
            if (ConfigWords.Of(kind) == word)
            {
                return kind;
            }
        }

        throw node.Fail("not a kind of namespace", word);
    }

    private static IdMap Map(ConfigNode node)
    {
        node.Object("containerID", "hostID", "size");
        return new IdMap(
            node.Member("containerID").Id(), node.Member("hostID").Id(), (uint)node.Member("size").Number(1, uint.MaxValue));
    }

    private static DeviceNode Device(ConfigNode node)
    {
        node.Object("path", "type", "major", "minor", "fileMode", "uid", "gid");
        ConfigNode path = node.Member("path");
        string name = ConfigReaderPath.Plain(path);
        if (!name.StartsWith("/dev/", StringComparison.Ordinal))
        {
            throw path.Fail("not below /dev", name);
        }

        string type = node.Member("type").Text();
        if (type is not ("b" or "c"))
        {
            throw node.Member("type").Fail("not b or c", type);
        }

        return new DeviceNode(
            name,
            type == "b",
            node.Member("major").Id(MostMajor),
            node.Member("minor").Id(MostMinor),
            node.Member("fileMode").Id(PermissionBits),
            node.Member("uid").Id(),
            node.Member("gid").Id());
    }

    private static string Parent(ConfigNode node, string id)
    {
        string path = ConfigReaderPath.Plain(node);
        int end = path.LastIndexOf('/');
        return path.AsSpan(end + 1).SequenceEqual(id)
            ? end == 0 ? "/" : path[..end]
            : throw node.Fail($"does not end in /{id}", path);
    }

    private static void ReadParameters(ConfigNode node, SortedDictionary<string, string> parameters)
    {
        foreach ((string name, ConfigNode value) in node.Members())
        {
            if (!parameters.TryAdd(name, value.Text()))
            {
                throw value.Fail("is there twice");
            }
        }
    }
}
