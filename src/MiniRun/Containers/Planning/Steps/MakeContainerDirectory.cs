using MiniRun.Cgroups;
using MiniRun.Containers.Store;
using MiniRun.Namespaces.Launch;

namespace MiniRun.Containers.Planning.Steps;

/// <summary>Makes the container's directory, locks it, and records what will be made outside of it.</summary>
internal sealed class MakeContainerDirectory(
    ContainerDirectory directory, ContainerRecord record, CgroupLayout layout, string cgroupParent, UserNamespace? users) : ParentStep
{
    private readonly RootSpec root = record.Spec.Root;

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
            yield return $"mkdir -p -m 700 {ShellText.Join([ContainerDirectory.AllForeground, ContainerDirectory.Merged])}";
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
        ContainerCreation.Create(directory, record, layout, cgroupParent);
        ContainerLayer.Make(directory, root, users);
    }
}
