using System.Diagnostics;
using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>Ends every process of a container by its groups alone: what the kernel does when PID 1 of a namespace ends.</summary>
internal static class GroupKiller
{
    private const int SIGKILL = 9;

    /// <summary>Pidfds held at once; far below any limit of open files.</summary>
    private const int Batch = 256;

    internal static bool KillAll(IReadOnlyList<CgroupMember> groups, int timeout)
    {
        long start = Stopwatch.GetTimestamp();
        if (Find(groups, CgroupVersion.V2, null) is { } unified)
        {
            string path = $"{unified.Directory}/cgroup.kill";
            Errno errno = Files.TryWriteValue(path, "1");
            if (errno == Errno.None)
            {
                Thaw(Find(groups, CgroupVersion.V1, "freezer"));
                return WaitUntilEmpty(groups, start, timeout);
            }

            if (errno != Errno.ENOENT) // before 5.14, or the group is gone
            {
                throw new LinuxException("write 1 to", path, errno, CgroupHints.ForWrite(path, "1", errno));
            }
        }

        return KillOneByOne(groups, start, timeout);
    }

    private static bool KillOneByOne(IReadOnlyList<CgroupMember> groups, long start, int timeout)
    {
        // Nothing may be born while we count: a frozen process cannot fork, and one at a pids limit of 0 neither.
        CgroupMember? freezer = Find(groups, CgroupVersion.V1, "freezer");
        if (freezer is not null)
        {
            _ = GroupFreezer.Freeze(freezer, Math.Min(timeout, 200)); // gone with its group: the loop that follows does without
        }
        else if (Find(groups, CgroupVersion.V1, "pids") is { } pids)
        {
            _ = Files.TryWriteValue($"{pids.Directory}/pids.max", "0");
        }

        for (int pause = 1; ; pause = Math.Min(pause * 2, 20))
        {
            foreach (CgroupMember group in groups)
            {
                foreach (string directory in GroupTree.WithBelow(group.Directory))
                {
                    KillMembers(directory);
                }
            }

            Thaw(freezer);
            if (GroupTree.Processes(groups).Count == 0)
            {
                return true;
            }

            if (Stopwatch.GetElapsedTime(start).TotalMilliseconds >= timeout)
            {
                return false;
            }

            GroupTree.Pause(pause);
        }
    }

    /// <summary>
    /// SIGKILL to a process that the v1 freezer holds takes effect only once it runs again: each group is thawed by itself,
    /// for the container may have frozen groups of its own.
    /// </summary>
    private static void Thaw(CgroupMember? freezer)
    {
        if (freezer is not null)
        {
            GroupFreezer.Thaw(freezer, below: true);
        }
    }

    /// <summary>
    /// Signals the members of one group. A number read from <c>cgroup.procs</c> may mean another process by the time it
    /// is used; so a pidfd is opened first and the list read again: a process that is still listed then, and has not
    /// ended when the signal reaches its pidfd, is the one that was listed.
    /// </summary>
    private static void KillMembers(string directory)
    {
        List<int> members = GroupProcesses.Read(directory);
        for (int first = 0; first < members.Count; first += Batch)
        {
            int count = Math.Min(Batch, members.Count - first);
            Pidfd?[] held = new Pidfd?[count];
            for (int i = 0; i < count; i++)
            {
                held[i] = TryOpen(members[first + i]);
            }

            HashSet<int> still = [.. GroupProcesses.Read(directory)];
            for (int i = 0; i < count; i++)
            {
                if (still.Contains(members[first + i]))
                {
                    _ = held[i]?.SendSignal(SIGKILL);
                }

                held[i]?.Dispose();
            }
        }
    }

    private static Pidfd? TryOpen(int pid)
    {
        try
        {
            return new Pidfd(pid);
        }
        catch (LinuxException error) when (error.Errno is Errno.ESRCH or Errno.EINVAL)
        {
            return null; // ended in between
        }
    }

    /// <summary>Waits until no process is left.</summary>
    internal static bool WaitUntilEmpty(IReadOnlyList<CgroupMember> groups, long start, int timeout)
    {
        for (int pause = 1; GroupTree.Processes(groups).Count > 0; pause = Math.Min(pause * 2, 20))
        {
            if (Stopwatch.GetElapsedTime(start).TotalMilliseconds >= timeout)
            {
                return false;
            }

            GroupTree.Pause(pause);
        }

        return true;
    }

    private static CgroupMember? Find(IReadOnlyList<CgroupMember> groups, CgroupVersion version, string? controller)
    {
        foreach (CgroupMember group in groups)
        {
            if (group.Mount.Version == version && (controller is null || group.Mount.Has(controller)))
            {
                return group;
            }
        }

        return null;
    }
}
