using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>
/// Gives the launcher mounts of its own, for what must be mounted with the rights of the machine's root.
/// </summary>
public sealed class UnshareMountNamespace : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "unshare the mount namespace";

    /// <inheritdoc/>
    public override string Why =>
        "The root is put together by the machine's root, and overlayfs takes only mounts of its caller's mount namespace: this one, "
        + "which is gone with the launcher, so nothing appears on the machine.";

    /// <inheritdoc/>
    public override string Manual => "unshare(2), mount_namespaces(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => ["# (unshare(CLONE_NEWNS) in the process that will clone the container's)"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer) => writer.Call(SystemCall.unshare, (long)NamespaceKind.Mount);
}
