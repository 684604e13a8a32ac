using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Makes a path of the container read-only by binding it over itself.</summary>
public sealed class MakePathReadOnly(string path, bool directory) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "make read-only";

    /// <inheritdoc/>
    public override string Argument => path;

    /// <inheritdoc/>
    public override string Why => "Root in the container is root to these files: a write there would change the machine.";

    /// <inheritdoc/>
    public override string Manual => "mount_setattr(2); OCI runtime-spec, \"Readonly Paths\"";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell
    {
        get
        {
            string target = ShellText.InRoot(path);
            yield return $"mount --rbind {target} {target}";
            yield return $"mount -o remount,bind,ro {target}";
        }
    }

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Slot tree = writer.Slots.Scratch;
        Slot target = writer.Slots.Parent;
        const int Clone = Mount.OPEN_TREE_CLONE | Mount.OPEN_TREE_CLOEXEC | Fcntl.AT_EMPTY_PATH | Fcntl.AT_RECURSIVE;
        TargetPath.Open(writer, path.TrimStart('/'), target, directory, symlinks: false);
        writer.Call(SystemCall.open_tree, target, writer.EmptyText, Clone).Into(tree);
        MountAttributes.Set(writer, tree, Mount.MOUNT_ATTR_RDONLY, propagation: 0, recursive: true);
        TargetPath.Attach(writer, tree, target);
    }
}
