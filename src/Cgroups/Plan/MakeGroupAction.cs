using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>
/// A group made by mkdir(2). A level above the container's own may be there already; the container's own may only if it
/// is empty - left behind by a container that is gone, or prepared by an engine - and is then made afresh where possible.
/// </summary>
internal sealed class MakeGroupAction(string directory, bool own) : CgroupAction
{
    public override string Operation => "make the cgroup";

    public override string Argument => directory;

    public override string Why => own
        ? "A group is a directory; making it gives it a full set of files with no limits in force."
        : "Groups form a tree; all containers have their groups below this one.";

    public override string Manual => "cgroups(7)";

    public override string Shell => $"mkdir -p {ShellWord.Quote(directory)}";

    /// <summary>Whether this action has run and the group is the container's own: what removal may touch.</summary>
    internal bool IsOurs { get; private set; }

    public override void Run()
    {
        Errno errno = Files.TryMakeDirectory(directory);
        if (errno == Errno.EEXIST)
        {
            errno = own ? TakeOver() : Errno.None;
        }

        if (errno != Errno.None)
        {
            throw new LinuxException(Operation, directory, errno, CgroupHints.ForMake(directory, errno));
        }

        IsOurs = own;
    }

    private Errno TakeOver()
    {
        if (!GroupTree.IsEmpty(directory))
        {
            return Errno.EEXIST; // somebody's: whoever owns a group may kill what is in it and below
        }

        // Old limits go with the old group. One that may not be removed was prepared for us by whoever may.
        return Files.TryRemoveDirectory(directory) switch
        {
            Errno.None or Errno.ENOENT => Files.TryMakeDirectory(directory),
            Errno.EBUSY => Errno.EEXIST, // a process that cannot be seen from here, or that has come in this moment
            _ => Errno.None,
        };
    }
}
