using System.Runtime.InteropServices;
using MiniRun.Init;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch;

/// <summary>
/// Collects instructions and their data, and lays them out as the flat block that the freestanding program executes
/// (<see cref="PlanHeader"/>). Strings are encoded and checked here, before anything has been started.
/// </summary>
public sealed class PlanWriter
{
    private readonly List<PlanInstruction> instructions = new(192);
    private readonly List<(int Instruction, int Argument)> pointerArguments = new(256);
    private readonly List<int> pointerData = new(64);
    private byte[] data = new byte[8192];
    private int length;
    private byte nextSlot;
    private ushort step;
    private Argument? emptyText;

    /// <summary>Slots that many steps use.</summary>
    public PlanSlots Slots => field ??= new PlanSlots(this);

    /// <summary>How many instructions there are so far: the position a skip is counted to.</summary>
    public int Position => instructions.Count;

    /// <summary>A slot that nothing uses yet.</summary>
    public Slot NewSlot() => nextSlot < PlanFormat.SlotCount
        ? new Slot(nextSlot++)
        : throw new LinuxException("plan the launch", null, Errno.E2BIG, "the container has too many mounts: about 240 fit");

    /// <summary>Instructions from here on belong to step <paramref name="index"/>.</summary>
    internal void BeginStep(int index) => step = checked((ushort)index);

    /// <summary>Adds a system call.</summary>
    /// <param name="call">Which.</param>
    /// <param name="arguments">At most six.</param>
    public InstructionHandle Call(SystemCall call, params ReadOnlySpan<Argument> arguments) =>
        Add(PlanOperation.SystemCall, call, arguments);

    /// <summary>Adds an instruction of another kind; a member of <see cref="PlanOperation"/>.</summary>
    internal InstructionHandle Add(ushort operation, SystemCall call, params ReadOnlySpan<Argument> arguments)
    {
        PlanInstruction instruction = new()
        {
            Operation = operation,
            Step = step,
            Number = (ushort)call,
            ResultSlot = PlanFormat.NoSlot,
        };
        Span<long> values = MemoryMarshal.CreateSpan(ref instruction.Argument0, 6);
        for (int i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Value;
            if (arguments[i].Kind == ArgumentKind.Slot)
            {
                instruction.SlotArguments |= (byte)(1 << i);
            }
            else if (arguments[i].Kind == ArgumentKind.Pointer)
            {
                pointerArguments.Add((instructions.Count, i));
            }
        }

        instructions.Add(instruction);
        return new InstructionHandle(this, instructions.Count - 1);
    }

    internal ref PlanInstruction Instruction(int index) => ref CollectionsMarshal.AsSpan(instructions)[index];

    /// <summary>Puts a NUL-terminated string into the data.</summary>
    /// <exception cref="LinuxException">EINVAL: a NUL character inside.</exception>
    public Argument Text(string text)
    {
        if (text.Contains('\0'))
        {
            throw new LinuxException("use", text.Replace('\0', '?'), Errno.EINVAL, "a NUL character cannot be part of it");
        }

        Reserve((text.Length * 3) + 1);
        int start = length;
        length += LinuxText.GetBytes(text, data.AsSpan(length));
        data[length++] = 0;
        return Argument.Pointer(start);
    }

    /// <summary>The empty string: "the descriptor itself" to the *at() calls.</summary>
    public Argument EmptyText => emptyText ??= Text("");

    /// <summary>Puts bytes into the data, aligned for any structure.</summary>
    public Argument Bytes(ReadOnlySpan<byte> bytes)
    {
        int start = Align(bytes.Length);
        bytes.CopyTo(data.AsSpan(start));
        length += bytes.Length;
        return Argument.Pointer(start);
    }

    /// <summary>Puts 64-bit words into the data: most structures of the kernel are made of them.</summary>
    public Argument Words(params ReadOnlySpan<ulong> words) => Bytes(MemoryMarshal.AsBytes(words));

    /// <summary>Puts a structure of words and pointers into the data.</summary>
    public Argument Structure(params ReadOnlySpan<Argument> words)
    {
        int start = Align(words.Length * sizeof(long));
        length += words.Length * sizeof(long);
        for (int i = 0; i < words.Length; i++)
        {
            int at = start + (i * sizeof(long));
            MemoryMarshal.Write(data.AsSpan(at), words[i].Value);
            if (words[i].Kind == ArgumentKind.Pointer)
            {
                pointerData.Add(at);
            }
        }

        return Argument.Pointer(start);
    }

    /// <summary>Puts a NULL-terminated vector of strings into the data: argv, envp.</summary>
    public Argument Vector(IReadOnlyList<string> strings)
    {
        Argument[] words = new Argument[strings.Count + 1];
        for (int i = 0; i < strings.Count; i++)
        {
            words[i] = Text(strings[i]);
        }

        return Structure(words);
    }

    /// <summary>The finished block.</summary>
    /// <param name="explain">Whether the freestanding side reports every step.</param>
    internal unsafe byte[] Finish(bool explain)
    {
        int instructionStart = sizeof(PlanHeader);
        int dataStart = instructionStart + (instructions.Count * sizeof(PlanInstruction));
        int relocationStart = (dataStart + length + 7) & ~7;
        int relocationCount = pointerArguments.Count + pointerData.Count;
        byte[] block = new byte[relocationStart + (relocationCount * sizeof(uint))];

        PlanHeader header = new()
        {
            Magic = PlanFormat.Magic,
            Explain = explain ? 1u : 0,
            Instructions = (uint)instructionStart,
            InstructionCount = (uint)instructions.Count,
            Relocations = (uint)relocationStart,
            RelocationCount = (uint)relocationCount,
        };
        MemoryMarshal.Write(block, header);
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(instructions)).CopyTo(block.AsSpan(instructionStart));
        data.AsSpan(0, length).CopyTo(block.AsSpan(dataStart));

        Span<uint> relocations = MemoryMarshal.Cast<byte, uint>(block.AsSpan(relocationStart));
        int count = 0;
        foreach ((int instruction, int argument) in pointerArguments)
        {
            int at = instructionStart + (instruction * sizeof(PlanInstruction))
                + sizeof(PlanInstruction) - ((6 - argument) * sizeof(long));
            relocations[count++] = Relocate(block, at, dataStart);
        }

        foreach (int at in pointerData)
        {
            relocations[count++] = Relocate(block, dataStart + at, dataStart);
        }

        return block;
    }

    // An offset into the data becomes an offset into the block.
    private static uint Relocate(byte[] block, int at, int dataStart)
    {
        ref long word = ref MemoryMarshal.AsRef<long>(block.AsSpan(at, sizeof(long)));
        word += dataStart;
        return (uint)at;
    }

    private int Align(int size)
    {
        length = (length + 7) & ~7;
        Reserve(size);
        return length;
    }

    private void Reserve(int size)
    {
        if (length + size > data.Length)
        {
            Array.Resize(ref data, Math.Max(data.Length * 2, length + size));
        }
    }
}
