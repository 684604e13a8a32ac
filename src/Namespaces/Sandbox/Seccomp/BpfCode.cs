namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>
/// The words of classic BPF that seccomp accepts and this compiler uses: <c>linux/filter.h</c>, <c>linux/seccomp.h</c>. An
/// instruction is 8 bytes: u16 code, u8 jump-if-true, u8 jump-if-false, u32 constant.
/// </summary>
internal static class BpfCode
{
    /// <summary>A = 32 bits of struct seccomp_data at an offset.</summary>
    public const ushort LoadWord = 0x20;

    /// <summary>Jump always, by the constant.</summary>
    public const ushort Jump = 0x05;

    /// <summary>Jump if A == constant.</summary>
    public const ushort JumpEqual = 0x15;

    /// <summary>Jump if A &gt; constant.</summary>
    public const ushort JumpGreater = 0x25;

    /// <summary>Jump if A &gt;= constant.</summary>
    public const ushort JumpGreaterOrEqual = 0x35;

    /// <summary>Jump if A &amp; constant is not zero.</summary>
    public const ushort JumpAnyBit = 0x45;

    /// <summary>A &amp;= constant.</summary>
    public const ushort And = 0x54;

    /// <summary>Return the constant.</summary>
    public const ushort Return = 0x06;

    /// <summary>The most instructions the kernel takes in a filter: BPF_MAXINSNS.</summary>
    public const int MostInstructions = 4096;

    /// <summary>Bytes in an instruction.</summary>
    public const int Size = 8;

    /// <summary>The offset of the number of the call in struct seccomp_data.</summary>
    public const uint NumberOffset = 0;

    /// <summary>The offset of the architecture.</summary>
    public const uint ArchitectureOffset = 4;

    /// <summary>AUDIT_ARCH_X86_64.</summary>
    public const uint X64 = 0xC000003E;

    /// <summary>The bit that marks a number of the x32 ABI.</summary>
    public const uint X32Bit = 0x40000000;

    /// <summary>The offset of the low half of an argument; the high half follows it.</summary>
    public static uint ArgumentOffset(int index) => 16 + (8 * (uint)index);
}
