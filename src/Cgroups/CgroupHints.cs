using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>What is known about the reasons of the kernel's refusals, by file and error.</summary>
internal static class CgroupHints
{
    private const string NoRight = "this needs root, or with --cgroup-parent a group that was delegated to you";
    private const string ReadOnly = "the cgroup file system is mounted read-only here, as inside most containers";

    internal static string? ForWrite(string path, string value, Errno errno)
    {
        string file = path[(path.LastIndexOf('/') + 1)..];
        return (file, errno) switch
        {
            ("cgroup.subtree_control", Errno.EBUSY) =>
                "processes live in this group, and a v2 group with processes of its own passes no controllers on: move them "
                + "into a group below, or choose another --cgroup-parent",
            ("cgroup.subtree_control", Errno.ENOENT) => $"not all of {value} are in the cgroup.controllers of this group",
            (_, Errno.EROFS) => ReadOnly,
            ("devices.allow", Errno.EPERM) => "a group can allow only what the group above allows, and only root may change it",
            ("cpuset.cpus" or "cpuset.mems", Errno.EACCES or Errno.EINVAL or Errno.ERANGE) =>
                $"not all of {value} are in the {file} of the group above",
            (_, Errno.EPERM or Errno.EACCES) => NoRight,
            ("memory.memsw.limit_in_bytes" or "memory.swap.max", Errno.ENOENT) =>
                "this kernel counts no swap: boot it with swapaccount=1, or leave --memory-swap out",
            ("memory.limit_in_bytes", Errno.EBUSY) => "the group uses more than that already",
            ("cpu.cfs_quota_us" or "cpu.max", Errno.EINVAL) => "a group above allows less CPU than that (quota divided by period)",
            ("blkio.bfq.weight" or "io.bfq.weight", Errno.ENOENT or Errno.EINVAL) =>
                "weights need the bfq scheduler: echo bfq > /sys/block/DISK/queue/scheduler",
            (_, Errno.ENODEV or Errno.ENXIO) => "no disk has these numbers; a partition cannot be limited, only its whole disk",
            (_, Errno.ENOENT) => "the group has no such file: the kernel is built without this limit, or the group is gone",
            _ => null,
        };
    }

    internal static string? ForFreeze(Errno errno) => errno switch
    {
        Errno.ENOENT => "the container is in no group of the v1 freezer and in none of v2: it was started without one",
        Errno.ETIMEDOUT => "one of its processes cannot be stopped: it is traced, or waits for a disk or a network file system",
        Errno.EROFS => ReadOnly,
        Errno.EPERM or Errno.EACCES => NoRight,
        _ => null,
    };

    internal static string? ForMake(string directory, Errno errno) => errno switch
    {
        Errno.EEXIST when GroupProcesses.Describe(directory) is { Length: > 0 } processes =>
            $"in it already: {processes}; a container with this id is running or was left behind",
        Errno.EEXIST => "there are groups below it, which are not this container's: choose another --name or --cgroup-parent",
        Errno.EROFS => ReadOnly,
        Errno.EPERM or Errno.EACCES => NoRight,
        Errno.EAGAIN => "the cgroup.max.descendants or cgroup.max.depth of a group above is reached",
        Errno.ENOTDIR => "a part of the path is a file of the kernel, not a group",
        _ => null,
    };
}
