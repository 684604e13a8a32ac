using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>
/// A block weight acts only on disks whose scheduler is bfq: with none, the kernel takes the number and ignores it, and a
/// limit that is ignored is worse than an error.
/// </summary>
internal static class BfqDisks
{
    internal static bool Any(CgroupLayout layout)
    {
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, layout.SysBlock, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY, 0, out _);
        if (descriptor < 0)
        {
            return false;
        }

        using FileDescriptor directory = new(descriptor);
        foreach ((string name, _) in DirectoryEntries.Read(directory, layout.SysBlock))
        {
            string? scheduler = Files.TryReadText($"{layout.SysBlock}/{name}/queue/scheduler");
            if (scheduler is not null && scheduler.Contains("[bfq]", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    internal static void Require(CgroupLayout layout, int weight)
    {
        if (!Any(layout))
        {
            throw new CgroupException(
                $"--blkio-weight {weight}: no disk here is scheduled by bfq, and no other scheduler knows weights",
                $"echo bfq > {layout.SysBlock}/DISK/queue/scheduler; --device-read-bps and its siblings work with every scheduler");
        }
    }
}
