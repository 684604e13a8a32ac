using MiniRun.Cgroups;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Namespaces.Launch;

namespace MiniRun.Containers.Planning.Steps;

/// <summary>Makes the directory of a container that is there to stay ready for a start: what an earlier run left goes, its layer stays.</summary>
internal sealed class RenewContainerDirectory(
    ContainerDirectory directory, ContainerRecord record, CgroupLayout layout, string cgroupParent, UserNamespace? users) : ParentStep
{
    /// <inheritdoc/>
    public override string Operation => "make ready the directory";

    /// <inheritdoc/>
    public override string Argument => directory.Path;

    /// <inheritdoc/>
    public override string Why => "The writable layer outlives its processes; overlayfs wants its work directory empty at each mount.";

    /// <inheritdoc/>
    public override string Manual => "mount(8), \"overlay\"";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => [$"rm -rf {ShellText.Quote(directory.Work)}", $"mkdir -p {ShellText.Join([directory.Upper, directory.Work])}"];

    /// <inheritdoc/>
    public override void Run(int child)
    {
        Cgroup.Find(layout, cgroupParent, directory.Id).RequireEmpty();
        foreach (GeneratedFile file in record.Spec.GeneratedFiles)
        {
            Errno errno = Files.TryUnlink(directory.GeneratedFile(file.Destination));
            if (errno is not (Errno.None or Errno.ENOENT))
            {
                throw new LinuxException("remove", directory.GeneratedFile(file.Destination), errno);
            }
        }

        if (Files.Exists(directory.Work))
        {
            TreeRemover.Remove(directory.Work);
        }

        ContainerLayer.Make(directory, record.Spec.Root, users);
    }
}
