using MiniRun.Cgroups;
using MiniRun.Linux;
using MiniRun.Namespaces.Launch;

namespace MiniRun.Containers.Planning.Steps;

/// <summary>Makes the container's directory, locks it, and records what will be made outside of it.</summary>
internal sealed class MakeContainerDirectory(
    ContainerDirectory directory, RootSpec root, CgroupLayout layout, string cgroupParent, UserNamespace? users) : ParentStep
{
    /// <inheritdoc/>
    public override string Operation => "make the directory";

    /// <inheritdoc/>
    public override string Argument => directory.Path;

    /// <inheritdoc/>
    public override string Why =>
        "What the container writes goes into a layer here and is gone with it; where its cgroups are is noted first, so that "
        + "nothing is left behind even if minirun is killed.";

    /// <inheritdoc/>
    public override string Manual => "mkdir(2), flock(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell
    {
        get
        {
            yield return $"mkdir -p -m 700 {ShellText.Join([ContainerDirectory.All, ContainerDirectory.Merged])}";
            yield return $"mkdir -m 700 {ShellText.Quote(directory.Path)}";
            if (root.UpperOnTmpfs)
            {
                yield return $"mkdir {ShellText.Quote(directory.LayerInMemory)}";
            }
            else
            {
                yield return $"mkdir {ShellText.Join([directory.Upper, directory.Work])}";
                yield return $"chmod --reference={ShellText.Join([root.Path, directory.Upper])}";
                yield return $"chown --reference={ShellText.Join([root.Path, directory.Upper])}";
            }
        }
    }

    /// <inheritdoc/>
    public override void Run(int child)
    {
        directory.Make();
        Cgroup.Find(layout, cgroupParent, directory.Id).RequireEmpty();
        StateFile.Write(directory.CgroupRecord, cgroupParent, 0x180);
        if (root.UpperOnTmpfs)
        {
            Files.MakeDirectory(directory.LayerInMemory);
            return;
        }

        Files.MakeDirectory(directory.Upper);
        Files.MakeDirectory(directory.Work);

        // The root directory of an overlay is its upper layer's: with another mode or owner, "/" would not be what was given.
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
