using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Asks for SIGKILL when the parent ends, however it ends.</summary>
public sealed class SetParentDeathSignal : ChildStep
{
    private const int PR_SET_PDEATHSIG = 1;
    private const int SIGKILL = 9;

    /// <inheritdoc/>
    public override string Operation => "ask for SIGKILL when minirun ends";

    /// <inheritdoc/>
    public override string Why => "A container whose parent was killed must not run on unseen; with PID 1 the kernel ends the rest.";

    /// <inheritdoc/>
    public override string Manual => "PR_SET_PDEATHSIG(2const)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => []; // unshare --kill-child asks for the same

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer) => writer.Call(SystemCall.prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}
