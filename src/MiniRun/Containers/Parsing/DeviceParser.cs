using MiniRun.Cgroups;
using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Containers.Parsing;

/// <summary><c>--device HOST[:CONTAINER[:rwm]]</c>, and the devices of the machine for <c>--privileged</c>.</summary>
internal static class DeviceParser
{
    private const string Flag = "--device";
    private const uint PermissionBits = 0xFFF;

    /// <summary>Adds the node, or those below a directory, and the rules that let them be opened.</summary>
    /// <exception cref="UsageException">Not of this form, or no device.</exception>
    /// <exception cref="LinuxException">It does not exist.</exception>
    public static void Parse(string text, List<DeviceNode> nodes, List<DeviceRule> rules)
    {
        string[] parts = text.Split(':');
        string access = "rwm";
        string target = parts[0];
        if (parts.Length == 2 && IsAccess(parts[1]))
        {
            access = parts[1];
        }
        else if (parts.Length >= 2)
        {
            target = parts[1];
            access = parts.Length > 2 ? parts[2] : access;
        }

        if (parts.Length > 3 || !IsAccess(access))
        {
            throw new UsageException(Flag, text, "not of the form HOST[:CONTAINER[:rwm]]", "r reads, w writes, m makes nodes, each at most once");
        }

        string destination = ContainerPath.Normalise(Flag, target);
        if (!destination.StartsWith("/dev/", StringComparison.Ordinal))
        {
            throw new UsageException(Flag, text, "the node must be below /dev");
        }

        string host = HostPath.Resolve(Flag, parts[0]);
        int before = nodes.Count;
        Add(host, destination, nodes);
        if (nodes.Count == before)
        {
            throw new UsageException(Flag, text, "not a device, nor a directory with devices");
        }

        for (int i = before; i < nodes.Count; i++)
        {
            DeviceNode node = nodes[i];
            rules.Add(new DeviceRule(true, node.IsBlock ? DeviceType.Block : DeviceType.Char, node.Major, node.Minor, access));
        }
    }

    /// <summary>Every device of the machine's /dev but terminals and the default ones.</summary>
    public static void AddAll(List<DeviceNode> nodes) => AddDirectory("/dev", "/dev", nodes);

    private static void Add(string host, string destination, List<DeviceNode> nodes)
    {
        FileStatus? status = FileStatus.TryGet(host, out _);
        if (status is { IsDirectory: true })
        {
            AddDirectory(host, destination, nodes);
        }
        else if (status is { IsCharacterDevice: true } or { IsBlockDevice: true })
        {
            FileStatus device = status.Value;
            nodes.RemoveAll(node => node.Path == destination);
            nodes.Add(new DeviceNode(
                destination, device.IsBlockDevice, device.Major, device.Minor, device.Mode & PermissionBits, device.Uid, device.Gid));
        }
    }

    private static void AddDirectory(string host, string destination, List<DeviceNode> nodes)
    {
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, host, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY, 0, out _);
        if (descriptor < 0)
        {
            return;
        }

        using FileDescriptor directory = new(descriptor);
        foreach ((string name, bool isDirectory) in DirectoryEntries.Read(directory, host))
        {
            // Not the container's: its terminals, memory and queues are its own.
            if (host == "/dev" && (name is "pts" or "shm" or "mqueue" or "fd" or "console" or "ptmx" or "stdin" or "stdout" or "stderr"
                || IsDefault(name)))
            {
                continue;
            }

            // A link is passed over, unlike a device given by name: /dev/cdrom is a second name of a node that is listed too.
            if (isDirectory || !IsLink(directory, name))
            {
                Add($"{host}/{name}", $"{destination}/{name}", nodes);
            }
        }
    }

    private static bool IsLink(FileDescriptor directory, string name)
    {
        const int Flags = Fcntl.O_PATH | Fcntl.O_NOFOLLOW;
        int descriptor = Files.TryOpenAt(directory.Number, name, Flags, 0, out _);
        if (descriptor < 0)
        {
            return true;
        }

        using FileDescriptor file = new(descriptor);
        FileStatus status = FileStatus.Of(file);
        return !status.IsCharacterDevice && !status.IsBlockDevice;
    }

    private static bool IsDefault(string name)
    {
        foreach (DeviceNode node in DeviceNode.Defaults)
        {
            if (node.Path.AsSpan("/dev/".Length).SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAccess(string text) => text.Length is > 0 and <= 3
        && text.AsSpan().IndexOfAnyExcept("rwm") < 0
        && text.AsSpan().Count('r') <= 1 && text.AsSpan().Count('w') <= 1 && text.AsSpan().Count('m') <= 1;
}
