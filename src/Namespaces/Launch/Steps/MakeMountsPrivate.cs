using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Cuts the copied mounts off from the machine's.</summary>
public sealed class MakeMountsPrivate : ChildStep
{
    /// <inheritdoc/>
    public override bool NeedsParent => false;

    /// <inheritdoc/>
    public override string Operation => "make all mounts private";

    /// <inheritdoc/>
    public override string Why =>
        "The new mount namespace begins as a copy whose mounts are still peers of the originals: without this, what is mounted "
        + "here would appear on the machine.";

    /// <inheritdoc/>
    public override string Manual => "mount_namespaces(7), \"SHARED SUBTREES\"";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => ["mount --make-rprivate /"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer) =>
        writer.Call(SystemCall.mount, 0, writer.Text("/"), 0, Mount.MS_REC | Mount.MS_PRIVATE, 0);
}
