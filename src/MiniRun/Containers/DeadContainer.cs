using MiniRun.Cgroups;
using MiniRun.Containers.Store;
using MiniRun.Linux;

namespace MiniRun.Containers;

/// <summary>
/// What is left of a container of the foreground whose minirun was killed: the kernel has ended its processes and with them its
/// mounts and namespaces (PR_SET_PDEATHSIG), but directories - in the file system and in the cgroup tree - and its name stay
/// until somebody removes them.
/// </summary>
internal static class DeadContainer
{
    /// <summary>Removes all that is left of all of them. What cannot be removed now is left for the next time.</summary>
    public static void Sweep()
    {
        const string All = ContainerDirectory.AllForeground;
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, All, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY, 0, out _);
        if (descriptor < 0)
        {
            return;
        }

        using FileDescriptor all = new(descriptor);
        foreach ((string name, bool isDirectory) in DirectoryEntries.Read(all, All))
        {
            if (!isDirectory || !ContainerId.IsValid(name))
            {
                continue;
            }

            using ContainerDirectory directory = new(name, isKept: false);
            if (!directory.TryLock())
            {
                continue;
            }

            try
            {
                Remove(directory);
            }
            catch (Exception exception) when (exception is LinuxException or CgroupException)
            {
                // A process of it is still ending, or the file system is read-only: not the business of this command.
            }
        }
    }

    /// <summary>Kills and removes all that there is of a container whose lock the caller holds.</summary>
    /// <exception cref="LinuxException">Something of it is still in use.</exception>
    public static void Remove(ContainerDirectory directory)
    {
        ContainerRecord? record = TryRead(directory);

        // A damaged record cannot tell: then they are where they are unless asked otherwise, and nobody else's have such a name.
        string parent = record?.Spec.Linux.CgroupParent ?? CgroupPlanner.DefaultParent;
        Cgroup groups = Cgroup.Find(CgroupLayout.Discover(), parent, directory.Id);
        groups.KillAll();
        groups.Remove();
        directory.Remove();
        if (record?.Name is { } name)
        {
            NameRegistry.Release(name, directory.Id);
        }
    }

    private static ContainerRecord? TryRead(ContainerDirectory directory)
    {
        try
        {
            return RecordFile.Read(directory);
        }
        catch (Exception exception) when (exception is LinuxException or UsageException)
        {
            return null;
        }
    }
}
