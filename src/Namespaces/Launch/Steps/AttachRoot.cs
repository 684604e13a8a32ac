using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>
/// Mounts the root that the launcher made.
/// </summary>
/// <param name="target">Where, until pivot_root.</param>
public sealed class AttachRoot(string target) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "mount the root on";

    /// <inheritdoc/>
    public override string Argument => target;

    /// <inheritdoc/>
    public override string Why =>
        "Mounts that were there when a less privileged mount namespace was made are locked in it; one attached now can become its root.";

    /// <inheritdoc/>
    public override string Manual => "move_mount(2), mount_namespaces(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => ["# (move_mount of the overlay)"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        const int Directory = Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC;
        writer.Call(SystemCall.openat, Fcntl.AT_FDCWD, writer.Text(target), Directory).Into(writer.Slots.Parent);
        TargetPath.Attach(writer, writer.Slots.Root, writer.Slots.Parent);
    }
}
