using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>Where a jump goes: to an instruction that is already there, or out of the program with an action.</summary>
/// <param name="Position">The instruction, counted from the end of the program; -1 for an action.</param>
/// <param name="Action">The action.</param>
internal readonly record struct BpfTarget(int Position, SeccompAction Action)
{
    /// <summary>Ends the program.</summary>
    public static implicit operator BpfTarget(SeccompAction action) => new(-1, action);
}

/// <summary>
/// Writes a program from its end to its beginning. All jumps of classic BPF go forward, so every target exists, at a known
/// distance, when the jump to it is written; one that is out of reach (a byte) gets a nearer return or a jump in between.
/// </summary>
internal sealed class BpfAssembler
{
    // Placing the one target of a jump may move it one instruction further from the other.
    private const int Reach = byte.MaxValue - 1;

    private readonly List<ulong> _reversed = new(256);
    private readonly Dictionary<SeccompAction, int> _returns = [];

    /// <summary>An instruction that goes on with the one written last.</summary>
    public BpfTarget Statement(ushort code, uint constant) => Write(code, 0, 0, constant);

    /// <summary>A conditional jump.</summary>
    /// <exception cref="LinuxException">E2BIG: the program has become longer than the kernel takes.</exception>
    public BpfTarget Branch(ushort code, uint constant, BpfTarget ifTrue, BpfTarget ifFalse)
    {
        int otherwise = Near(ifFalse);
        int then = Near(ifTrue);
        return Write(code, Distance(then), Distance(otherwise), constant);
    }

    /// <summary>
    /// A decision by A: a balanced tree over ranges, one comparison deep per doubling of their number. The first range
    /// begins at 0, each ends where the next begins.
    /// </summary>
    public BpfTarget Tree(ReadOnlySpan<(uint Start, BpfTarget Target)> ranges)
    {
        if (ranges.Length == 1)
        {
            return ranges[0].Target;
        }

        int middle = ranges.Length / 2;
        BpfTarget upper = Tree(ranges[middle..]);
        BpfTarget lower = Tree(ranges[..middle]);
        return Branch(BpfCode.JumpGreaterOrEqual, ranges[middle].Start, upper, lower);
    }

    /// <summary>The program from its beginning, as struct sock_filter[].</summary>
    public byte[] ToArray()
    {
        byte[] program = new byte[_reversed.Count * BpfCode.Size];
        Span<byte> rest = program;
        for (int i = _reversed.Count - 1; i >= 0; i--)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(rest, _reversed[i]);
            rest = rest[BpfCode.Size..];
        }

        return program;
    }

    private int Near(BpfTarget target)
    {
        int position = target.Position;
        if (position < 0)
        {
            ref int known = ref CollectionsMarshal.GetValueRefOrAddDefault(_returns, target.Action, out bool exists);
            return exists && Distance(known) <= Reach
                ? known
                : known = Write(BpfCode.Return, 0, 0, target.Action.Value).Position;
        }

        return Distance(position) <= Reach
            ? position
            : Write(BpfCode.Jump, 0, 0, (uint)Distance(position)).Position;
    }

    // Instructions to skip between the next one written and a position.
    private int Distance(int position) => _reversed.Count - position - 1;

    private BpfTarget Write(ushort code, int ifTrue, int ifFalse, uint constant)
    {
        if (_reversed.Count == BpfCode.MostInstructions)
        {
            throw SeccompCompiler.TooLarge($"it needs more than {BpfCode.MostInstructions} instructions");
        }

        _reversed.Add(code | ((ulong)ifTrue << 16) | ((ulong)ifFalse << 24) | ((ulong)constant << 32));
        return new(_reversed.Count - 1, default);
    }
}
