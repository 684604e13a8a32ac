namespace MiniRun.Namespaces;

/// <summary>The kinds of namespaces; each value is its CLONE_NEW* flag, <c>namespaces(7)</c>.</summary>
public enum NamespaceKind : uint
{
    /// <summary>Mount points; <c>mount_namespaces(7)</c>.</summary>
    Mount = 0x00020000,

    /// <summary>The cgroup root that is shown; <c>cgroup_namespaces(7)</c>.</summary>
    Cgroup = 0x02000000,

    /// <summary>Host and NIS domain name; <c>uts_namespaces(7)</c>.</summary>
    Uts = 0x04000000,

    /// <summary>System V IPC and POSIX message queues; <c>ipc_namespaces(7)</c>.</summary>
    Ipc = 0x08000000,

    /// <summary>User and group ids, capabilities; <c>user_namespaces(7)</c>.</summary>
    User = 0x10000000,

    /// <summary>Process ids; <c>pid_namespaces(7)</c>.</summary>
    Pid = 0x20000000,

    /// <summary>Network devices, addresses, ports; <c>network_namespaces(7)</c>.</summary>
    Network = 0x40000000,
}
