namespace MiniRun.Namespaces.Launch;

/// <summary>Slots that several steps of one plan share.</summary>
public sealed class PlanSlots
{
    internal PlanSlots(PlanWriter writer)
    {
        Root = writer.NewSlot();
        Proc = writer.NewSlot();
        Dev = writer.NewSlot();
        Scratch = writer.NewSlot();
        Parent = writer.NewSlot();
    }

    /// <summary>The new root: the mount every target is resolved in.</summary>
    public Slot Root { get; }

    /// <summary>The container's own procfs, by descriptor: what is written through it cannot be redirected by any mount.</summary>
    public Slot Proc { get; }

    /// <summary>The container's /dev.</summary>
    public Slot Dev { get; }

    /// <summary>For a value that the same step uses up.</summary>
    public Slot Scratch { get; }

    /// <summary>For a second such value.</summary>
    public Slot Parent { get; }
}
