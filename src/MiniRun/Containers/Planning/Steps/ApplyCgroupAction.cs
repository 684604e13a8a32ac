using MiniRun.Cgroups;
using MiniRun.Namespaces.Launch;

namespace MiniRun.Containers.Planning.Steps;

/// <summary>One change to the cgroup tree, as a step of the plan.</summary>
internal sealed class ApplyCgroupAction(CgroupAction action) : ParentStep
{
    /// <inheritdoc/>
    public override string Operation => action.Operation;

    /// <inheritdoc/>
    public override string Argument => action.Argument;

    /// <inheritdoc/>
    public override string Why => action.Why;

    /// <inheritdoc/>
    public override string Manual => action.Manual;

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => [action.Shell];

    /// <inheritdoc/>
    public override void Run(int child) => action.Run();
}
