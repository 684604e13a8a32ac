namespace MiniRun.Cgroups;

/// <summary>
/// The few eBPF instructions a device program needs, encoded as the kernel reads them: operation (8 bits), destination and
/// source register (4 each), jump offset (16), constant (32). kernel: Documentation/bpf/standardization/instruction-set.rst
/// </summary>
internal static class BpfInstruction
{
    internal const byte LoadWord = 0x61;       // BPF_LDX | BPF_MEM | BPF_W
    internal const byte MoveConstant = 0xb7;   // BPF_ALU64 | BPF_MOV | BPF_K
    internal const byte MoveRegister = 0xbf;   // BPF_ALU64 | BPF_MOV | BPF_X
    internal const byte AndConstant = 0x57;    // BPF_ALU64 | BPF_AND | BPF_K
    internal const byte ShiftRight = 0x77;     // BPF_ALU64 | BPF_RSH | BPF_K
    internal const byte JumpAlways = 0x05;     // BPF_JMP | BPF_JA
    internal const byte JumpIfNotEqual = 0x55; // BPF_JMP | BPF_JNE | BPF_K
    internal const byte JumpIfAnyBit = 0x45;   // BPF_JMP | BPF_JSET | BPF_K
    internal const byte Exit = 0x95;           // BPF_JMP | BPF_EXIT

    internal static ulong Encode(byte operation, int destination = 0, int source = 0, int offset = 0, int constant = 0) =>
        operation | ((ulong)(byte)(destination | (source << 4)) << 8) | ((ulong)(ushort)(short)offset << 16)
        | ((ulong)(uint)constant << 32);
}
