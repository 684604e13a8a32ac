namespace MiniRun.Namespaces;

/// <summary>The words for namespaces that unshare(1), nsenter(1) and /proc/PID/ns use.</summary>
public static class NamespaceNames
{
    /// <summary>The option of unshare(1), without the dashes.</summary>
    public static string Word(NamespaceKind kind) => kind switch
    {
        NamespaceKind.Mount => "mount",
        NamespaceKind.Cgroup => "cgroup",
        NamespaceKind.Uts => "uts",
        NamespaceKind.Ipc => "ipc",
        NamespaceKind.User => "user",
        NamespaceKind.Pid => "pid",
        _ => "net",
    };
}
