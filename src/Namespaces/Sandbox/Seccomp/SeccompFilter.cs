using System.Buffers.Binary;

namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>Runs a filter as the kernel does, to know its answer before it is installed.</summary>
public static class SeccompFilter
{
    /// <summary>The answer to one call.</summary>
    /// <param name="filter">struct sock_filter[].</param>
    /// <param name="number">The number of the system call.</param>
    /// <param name="arguments">Up to six; those not given are 0.</param>
    /// <param name="architecture">AUDIT_ARCH_* of the call; x86-64 if not given.</param>
    /// <exception cref="InvalidDataException">The kernel would refuse this filter.</exception>
    public static SeccompAction Evaluate(
        ReadOnlySpan<byte> filter, uint number, ReadOnlySpan<ulong> arguments = default, uint architecture = BpfCode.X64)
    {
        Span<byte> data = stackalloc byte[(int)BpfCode.ArgumentOffset(SeccompCondition.ArgumentCount)];
        data.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(data[(int)BpfCode.NumberOffset..], number);
        BinaryPrimitives.WriteUInt32LittleEndian(data[(int)BpfCode.ArchitectureOffset..], architecture);
        for (int i = 0; i < arguments.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(data[(int)BpfCode.ArgumentOffset(i)..], arguments[i]);
        }

        return Run(filter, data);
    }

    private static SeccompAction Run(ReadOnlySpan<byte> filter, ReadOnlySpan<byte> data)
    {
        uint accumulator = 0;
        for (ReadOnlySpan<byte> rest = filter; rest.Length >= BpfCode.Size; rest = rest[BpfCode.Size..])
        {
            ushort code = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            uint constant = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            bool holds = false;
            switch (code)
            {
                case BpfCode.LoadWord when constant % sizeof(uint) == 0 && constant < data.Length:
                    accumulator = BinaryPrimitives.ReadUInt32LittleEndian(data[(int)constant..]);
                    continue;
                case BpfCode.And:
                    accumulator &= constant;
                    continue;
                case BpfCode.Return:
                    return new SeccompAction(constant);
                case BpfCode.Jump:
                    rest = Skip(rest, constant);
                    continue;
                case BpfCode.JumpEqual:
                    holds = accumulator == constant;
                    break;
                case BpfCode.JumpGreater:
                    holds = accumulator > constant;
                    break;
                case BpfCode.JumpGreaterOrEqual:
                    holds = accumulator >= constant;
                    break;
                case BpfCode.JumpAnyBit:
                    holds = (accumulator & constant) != 0;
                    break;
                default:
                    throw new InvalidDataException($"seccomp filter: instruction 0x{code:x} is not one of ours");
            }

            rest = Skip(rest, holds ? rest[2] : rest[3]);
        }

        throw new InvalidDataException("seccomp filter: it has no end");
    }

    private static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> rest, uint instructions) =>
        instructions < (uint)(rest.Length / BpfCode.Size)
            ? rest[((int)instructions * BpfCode.Size)..]
            : throw new InvalidDataException("seccomp filter: a jump leaves it");
}
