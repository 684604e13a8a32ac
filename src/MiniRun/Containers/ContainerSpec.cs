using MiniRun.Cgroups;
using MiniRun.Namespaces;
using MiniRun.Namespaces.Launch;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Containers;

/// <summary>
/// What a container is to be: the one model that every front end (flags of <c>run</c>, bundles, pods) fills and the planner
/// reads. Names and shapes are those of the OCI runtime specification's <c>config.json</c>.
/// </summary>
internal sealed class ContainerSpec
{
    /// <summary>The name of its state directory and cgroup; <c>[a-zA-Z0-9][a-zA-Z0-9_.-]*</c>, checked by <see cref="ContainerId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Its root file system.</summary>
    public required RootSpec Root { get; init; }

    /// <summary>Its first process.</summary>
    public required ProcessSpec Process { get; init; }

    /// <summary>Host name in the UTS namespace; null leaves it.</summary>
    public string? Hostname { get; set; }

    /// <summary>NIS domain name in the UTS namespace; null leaves it.</summary>
    public string? Domainname { get; set; }

    /// <summary>File systems mounted onto the root, in this order.</summary>
    public List<MountSpec> Mounts { get; } = [];

    /// <summary>Small files made on a tmpfs of the container and bound read-write: /etc/hosts and its kin.</summary>
    public List<GeneratedFile> GeneratedFiles { get; } = [];

    /// <summary>The part that only Linux has.</summary>
    public LinuxSpec Linux { get; } = new();

    /// <summary>What the user should know before it starts: sentences about what was asked for and is given in part.</summary>
    public List<string> Notices { get; } = [];

    /// <summary>How the built-in init goes about it, which is then PID 1 and the process its child; null for none.</summary>
    public InitOptions? Init { get; set; }
}

/// <summary>The root file system (<c>root</c> in the OCI configuration).</summary>
/// <param name="Path">A directory, absolute.</param>
/// <param name="Overlay">Whether a throw-away overlay protects the directory from every write.</param>
/// <param name="ReadOnly">Whether the container sees it read-only.</param>
internal sealed record RootSpec(string Path, bool Overlay, bool ReadOnly)
{
    /// <summary>
    /// Whether the overlay's writable layer is in memory: necessary where <see cref="Path"/> contains our own state directory.
    /// </summary>
    public bool UpperOnTmpfs { get; init; }
}

/// <summary>A file whose content we write: /etc/hosts, /etc/hostname, /etc/resolv.conf.</summary>
/// <param name="Destination">Absolute path inside the container.</param>
/// <param name="Content">Its text.</param>
internal sealed record GeneratedFile(string Destination, string Content);

/// <summary>One mount (<c>mounts[]</c>).</summary>
internal sealed class MountSpec
{
    /// <summary>Absolute path inside the container, resolved inside its root.</summary>
    public required string Destination { get; init; }

    /// <summary>"bind", "proc", "tmpfs", "sysfs", "devpts", "mqueue", "cgroup".</summary>
    public required string Type { get; init; }

    /// <summary>A host path for "bind"; otherwise the name shown in mountinfo.</summary>
    public required string Source { get; init; }

    /// <summary>Options as in mount(8): flags (ro, nosuid, nodev, noexec, rbind, rslave …) and file system data (size=64k).</summary>
    public List<string> Options { get; init; } = [];
}

/// <summary>The process (<c>process</c>).</summary>
internal sealed class ProcessSpec
{
    /// <summary>Program and arguments; the program is looked up in PATH inside the container unless it has a slash.</summary>
    public required IReadOnlyList<string> Args { get; init; }

    /// <summary>NAME=value entries.</summary>
    public required IReadOnlyList<string> Env { get; init; }

    /// <summary>Working directory, absolute.</summary>
    public string Cwd { get; init; } = "/";

    /// <summary>Whether it has a terminal (a new pty in the container's devpts).</summary>
    public bool Terminal { get; init; }

    /// <summary>Whether standard input stays open (<c>-i</c>); otherwise it is /dev/null.</summary>
    public bool Interactive { get; init; }

    /// <summary>User id inside the container.</summary>
    public uint Uid { get; init; }

    /// <summary>Group id inside the container.</summary>
    public uint Gid { get; init; }

    /// <summary>Supplementary groups, from the image and <c>--group-add</c> only.</summary>
    public IReadOnlyList<uint> AdditionalGids { get; init; } = [];

    /// <summary>File mode creation mask; docker's 0022.</summary>
    public uint Umask { get; init; } = 0x12;

    /// <summary>The bounding, effective and permitted set; inheritable and ambient are always empty.</summary>
    public CapabilitySet Capabilities { get; init; } = CapabilitySet.Default;

    /// <summary>Whether execve may never gain privileges (<c>no_new_privs</c>).</summary>
    public bool NoNewPrivileges { get; init; }

    /// <summary>Resource limits to set; the rest is inherited.</summary>
    public IReadOnlyList<ResourceLimit> Rlimits { get; init; } = [];

    /// <summary>/proc/PID/oom_score_adj, -1000…1000; null leaves it.</summary>
    public int? OomScoreAdj { get; init; }
}

/// <summary>The Linux section (<c>linux</c>).</summary>
internal sealed class LinuxSpec
{
    /// <summary>The namespaces made new; those not listed are the host's.</summary>
    public HashSet<NamespaceKind> NewNamespaces { get; } =
    [
        NamespaceKind.Pid, NamespaceKind.Uts, NamespaceKind.Ipc, NamespaceKind.Mount, NamespaceKind.Network, NamespaceKind.Cgroup,
    ];

    /// <summary>User id maps of a new user namespace.</summary>
    public List<IdMap> UidMappings { get; } = [];

    /// <summary>Group id maps of a new user namespace.</summary>
    public List<IdMap> GidMappings { get; } = [];

    /// <summary>Device nodes to make besides the default ones.</summary>
    public List<DeviceNode> Devices { get; } = [];

    /// <summary>Limits and device rules.</summary>
    public CgroupLimits Resources { get; set; } = new();

    /// <summary>Parent of the container's cgroup, absolute within each hierarchy; null for "/minirun".</summary>
    public string? CgroupParent { get; set; }

    /// <summary>Namespaced kernel parameters, name with dots to value.</summary>
    public SortedDictionary<string, string> Sysctl { get; } = new(StringComparer.Ordinal);

    /// <summary>The filter as classic BPF (8 bytes an instruction); empty for none.</summary>
    public ReadOnlyMemory<byte> Seccomp { get; set; }

    /// <summary>Paths made unreadable.</summary>
    public List<string> MaskedPaths { get; } = [];

    /// <summary>Paths made read-only.</summary>
    public List<string> ReadonlyPaths { get; } = [];
}
