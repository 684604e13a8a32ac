using MiniRun.Containers.Parsing;
using MiniRun.Linux;
using MiniRun.Namespaces;

namespace MiniRun.Containers;

/// <summary>Which namespaces are the container's own.</summary>
internal readonly record struct SpecNamespaces(
    NamespaceMode Pid, NamespaceMode Ipc, NamespaceMode Uts, NamespaceMode Network, NamespaceMode User, NamespaceMode Cgroup)
{
    private const uint IdCount = 65536;

    // Beyond the ids that distributions, systemd and container managers give out (systemd's "Users, Groups, UIDs and GIDs").
    private const uint FirstHostId = 2_000_000_000;

    /// <summary>From the flags, docker's defaults where there is none.</summary>
    /// <exception cref="UsageException">A word that is no mode, or modes that exclude each other.</exception>
    public static SpecNamespaces Parse(RunOptions options)
    {
        // Docker gives a privileged container the machine's cgroup tree only on version 1; ours always sees its own.
        SpecNamespaces namespaces = new(
            NamespaceModes.Parse("--pid", options.Pid),
            NamespaceModes.Parse("--ipc", options.Ipc, allowNone: true),
            NamespaceModes.Parse("--uts", options.Uts),
            NamespaceModes.Parse("--network", options.Network, allowNone: true),
            NamespaceModes.Parse("--userns", options.Userns, absent: NamespaceMode.Host),
            NamespaceModes.Parse("--cgroupns", options.Cgroupns));
        if (options.Privileged && namespaces.User == NamespaceMode.Private)
        {
            throw new UsageException("--privileged", null, "contradicts --userns private: it gives rights over the machine, the namespace takes them");
        }

        return namespaces;
    }

    /// <summary>Puts them into the specification.</summary>
    public void Apply(LinuxSpec linux)
    {
        RemoveIfHost(linux, Pid, NamespaceKind.Pid);
        RemoveIfHost(linux, Ipc, NamespaceKind.Ipc);
        RemoveIfHost(linux, Uts, NamespaceKind.Uts);
        RemoveIfHost(linux, Network, NamespaceKind.Network);
        RemoveIfHost(linux, Cgroup, NamespaceKind.Cgroup);
        if (User != NamespaceMode.Private)
        {
            return;
        }

        linux.NewNamespaces.Add(NamespaceKind.User);
        uint euid = LibC.geteuid();
        linux.UidMappings.Add(euid == 0 ? new IdMap(0, FirstHostId, IdCount) : new IdMap(0, euid, 1));
        linux.GidMappings.Add(euid == 0 ? new IdMap(0, FirstHostId, IdCount) : new IdMap(0, LibC.getegid(), 1));
    }

    private static void RemoveIfHost(LinuxSpec linux, NamespaceMode mode, NamespaceKind kind)
    {
        if (mode == NamespaceMode.Host)
        {
            linux.NewNamespaces.Remove(kind);
        }
    }
}
