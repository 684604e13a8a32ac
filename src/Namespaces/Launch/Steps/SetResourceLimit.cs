using System.Globalization;
using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Sets one resource limit of the process.</summary>
public sealed class SetResourceLimit(ResourceLimit limit) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "set the resource limit";

    /// <inheritdoc/>
    public override string Argument => $"{limit.Name}={Text(limit.Soft)}:{Text(limit.Hard)}";

    /// <inheritdoc/>
    public override string Why => "Resource limits belong to a process, not to a group; children inherit them.";

    /// <inheritdoc/>
    public override string Manual => "getrlimit(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell =>
        [$"host prlimit --pid $$ --{limit.Name}={Text(limit.Soft)}:{Text(limit.Hard)}"];

    /// <inheritdoc/>
    public override string? Hint(Errno errno) => errno switch
    {
        Errno.EPERM => "raising a hard limit needs CAP_SYS_RESOURCE; see `ulimit -H -a`",
        Errno.EINVAL => "the soft limit must not be above the hard one",
        _ => null,
    };

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer) =>
        writer.Call(SystemCall.prlimit64, 0, limit.Resource, writer.Words(limit.Soft, limit.Hard), 0);

    private static string Text(ulong value) =>
        value == ulong.MaxValue ? "unlimited" : value.ToString(CultureInfo.InvariantCulture);
}
