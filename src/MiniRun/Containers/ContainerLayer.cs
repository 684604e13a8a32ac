using MiniRun.Linux;
using MiniRun.Namespaces.Launch;

namespace MiniRun.Containers;

/// <summary>The directories of a container's writable layer.</summary>
internal static class ContainerLayer
{
    /// <summary>Makes those that are not there.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static void Make(ContainerDirectory directory, RootSpec root, UserNamespace? users)
    {
        if (root.UpperOnTmpfs)
        {
            Files.MakeDirectory(directory.LayerInMemory);
            return;
        }

        Files.MakeDirectory(directory.Work);
        if (Files.MakeDirectory(directory.Upper))
        {
            TakeAfter(directory, root, users);
        }
    }

    // The root directory of an overlay is its upper layer's: with another mode or owner, "/" would not be what was given.
    private static void TakeAfter(ContainerDirectory directory, RootSpec root, UserNamespace? users)
    {
        using FileDescriptor lower = Files.Open(root.Path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
        using FileDescriptor upper = Files.Open(directory.Upper, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
        FileStatus status = FileStatus.Of(lower);
        (uint uid, uint gid) = users is null ? (status.Uid, status.Gid) : (users.HostUid(status.Uid), users.HostGid(status.Gid));
        if (LibC.fchown(upper.Number, uid, gid) != 0 || LibC.fchmod(upper.Number, status.Mode & 0xfff) != 0)
        {
            throw new LinuxException("give owner and mode to", directory.Upper, LibC.LastError);
        }
    }
}
