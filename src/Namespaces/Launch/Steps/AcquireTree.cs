using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>
/// Takes hold of a directory or file of the machine that is to be mounted in the container. It happens before the new mount
/// namespace exists: the copy is then still related to the original, so rslave and rshared mean what they say.
/// </summary>
/// <param name="source">Path on the machine.</param>
/// <param name="options">Read-only and the like; propagation, private unless asked.</param>
/// <param name="needsParent">Whether a step of the parent makes it.</param>
public sealed class AcquireTree(string source, MountOptions options, bool needsParent) : ChildStep
{
    /// <inheritdoc/>
    public override bool NeedsParent => needsParent;

    /// <inheritdoc/>
    public override string Operation => "take a copy of the mount at";

    /// <inheritdoc/>
    public override string Argument => source;

    /// <inheritdoc/>
    public override string Why => "A bind mount is a second view of the same files; here it is made, attached to nothing yet.";

    /// <inheritdoc/>
    public override string Manual => "open_tree(2), mount_setattr(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => []; // AttachTree does both in one command

    /// <summary>Where the detached copy is kept until <see cref="AttachTree"/>.</summary>
    public Slot Tree { get; private set; }

    internal string Source => source;

    internal MountOptions Options => options;

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Tree = writer.NewSlot();
        const int CloneFlags = Mount.OPEN_TREE_CLONE | Mount.OPEN_TREE_CLOEXEC;
        int recursive = options.Recursive ? Fcntl.AT_RECURSIVE : 0;
        writer.Call(SystemCall.open_tree, Fcntl.AT_FDCWD, writer.Text(source), CloneFlags | recursive).Into(Tree);
        uint propagation = options.Propagation == 0 ? Mount.MS_PRIVATE : options.Propagation;
        MountAttributes.Set(writer, Tree, options.Attributes, propagation, recursive: true);
    }
}
