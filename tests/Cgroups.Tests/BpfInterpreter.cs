namespace MiniRun.Cgroups.Tests;

/// <summary>
/// Runs device programs as the kernel would, written from the kernel's instruction-set.rst by numbers and not from our
/// assembler's names. It also holds what the verifier demands: forward jumps inside the program, no register read before it
/// is written, no instruction that cannot be reached.
/// </summary>
internal static class BpfInterpreter
{
    public static ulong Run(ReadOnlySpan<ulong> program, uint accessAndType, uint major, uint minor)
    {
        ulong?[] registers = new ulong?[11];
        registers[1] = 0; // the context
        uint[] context = [accessAndType, major, minor];
        for (int at = 0; ; at++)
        {
            (byte code, int destination, int source, short offset, int constant) = Decode(program[at]);
            ulong wide = (ulong)(long)constant;
            switch (code)
            {
                case 0x61:
                    registers[destination] = source == 1 ? context[offset / 4] : throw new InvalidOperationException("bad pointer");
                    break;
                case 0xb7:
                    registers[destination] = wide;
                    break;
                case 0xbf:
                    registers[destination] = Read(source);
                    break;
                case 0x57:
                    registers[destination] = Read(destination) & wide;
                    break;
                case 0x77:
                    registers[destination] = Read(destination) >> constant;
                    break;
                case 0x05:
                    at += offset;
                    break;
                case 0x15:
                    at += Read(destination) == wide ? offset : 0;
                    break;
                case 0x55:
                    at += Read(destination) != wide ? offset : 0;
                    break;
                case 0x45:
                    at += (Read(destination) & wide) != 0 ? offset : 0;
                    break;
                case 0x95:
                    return Read(0);
                default:
                    throw new InvalidOperationException($"unknown instruction {code:x2}");
            }
        }

        ulong Read(int register) => registers[register] ?? throw new InvalidOperationException($"r{register} read before written");
    }

    /// <summary>Throws on what the verifier would refuse about the flow of control.</summary>
    public static void CheckFlow(ReadOnlySpan<ulong> program)
    {
        bool[] reached = new bool[program.Length];
        reached[0] = true;
        for (int at = 0; at < program.Length; at++)
        {
            (byte code, _, _, short offset, _) = Decode(program[at]);
            Assert.True(reached[at], $"instruction {at} cannot be reached");
            bool jumps = (code & 7) == 5 && code != 0x95;
            Assert.True(!jumps || offset >= 0, $"instruction {at} jumps back");
            if (jumps)
            {
                reached[at + 1 + offset] = true;
            }

            if (code is not (0x95 or 0x05))
            {
                reached[at + 1] = true;
            }
        }
    }

    private static (byte Code, int Destination, int Source, short Offset, int Constant) Decode(ulong word) =>
        ((byte)word, (int)(word >> 8) & 15, (int)(word >> 12) & 15, (short)(word >> 16), (int)(word >> 32));
}
