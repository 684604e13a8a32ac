using System.Diagnostics;
using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>A container's groups with the groups below them: a container that may write its cgroups can make some.</summary>
internal static unsafe class GroupTree
{
    internal static List<int> Processes(IReadOnlyList<CgroupMember> groups)
    {
        List<int> processes = [];
        HashSet<int> seen = [];
        foreach (CgroupMember group in groups)
        {
            foreach (string directory in WithBelow(group.Directory))
            {
                foreach (int process in GroupProcesses.Read(directory))
                {
                    if (seen.Add(process))
                    {
                        processes.Add(process);
                    }
                }
            }
        }

        return processes;
    }

    /// <summary>A group and all below it, each before those below it; empty where it is gone.</summary>
    internal static List<string> WithBelow(string directory)
    {
        List<string> all = [];
        int descriptor = Files.TryOpenAt(
            Fcntl.AT_FDCWD, directory, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW, 0, out _);
        if (descriptor < 0)
        {
            return all;
        }

        using FileDescriptor open = new(descriptor);
        all.Add(directory);
        foreach ((string name, bool isDirectory) in Entries(open, directory))
        {
            if (isDirectory)
            {
                all.AddRange(WithBelow($"{directory}/{name}"));
            }
        }

        return all;
    }

    private static List<(string Name, bool IsDirectory)> Entries(FileDescriptor open, string directory)
    {
        try
        {
            return DirectoryEntries.Read(open, directory);
        }
        catch (LinuxException error) when (error.Errno == Errno.ENOENT)
        {
            return []; // whoever runs the container removed it after we had opened it
        }
    }

    /// <summary>Whether neither a process is in it nor a group below it.</summary>
    internal static bool IsEmpty(string directory) => GroupProcesses.Read(directory).Count == 0 && WithBelow(directory).Count <= 1;

    internal static void Remove(IReadOnlyList<CgroupMember> groups, int timeout)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (CgroupMember group in groups)
        {
            for (int pause = 1; group.IsOurs; pause = Math.Min(pause * 2, 50))
            {
                Errno errno = RemoveOne(group.Directory, out string left);
                if (errno == Errno.None)
                {
                    break;
                }

                int waited = (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (errno != Errno.EBUSY || waited >= timeout)
                {
                    throw new LinuxException("remove the cgroup", left, errno, Hint(left, errno));
                }

                Pause(Math.Min(pause, timeout - waited));
            }
        }
    }

    /// <summary>Waits without a descriptor to wait on: rmdir gives no notice of when it would succeed.</summary>
    internal static void Pause(int milliseconds) => _ = LibC.poll(null, 0, milliseconds);

    private static Errno RemoveOne(string directory, out string left)
    {
        left = directory;
        Errno errno = Files.TryRemoveDirectory(directory);
        if (errno is Errno.None or Errno.ENOENT)
        {
            return Errno.None;
        }

        List<string> all = WithBelow(directory);
        for (int i = all.Count - 1; i >= 0; i--)
        {
            errno = Files.TryRemoveDirectory(all[i]);
            if (errno is not (Errno.None or Errno.ENOENT))
            {
                left = all[i];
                return errno;
            }
        }

        return Errno.None;
    }

    private static string? Hint(string directory, Errno errno) => errno switch
    {
        Errno.EBUSY when GroupProcesses.Describe(directory) is { Length: > 0 } processes =>
            $"still in it: {processes}; MiniRun does not kill what it cannot know to be the container's: end it, then remove again",
        Errno.EBUSY => "a process that is ending holds it, or one of another PID namespace: remove again later",
        Errno.EROFS => "the cgroup file system is mounted read-only here",
        Errno.EPERM or Errno.EACCES => "this needs root, or the group must have been delegated to you",
        _ => null,
    };
}
