using MiniRun.Init;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch;

/// <summary>Completes an instruction just added: where its result goes, which errors are none, what to leave out.</summary>
public readonly struct InstructionHandle
{
    private readonly PlanWriter writer;
    private readonly int index;

    internal InstructionHandle(PlanWriter writer, int index)
    {
        this.writer = writer;
        this.index = index;
    }

    /// <summary>Keeps the result.</summary>
    public InstructionHandle Into(Slot slot)
    {
        writer.Instruction(index).ResultSlot = slot.Number;
        return this;
    }

    /// <summary>Goes on after these errors as after success.</summary>
    public InstructionHandle Tolerating(Errno errno, Errno other = Errno.None)
    {
        ref PlanInstruction instruction = ref writer.Instruction(index);
        instruction.Tolerated = (ushort)errno;
        instruction.Tolerated2 = (ushort)other;
        return this;
    }

    /// <summary>After success, goes on at the instruction that will be added next.</summary>
    public void SkipToHereOnSuccess() => writer.Instruction(index).SkipOnSuccess = Distance();

    /// <summary>After a tolerated error, goes on at the instruction that will be added next.</summary>
    public void SkipToHereOnTolerated() => writer.Instruction(index).SkipOnTolerated = Distance();

    private ushort Distance() => checked((ushort)(writer.Position - index - 1));
}
