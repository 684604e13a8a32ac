using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Makes the groups just joined the root of what the container sees.</summary>
public sealed class UnshareCgroupNamespace : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "unshare the cgroup namespace";

    /// <inheritdoc/>
    public override string Why =>
        "The namespace takes the groups of this moment as its root: made before the joins, the container would see "
        + "its parent's path.";

    /// <inheritdoc/>
    public override string Manual => "cgroup_namespaces(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => []; // ShellScript goes on in a second unshare(1)

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer) => writer.Call(SystemCall.unshare, (long)NamespaceKind.Cgroup);
}
