using MiniRun.Init;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Forks: the child goes on to be the program, PID 1 stays as the built-in init.</summary>
/// <param name="options">How the init goes about it.</param>
public sealed class BecomeInit(InitOptions options) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "fork, and stay as init";

    /// <inheritdoc/>
    public override string Why =>
        "The kernel hands every orphan to PID 1 and drops signals PID 1 has no handler for: a program that never expected "
        + "to be PID 1 leaves zombies and ignores SIGTERM.";

    /// <inheritdoc/>
    public override string Manual => "pid_namespaces(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => ["# fork(): the parent stays as init (reaps, forwards signals)"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer) => writer.Add(PlanOperation.BecomeInit, default, writer.Bytes(options.ToSettings()));
}
