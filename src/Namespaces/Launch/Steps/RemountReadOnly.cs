using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Makes a mount read-only after what had to be put into it is there: the root, or the tmpfs of /sys/fs/cgroup.</summary>
public sealed class RemountReadOnly(string path) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "remount read-only";

    /// <inheritdoc/>
    public override string Argument => path;

    /// <inheritdoc/>
    public override string Why => "Mount points had to be made in it first; from here on nothing is written to it.";

    /// <inheritdoc/>
    public override string Manual => "mount_setattr(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => [$"mount -o remount,bind,ro {ShellText.InRoot(path)}"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Slot mount = writer.Slots.Parent;
        TargetPath.Open(writer, path.TrimStart('/'), mount, directory: true, symlinks: false);
        MountAttributes.Set(writer, mount, Mount.MOUNT_ATTR_RDONLY, propagation: 0, recursive: false);
    }
}
