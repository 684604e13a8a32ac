using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>
/// Makes the launcher a member of the container's user namespace.
/// </summary>
/// <param name="descriptor">Where the launcher has it.</param>
public sealed class EnterUserNamespace(int descriptor) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "enter the user namespace";

    /// <inheritdoc/>
    public override string Why =>
        "Its rights over the machine end here; the namespaces that are made next belong to this one, and its root rules over them only.";

    /// <inheritdoc/>
    public override string Manual => "setns(2), user_namespaces(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => ["# (setns(CLONE_NEWUSER))"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer) => writer.Call(SystemCall.setns, descriptor, (long)NamespaceKind.User);
}
