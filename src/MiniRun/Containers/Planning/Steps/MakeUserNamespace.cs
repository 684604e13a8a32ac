using MiniRun.Generated;
using MiniRun.Namespaces;
using MiniRun.Namespaces.Launch;
using MiniRun.Namespaces.Launch.Steps;

namespace MiniRun.Containers.Planning.Steps;

/// <summary>
/// Makes the container's user namespace. It exists, with its maps, before anything else of the container: the root can be
/// mounted with its ids, and no process is ever in it without them. A process that only waits holds it until it is open here.
/// </summary>
/// <param name="users">The maps; gets the namespace.</param>
internal sealed class MakeUserNamespace(UserNamespace users) : ParentStep
{
    /// <inheritdoc/>
    public override string Operation => "make the user namespace";

    /// <inheritdoc/>
    public override string Argument => string.Join(' ', users.Uids.Select(map => $"{map.ContainerId}:{map.HostId}:{map.Size}"));

    /// <inheritdoc/>
    public override string Why =>
        "Root inside is an ordinary user outside, one that owns nothing: who breaks out of the container is nobody on the machine.";

    /// <inheritdoc/>
    public override string Manual => "user_namespaces(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => ["# (clone(CLONE_NEWUSER), /proc/PID/uid_map, /proc/PID/gid_map)"];

    /// <inheritdoc/>
    public override void Run(int child)
    {
        LaunchPlan plan = new();
        plan.Add(new CloneNamespaces(new HashSet<NamespaceKind> { NamespaceKind.User }, null));
        plan.Add(new WriteIdMaps(users));
        plan.Add(new WaitForRelease());
        using LaunchedProcess process = Launcher.Prepare(plan, BuiltInInit.Elf, StandardDescriptors.Ours, null);
        process.Abandon();
    }
}
