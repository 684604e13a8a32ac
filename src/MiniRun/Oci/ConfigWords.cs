using MiniRun.Cgroups;
using MiniRun.Namespaces;
using MiniRun.Namespaces.Launch;

namespace MiniRun.Oci;

/// <summary>The words of <c>config.json</c> for what is a number to us.</summary>
internal static class ConfigWords
{
    /// <summary>The version of the runtime specification whose shape is written.</summary>
    public const string Version = "1.2.0";

    /// <summary>The kinds of namespaces, in the order they are written.</summary>
    public static ReadOnlySpan<NamespaceKind> Namespaces =>
    [
        NamespaceKind.Pid, NamespaceKind.Network, NamespaceKind.Ipc, NamespaceKind.Uts, NamespaceKind.Mount, NamespaceKind.Cgroup,
        NamespaceKind.User,
    ];

    /// <summary>The word for a namespace: as unshare(1) has it, but for "network".</summary>
    public static string Of(NamespaceKind kind) => kind == NamespaceKind.Network ? "network" : NamespaceNames.Word(kind);

    /// <summary>The letter for devices.</summary>
    public static string Of(DeviceType type) => type switch
    {
        DeviceType.All => "a",
        DeviceType.Char => "c",
        _ => "b",
    };

    /// <summary>The word for who gets the signals, as <c>--init-signal</c> has it.</summary>
    public static string Of(InitSignalTarget target) => target switch
    {
        InitSignalTarget.Child => "child",
        InitSignalTarget.Group => "group",
        _ => "all",
    };
}
