using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Removes what the container may never have from the bounding set, and empties the ambient set.</summary>
public sealed class DropBoundingSet(CapabilitySet keep) : ChildStep
{
    private const int PR_CAPBSET_DROP = 24;
    private const int PR_CAP_AMBIENT = 47;
    private const int PR_CAP_AMBIENT_CLEAR_ALL = 4;

    /// <inheritdoc/>
    public override string Operation => $"keep {keep.Count} capabilities in the bounding set";

    /// <inheritdoc/>
    public override string Why => "No program in the container, setuid root or with file capabilities, can ever get more than this set.";

    /// <inheritdoc/>
    public override string Manual => "capabilities(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => []; // setpriv(1) does all of it when the program is started

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        for (int number = 0; number < CapabilitySet.Names.Count; number++)
        {
            if (!keep.Has(number))
            {
                // EINVAL: an older kernel without this capability, which cannot be had then either
                writer.Call(SystemCall.prctl, PR_CAPBSET_DROP, number, 0, 0, 0).Tolerating(Errno.EINVAL);
            }
        }

        writer.Call(SystemCall.prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    }
}
