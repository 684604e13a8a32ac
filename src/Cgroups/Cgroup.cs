namespace MiniRun.Cgroups;

/// <summary>The groups of one container, from the start of it to the removal.</summary>
public sealed class Cgroup
{
    private readonly IReadOnlyList<CgroupMember> groups;
    private readonly CgroupLimits? limits;

    /// <summary>The groups that a plan makes.</summary>
    public Cgroup(CgroupPlan plan)
    {
        groups = plan.Groups;
        limits = plan.Limits;
    }

    private Cgroup(List<CgroupMember> groups) => this.groups = groups;

    /// <summary>The directories of the groups.</summary>
    public IReadOnlyList<string> Directories
    {
        get
        {
            List<string> directories = new(groups.Count);
            foreach (CgroupMember group in groups)
            {
                directories.Add(group.Directory);
            }

            return directories;
        }
    }

    /// <summary>Whether a process is in any of the groups, or in a group below.</summary>
    public bool IsPopulated => Processes().Count > 0;

    /// <summary>The groups that a container has now, found by its name in every hierarchy: nothing has to be remembered.</summary>
    /// <exception cref="CgroupException">The parent or the id is not a name.</exception>
    public static Cgroup Find(CgroupLayout layout, string parent, string id)
    {
        string[] names = CgroupPath.ParseParent(parent);
        CgroupPath.CheckId(id);
        string path = names.Length == 0 ? $"/{id}" : $"/{string.Join('/', names)}/{id}";
        List<CgroupMember> found = [];
        foreach (CgroupMount mount in layout.Mounts)
        {
            if (Linux.Files.Exists($"{mount.Directory}{path}/cgroup.procs"))
            {
                found.Add(new CgroupMember(mount, $"{mount.Directory}{path}", null));
            }
        }

        return new Cgroup(found);
    }

    /// <summary>
    /// The ids of all processes in the groups, each once, those in groups below included. Processes that the container
    /// cannot see are among them (an exec on its way in), those of no PID namespace below ours are not.
    /// </summary>
    public IReadOnlyList<int> Processes() => GroupTree.Processes(groups);

    /// <summary>
    /// Refuses groups that hold anything: before a container's name is recorded, so that nothing that is found by it later - to
    /// be killed and removed - was somebody else's.
    /// </summary>
    /// <exception cref="Linux.LinuxException">EEXIST: a process is in one of them, or a group below it.</exception>
    public void RequireEmpty()
    {
        foreach (CgroupMember group in groups)
        {
            if (!GroupTree.IsEmpty(group.Directory))
            {
                const Linux.Errno Errno = Linux.Errno.EEXIST;
                throw new Linux.LinuxException("make the cgroup", group.Directory, Errno, CgroupHints.ForMake(group.Directory, Errno));
            }
        }
    }

    /// <summary>
    /// Kills every process in the groups, also those that ignore signals or fork as fast as they can: <c>cgroup.kill</c>
    /// on v2; on v1 freeze (or refuse forks), SIGKILL through pidfds whose membership was checked, thaw.
    /// </summary>
    /// <param name="timeoutMilliseconds">How long to wait until the groups are empty.</param>
    /// <returns>Whether they are.</returns>
    /// <exception cref="Linux.LinuxException">The kernel refused.</exception>
    /// <remarks>Groups of a plan that were not made - somebody else had one of that name - are left alone.</remarks>
    public bool KillAll(int timeoutMilliseconds = 5000) => GroupKiller.KillAll([.. groups.Where(group => group.IsOurs)], timeoutMilliseconds);

    /// <summary>Waits until no process is in the groups. Kills nothing.</summary>
    /// <param name="timeoutMilliseconds">How long to wait.</param>
    /// <returns>Whether none is.</returns>
    public bool WaitUntilEmpty(int timeoutMilliseconds) =>
        GroupKiller.WaitUntilEmpty(groups, System.Diagnostics.Stopwatch.GetTimestamp(), timeoutMilliseconds);

    /// <summary>Whether there is a group through which all can be stopped where they are: of the v1 freezer, or of v2.</summary>
    public bool CanFreeze => GroupFreezer.Find(groups) is not null;

    /// <summary>Whether they are stopped so, or about to be.</summary>
    public bool IsFrozen => GroupFreezer.Find(groups) is { } group && GroupFreezer.IsFrozen(group);

    /// <summary>Stops all processes where they are, without a signal that they could see.</summary>
    /// <param name="timeoutMilliseconds">How long to wait until all are.</param>
    /// <exception cref="Linux.LinuxException">
    /// ENOENT: there is no such group; ETIMEDOUT: a process could not be stopped in time, and all of them go on.
    /// </exception>
    public void Freeze(int timeoutMilliseconds = 2000)
    {
        CgroupMember? group = GroupFreezer.Find(groups);
        Linux.Errno errno = group is null ? Linux.Errno.ENOENT : GroupFreezer.Freeze(group, timeoutMilliseconds);
        if (errno != Linux.Errno.None)
        {
            Thaw();
            throw new Linux.LinuxException("freeze the cgroup", group?.Directory, errno, CgroupHints.ForFreeze(errno));
        }
    }

    /// <summary>Lets them go on.</summary>
    /// <param name="below">Also those in groups below that the container itself has frozen.</param>
    public void Thaw(bool below = false)
    {
        if (GroupFreezer.Find(groups) is { } group)
        {
            GroupFreezer.Thaw(group, below);
        }
    }

    /// <summary>The frozen group that any process is in, its own or one above it; null where it is in none.</summary>
    public static string? FrozenGroupOf(CgroupLayout layout, int pid) => GroupFreezer.FrozenGroupOf(layout, pid);

    /// <summary>
    /// Removes the groups, deepest first, waiting for processes that are about to end. Kills nothing: a process that stays
    /// is named in the error, and a later call removes the rest.
    /// </summary>
    /// <param name="timeoutMilliseconds">How long to wait for all groups together.</param>
    /// <exception cref="Linux.LinuxException">EBUSY: still in use after the timeout, or the kernel refused otherwise.</exception>
    public void Remove(int timeoutMilliseconds = 5000) => GroupTree.Remove(groups, timeoutMilliseconds);

    /// <summary>
    /// What the kernel counted; to be read before <see cref="Remove"/>. Reads only the files of limits in force, for a
    /// <see cref="Find">found</see> container all there are. What cannot be read is null.
    /// </summary>
    public CgroupStats ReadStats() => StatsReader.Read(groups, limits);
}
