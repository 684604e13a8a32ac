using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Sets the file mode creation mask, which would otherwise be the caller's.</summary>
public sealed class SetUmask(uint mask) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "set the umask to";

    /// <inheritdoc/>
    public override string Argument => $"0{Convert.ToString(mask, 8).PadLeft(3, '0')}";

    /// <inheritdoc/>
    public override string Why => "The mask is inherited through everything; a container's files must not depend on the shell it was started from.";

    /// <inheritdoc/>
    public override string Manual => "umask(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => [$"umask {Argument}"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer) => writer.Call(SystemCall.umask, mask);
}
