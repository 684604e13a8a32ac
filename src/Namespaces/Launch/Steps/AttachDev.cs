namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>
/// Mounts what <see cref="MakeDevDetached"/> made.
/// </summary>
public sealed class AttachDev : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "mount tmpfs on";

    /// <inheritdoc/>
    public override string Argument => "/dev";

    /// <inheritdoc/>
    public override string Why =>
        "A /dev of its own: only the devices that were put there exist in it.";

    /// <inheritdoc/>
    public override string Manual => "move_mount(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => ["# (move_mount of the tmpfs)"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        TargetPath.OpenOrMake(writer, "/dev", writer.Slots.Parent, directory: true, symlinks: false);
        TargetPath.Attach(writer, writer.Slots.Dev, writer.Slots.Parent);
    }
}
