using System.Runtime.InteropServices;

namespace MiniRun.Init;

// The flat form of a launch plan: what the managed side writes and the freestanding side executes. This file is compiled into
// both, so there is one definition. A block is: header, instructions, data (strings, structures, vectors), relocations.
// Every pointer in it is an offset from its start until the freestanding side has added the address it is mapped at.

/// <summary>The first bytes of a block.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PlanHeader
{
    /// <summary><see cref="PlanFormat.Magic"/>; anything else is refused.</summary>
    public uint Magic;

    /// <summary>Whether every finished step is reported (<c>--explain</c>).</summary>
    public uint Explain;

    /// <summary>Where the instructions begin.</summary>
    public uint Instructions;

    /// <summary>How many there are.</summary>
    public uint InstructionCount;

    /// <summary>Where the relocations begin: offsets of the 64-bit words that are pointers.</summary>
    public uint Relocations;

    /// <summary>How many there are.</summary>
    public uint RelocationCount;

    /// <summary>Filled in by the freestanding side: where the kernel's part of its stack begins.</summary>
    public long StackTop;
}

/// <summary>One instruction: a system call, or one of the few operations a system call cannot express.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PlanInstruction
{
    /// <summary>What to do: a member of <see cref="PlanOperation"/>.</summary>
    public ushort Operation;

    /// <summary>The step of the plan it belongs to, named in reports.</summary>
    public ushort Step;

    /// <summary>System call number.</summary>
    public ushort Number;

    /// <summary>Bit n: argument n is the number of a slot whose value is meant.</summary>
    public byte SlotArguments;

    /// <summary>Where to keep the result, or <see cref="PlanFormat.NoSlot"/>.</summary>
    public byte ResultSlot;

    /// <summary>How many instructions to leave out after success.</summary>
    public ushort SkipOnSuccess;

    /// <summary>How many instructions to leave out after a tolerated error.</summary>
    public ushort SkipOnTolerated;

    /// <summary>An error number that is no failure, or 0.</summary>
    public ushort Tolerated;

    /// <summary>Another one, or 0.</summary>
    public ushort Tolerated2;

    /// <summary>Arguments of the system call.</summary>
    public long Argument0;
    public long Argument1;
    public long Argument2;
    public long Argument3;
    public long Argument4;
    public long Argument5;
}

/// <summary>A message from the freestanding side.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PlanRecord
{
    /// <summary>A member of <see cref="PlanRecordKind"/>.</summary>
    public uint Kind;

    /// <summary>The step it is about.</summary>
    public uint Step;

    /// <summary>The process id, the last result, or the error number.</summary>
    public long Value;

    /// <summary>CLOCK_MONOTONIC in nanoseconds.</summary>
    public ulong Time;
}

/// <summary>Values of <see cref="PlanInstruction.Operation"/>.</summary>
internal static class PlanOperation
{
    /// <summary>Perform system call <see cref="PlanInstruction.Number"/>.</summary>
    public const ushort SystemCall = 0;

    /// <summary>clone3(argument 0, argument 1): the child goes on with the plan, the caller reports it and exits.</summary>
    public const ushort Clone = 1;

    /// <summary>Report <see cref="PlanRecordKind.Waiting"/> and wait for one byte from the parent.</summary>
    public const ushort Wait = 2;

    /// <summary>Send the descriptor in argument 0 to the parent.</summary>
    public const ushort SendDescriptor = 3;

    /// <summary>Fork; the child goes on with the plan, the caller becomes the init by the <see cref="InitSettings"/> at argument 0.</summary>
    public const ushort BecomeInit = 4;

    /// <summary>execve(argument 0, 1, 2); a program that is not there or not executable is remembered and the next one tried.</summary>
    public const ushort Execute = 5;

    /// <summary>The 64-bit word at argument 0, masked by argument 1, must be argument 2; else fail with error argument 3.</summary>
    public const ushort Expect = 6;

    /// <summary>Fail with what the <see cref="Execute"/> instructions before it remembered, ENOENT otherwise.</summary>
    public const ushort NotExecuted = 7;
}

/// <summary>Values of <see cref="PlanRecord.Kind"/>.</summary>
internal static class PlanRecordKind
{
    /// <summary>The container's first process exists; the value is its id as the parent sees it.</summary>
    public const uint Child = 1;

    /// <summary>A step is done; the value is its last result.</summary>
    public const uint Done = 2;

    /// <summary>The child waits for the parent.</summary>
    public const uint Waiting = 3;

    /// <summary>A descriptor comes with this message.</summary>
    public const uint Descriptor = 4;

    /// <summary>A step failed; the value is the error number. Nothing follows.</summary>
    public const uint Failed = 5;
}

/// <summary>Numbers both sides agree on.</summary>
internal static class PlanFormat
{
    /// <summary>"MRP1": changes with the format, since a binary may be replaced while its children run.</summary>
    public const uint Magic = 0x3150524d;

    /// <summary>No slot.</summary>
    public const byte NoSlot = 255;

    /// <summary>How many slots there are.</summary>
    public const int SlotCount = 255;

    /// <summary>The descriptor on which the freestanding program finds the plan.</summary>
    public const int PlanDescriptor = 3;

    /// <summary>The descriptor of the channel to the parent.</summary>
    public const int ChannelDescriptor = 4;

    /// <summary>The first descriptor that a plan may pass.</summary>
    public const int FirstPassedDescriptor = 5;
}
