using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace MiniRun.Containers.Running;

/// <summary>The beginning of a program file: <c>elf(5)</c> or a script, <c>execve(2)</c>.</summary>
internal static class ProgramHeader
{
    private const ushort EM_X86_64 = 62;
    private const uint PT_INTERP = 3;
    private const int Machine = 18;

    /// <summary>Whether it is a script whose first line ends as on Windows.</summary>
    public static bool HasCarriageReturn(ReadOnlySpan<byte> header) => header.StartsWith("#!"u8) && FirstLine(header).EndsWith("\r"u8);

    /// <summary>The interpreter that it names: after "#!", or the dynamic linker of an ELF file; null for none.</summary>
    public static string? Interpreter(ReadOnlySpan<byte> header)
    {
        if (header.StartsWith("#!"u8))
        {
            ReadOnlySpan<byte> words = FirstLine(header)[2..].Trim(" \t"u8);
            int end = words.IndexOfAny((byte)' ', (byte)'\t');
            return words.IsEmpty ? null : Encoding.UTF8.GetString(end < 0 ? words : words[..end]);
        }

        return IsElf(header) && header.Length >= 64 ? DynamicLinker(header) : null;
    }

    /// <summary>Why the kernel does not know the format.</summary>
    public static string WhyNoProgram(ReadOnlySpan<byte> header, string path)
    {
        if (header.IsEmpty)
        {
            return $"{path} is empty";
        }

        if (!IsElf(header))
        {
            return $"{path} is no ELF file, and a script needs a first line such as #!/bin/sh";
        }

        ushort machine = header.Length > Machine + 1 ? BinaryPrimitives.ReadUInt16LittleEndian(header[Machine..]) : (ushort)0;
        return machine == EM_X86_64
            ? $"{path} is a damaged ELF file, or for another operating system"
            : $"{path} is built for {MachineName(machine)}; this machine is x86-64";
    }

    private static bool IsElf(ReadOnlySpan<byte> header) => header.StartsWith("\u007fELF"u8);

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> header)
    {
        int end = header.IndexOf((byte)'\n');
        return end < 0 ? header : header[..end];
    }

    private static string? DynamicLinker(ReadOnlySpan<byte> header)
    {
        // e_phoff, e_phentsize, e_phnum; in an entry: p_type, p_offset, p_filesz. All of it may be a lie.
        ulong table = BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
        ushort size = BinaryPrimitives.ReadUInt16LittleEndian(header[54..]);
        ushort count = BinaryPrimitives.ReadUInt16LittleEndian(header[56..]);
        for (int i = 0; i < count && size >= 56; i++)
        {
            ulong at = table + ((ulong)i * size);
            if (at + 56 > (ulong)header.Length || at < table)
            {
                return null;
            }

            ReadOnlySpan<byte> entry = header[(int)at..];
            ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]);
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(entry[32..]);
            if (MemoryMarshal.Read<uint>(entry) == PT_INTERP && offset < (ulong)header.Length && length <= (ulong)header.Length - offset)
            {
                return Encoding.UTF8.GetString(header.Slice((int)offset, (int)length).TrimEnd((byte)0));
            }
        }

        return null;
    }

    private static string MachineName(ushort machine) => machine switch
    {
        3 => "i386",
        8 => "MIPS",
        21 => "ppc64",
        22 => "s390x",
        40 => "arm",
        183 => "aarch64",
        243 => "riscv64",
        258 => "loongarch64",
        _ => $"machine {machine}",
    };
}
