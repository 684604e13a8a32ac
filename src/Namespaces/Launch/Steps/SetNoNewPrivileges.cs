using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Promises the kernel that no execve of this process or its children ever gains privileges.</summary>
public sealed class SetNoNewPrivileges : ChildStep
{
    private const int PR_SET_NO_NEW_PRIVS = 38;

    /// <inheritdoc/>
    public override string Operation => "set no_new_privs";

    /// <inheritdoc/>
    public override string Why => "Set-user-ID programs and file capabilities of the image lose their effect.";

    /// <inheritdoc/>
    public override string Manual => "PR_SET_NO_NEW_PRIVS(2const)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => []; // setpriv --no-new-privs when the program is started

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer) => writer.Call(SystemCall.prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}
