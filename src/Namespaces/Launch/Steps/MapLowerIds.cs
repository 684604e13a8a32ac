using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>
/// Makes a view of the root's directory in which its files belong to the ids of a user namespace: an idmapped mount. The
/// directory itself is not changed.
/// </summary>
/// <param name="lower">The directory given as root.</param>
/// <param name="place">A directory to mount the view on in the launcher's mount namespace.</param>
/// <param name="userNamespace">Descriptor of the namespace whose map is used.</param>
public sealed class MapLowerIds(string lower, string place, int userNamespace) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "map the ids of";

    /// <inheritdoc/>
    public override string Argument => lower;

    /// <inheritdoc/>
    public override string Why =>
        "Root's files in the image are to be root's in the container, whose root is another user on the machine.";

    /// <inheritdoc/>
    public override string Manual => "mount_setattr(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => [$"# (open_tree({lower}, OPEN_TREE_CLONE), mount_setattr(MOUNT_ATTR_IDMAP), move_mount)"];

    /// <summary>The view.</summary>
    public Slot Tree { get; private set; }

    /// <inheritdoc/>
    public override string? Hint(Errno errno) => errno switch
    {
        Errno.EINVAL => "the file system that holds the root cannot map ids (ext4, xfs and btrfs can; tmpfs since Linux 6.3; overlay "
            + "cannot); copy the root to one that can, or leave out --userns",
        Errno.EPERM => "idmapped mounts need CAP_SYS_ADMIN in the user namespace that mounted the file system",
        _ => null,
    };

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        const int CloneFlags = Mount.OPEN_TREE_CLONE | Mount.OPEN_TREE_CLOEXEC;
        const int Directory = Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC;
        Tree = writer.NewSlot();
        writer.Call(SystemCall.open_tree, Fcntl.AT_FDCWD, writer.Text(lower), CloneFlags).Into(Tree);
        Argument attributes = writer.Words(Mount.MOUNT_ATTR_IDMAP, 0, Mount.MS_PRIVATE, (ulong)userNamespace);
        writer.Call(SystemCall.mount_setattr, Tree, writer.EmptyText, Fcntl.AT_EMPTY_PATH, attributes, 4 * sizeof(ulong));
        writer.Call(SystemCall.openat, Fcntl.AT_FDCWD, writer.Text(place), Directory).Into(writer.Slots.Parent);
        TargetPath.Attach(writer, Tree, writer.Slots.Parent);
    }
}
