using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>
/// Hides a path: a directory behind an empty read-only tmpfs, a file behind the null device that was just
/// made by us (never one that an image could have replaced).
/// </summary>
/// <param name="path">Absolute path inside the container.</param>
/// <param name="directory">Whether it is a directory.</param>
/// <param name="previous">An earlier mask of a directory, whose empty tmpfs is used again; null for the first.</param>
/// <param name="mayLack">
/// Whether the path need not be there. The machine's own root as a container's has no file systems mounted on it, so what the
/// machine has in one - /root/.ssh, where /root is a disk of its own - is not there to be hidden.
/// </param>
public sealed class MaskPath(string path, bool directory, MaskPath? previous, bool mayLack = false) : ChildStep
{
    private Slot empty;

    /// <inheritdoc/>
    public override string Operation => "mask";

    /// <inheritdoc/>
    public override string Argument => path;

    /// <inheritdoc/>
    public override string Why => "It tells about the machine, not about the container, and namespaces do not cover it.";

    /// <inheritdoc/>
    public override string Manual => "OCI runtime-spec, \"Masked Paths\"";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell
    {
        get
        {
            string target = ShellText.InRoot(path);
            yield return (mayLack ? $"[ ! -e {target} ] || " : "") + Command(target);
        }
    }

    private string Command(string target) => (directory, previous) switch
    {
        (false, _) => $"mount --bind {ShellText.InRoot("/dev/null")} {target}",
        (true, null) => $"mount -t tmpfs -o ro tmpfs {target}",
        (true, _) => $"mount --bind {ShellText.InRoot(previous.Argument)} {target}",
    };

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Slot target = writer.Slots.Parent;
        if (directory && previous is null)
        {
            Slot fs = writer.Slots.Scratch;
            empty = writer.NewSlot();
            writer.Call(SystemCall.fsopen, writer.Text("tmpfs"), Mount.FSOPEN_CLOEXEC).Into(fs);
            FileSystemCalls.SetString(writer, fs, "source", "tmpfs");
            FileSystemCalls.SetFlag(writer, fs, "ro");
            FileSystemCalls.CreateAndMount(writer, fs, empty, Mount.MOUNT_ATTR_RDONLY);
            Attach(writer, empty, target);
            return;
        }

        const int Clone = Mount.OPEN_TREE_CLONE | Mount.OPEN_TREE_CLOEXEC;
        Slot mask = writer.Slots.Scratch;
        if (directory)
        {
            empty = previous!.empty;
            writer.Call(SystemCall.open_tree, empty, writer.EmptyText, Clone | Fcntl.AT_EMPTY_PATH).Into(mask);
        }
        else
        {
            writer.Call(SystemCall.open_tree, writer.Slots.Dev, writer.Text("null"), Clone | Fcntl.AT_SYMLINK_NOFOLLOW).Into(mask);
        }

        Attach(writer, mask, target);
    }

    private void Attach(PlanWriter writer, Slot mask, Slot target)
    {
        InstructionHandle opened = TargetPath.Open(writer, path.TrimStart('/'), target, directory);
        if (mayLack)
        {
            opened.Tolerating(Errno.ENOENT);
        }

        TargetPath.Attach(writer, mask, target);
        opened.SkipToHereOnTolerated();
    }
}
