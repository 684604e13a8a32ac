using MiniRun.Cgroups;
using MiniRun.Namespaces.Launch;

namespace MiniRun.Containers.Planning;

/// <summary>All that will be done for one container; nothing of it has happened yet.</summary>
/// <param name="Spec">What was asked for.</param>
/// <param name="Launch">The steps, in order.</param>
/// <param name="Cgroups">Its groups; their making and joining are among the steps.</param>
/// <param name="Directory">Its directory; making it is the first step.</param>
internal sealed record ContainerPlan(ContainerSpec Spec, LaunchPlan Launch, CgroupPlan Cgroups, ContainerDirectory Directory)
{
    /// <summary>What people call the container.</summary>
    public string Name => Directory.Name ?? ContainerId.Short(Spec.Id);
}
