namespace MiniRun.Namespaces.Launch;

/// <summary>Where the result of one instruction is kept for later ones: usually a file descriptor.</summary>
/// <param name="Number">Index among the slots of a plan.</param>
public readonly record struct Slot(byte Number);

/// <summary>One argument of an instruction: a number, the address of data in the plan, or the content of a slot.</summary>
public readonly record struct Argument
{
    private Argument(ArgumentKind kind, long value)
    {
        Kind = kind;
        Value = value;
    }

    internal ArgumentKind Kind { get; }

    /// <summary>The number, the offset into the plan's data, or the slot's index.</summary>
    internal long Value { get; }

    /// <summary>A number.</summary>
    public static implicit operator Argument(long value) => new(ArgumentKind.Immediate, value);

    /// <summary>What a slot holds when the instruction is performed.</summary>
    public static implicit operator Argument(Slot slot) => new(ArgumentKind.Slot, slot.Number);

    internal static Argument Pointer(int offset) => new(ArgumentKind.Pointer, offset);
}

/// <summary>How <see cref="Argument.Value"/> is meant.</summary>
internal enum ArgumentKind
{
    /// <summary>The number itself.</summary>
    Immediate,

    /// <summary>An offset into the data of the plan.</summary>
    Pointer,

    /// <summary>The index of a slot.</summary>
    Slot,
}
