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
        if (GroupProcesses.Read(directory).Count > 0)
        {
            return Errno.EEXIST;
        }

        // Old limits go with the old group. A group with groups below it stays as it is: EBUSY.
        return Files.TryRemoveDirectory(directory) == Errno.None ? Files.TryMakeDirectory(directory) : Errno.None;
    }
}
