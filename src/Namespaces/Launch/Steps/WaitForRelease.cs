using MiniRun.Init;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>The line between the two phases: everything is prepared, and the program is not started before the parent says so.</summary>
public sealed class WaitForRelease : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "wait for the parent's word to start";

    /// <inheritdoc/>
    public override string Why => "`create` ends here and `start` goes on: whoever started it can look, attach and decide.";

    /// <inheritdoc/>
    public override string Manual => "OCI runtime-spec, \"Lifecycle\"";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => [];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer) => writer.Add(PlanOperation.Wait, default);
}
