using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Leaves the caller's session and with it the caller's terminal.</summary>
public sealed class StartSession : ChildStep
{
    /// <inheritdoc/>
    public override bool NeedsParent => false;

    /// <inheritdoc/>
    public override string Operation => "start a new session";

    /// <inheritdoc/>
    public override string Why =>
        "A process of the caller's session could open /dev/tty and push keystrokes into the caller's shell (TIOCSTI).";

    /// <inheritdoc/>
    public override string Manual => "setsid(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => ["# setsid(): setsid(1) before the first unshare does it"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer) => writer.Call(SystemCall.setsid);
}
