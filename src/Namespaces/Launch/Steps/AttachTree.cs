using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Attaches what <see cref="AcquireTree"/> took at a path of the container.</summary>
/// <param name="tree">The step that took it.</param>
/// <param name="destination">Absolute path inside the container.</param>
/// <param name="directory">Whether it is a directory; a file is mounted on a file.</param>
public sealed class AttachTree(AcquireTree tree, string destination, bool directory) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => $"bind {tree.Source} to";

    /// <inheritdoc/>
    public override string Argument => destination;

    /// <inheritdoc/>
    public override string Why => "The same files, seen from inside; the target is found inside the root, whatever links are on the way.";

    /// <inheritdoc/>
    public override string Manual => "move_mount(2), openat2(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell
    {
        get
        {
            string target = ShellText.InRoot(destination);
            yield return directory
                ? $"[ -d {target} ] || mkdir -p {target}"
                : $"[ -e {target} ] || {{ mkdir -p {ShellText.InRoot(ParentOf(destination))}; : > {target}; }}";
            yield return $"mount {(tree.Options.Recursive ? "--rbind" : "--bind")} {ShellText.Quote(tree.Source)} {target}";
            yield return $"mount --make-{tree.Options.PropagationWord} {target}";
            if (tree.Options.Attributes != 0)
            {
                IEnumerable<string> flags = tree.Options.Words.Where(word => word is "ro" or "nosuid" or "nodev" or "noexec");
                string list = string.Join(',', flags);
                yield return tree.Options.Recursive
                    ? $"findmnt -Rrno TARGET {target} | while read -r m; do mount -o remount,bind,{list} \"$(printf %b \"$m\")\"; done"
                    : $"mount -o remount,bind,{list} {target}";
            }
        }
    }

    /// <inheritdoc/>
    public override string? Hint(Errno errno) => errno switch
    {
        Errno.ENOTDIR => "one of source and target is a directory and the other is not",
        Errno.EXDEV => "a link in this root leads it into /proc, where nothing may be mounted",
        Errno.ELOOP => "the path leads through a link of /proc, which is refused",
        _ => null,
    };

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        TargetPath.OpenOrMake(writer, destination, writer.Slots.Parent, directory);
        if (!destination.StartsWith("/proc/", StringComparison.Ordinal))
        {
            TargetPath.RefuseProc(writer, writer.Slots.Parent);
        }

        TargetPath.Attach(writer, tree.Tree, writer.Slots.Parent);
        if (destination == "/proc" && tree.Source == "/proc")
        {
            // Where the machine's procfs is bound it is the one that settings are written through.
            const int Directory = Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC;
            writer.Call(SystemCall.openat, tree.Tree, writer.Text("."), Directory).Into(writer.Slots.Proc);
        }
    }

    private static string ParentOf(string path) => path[..Math.Max(path.LastIndexOf('/'), 1)];
}
