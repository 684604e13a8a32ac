using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>
/// Becomes user and group 0 of the user namespace. Until then the process has the ids of the machine's root, without its
/// capabilities.
/// </summary>
public sealed class BecomeContainerRoot : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "become root of the user namespace";

    /// <inheritdoc/>
    public override string Why =>
        "From here on whatever it opens or makes, it does as a user that owns nothing on the machine.";

    /// <inheritdoc/>
    public override string Manual => "user_namespaces(7), setresuid(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => ["# (setgroups(0), setresgid(0, 0, 0), setresuid(0, 0, 0))"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        writer.Call(SystemCall.setgroups, 0, 0);
        writer.Call(SystemCall.setresgid, 0, 0, 0);
        writer.Call(SystemCall.setresuid, 0, 0, 0);
    }
}
