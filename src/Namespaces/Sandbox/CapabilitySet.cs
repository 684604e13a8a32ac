using System.Numerics;

namespace MiniRun.Namespaces.Sandbox;

/// <summary>A set of capabilities as the kernel's 64-bit mask; <c>capabilities(7)</c>.</summary>
/// <param name="Mask">Bit n is capability number n.</param>
public readonly record struct CapabilitySet(ulong Mask)
{
    /// <summary>Names without "CAP_", in the order of their numbers.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP",
        "LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER",
        "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE",
        "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP",
        "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ", "PERFMON", "BPF",
        "CHECKPOINT_RESTORE",
    ];

    /// <summary>Docker's fourteen: mask 00000000a80425fb.</summary>
    public static CapabilitySet Default { get; } = new(0x00000000a80425fb);

    /// <summary>No capability.</summary>
    public static CapabilitySet Empty { get; } = new(0);

    /// <summary>Every capability that has a name here.</summary>
    public static CapabilitySet All { get; } = new((1UL << 41) - 1);

    /// <summary>How many capabilities are in the set.</summary>
    public int Count => BitOperations.PopCount(Mask);

    /// <summary>The number of a capability by name, with or without "CAP_", in any case; -1 where there is none.</summary>
    public static int NumberOf(string name)
    {
        ReadOnlySpan<char> plain = name.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase) ? name.AsSpan(4) : name;
        for (int number = 0; number < Names.Count; number++)
        {
            if (plain.Equals(Names[number], StringComparison.OrdinalIgnoreCase))
            {
                return number;
            }
        }

        return -1;
    }

    /// <summary>Whether capability <paramref name="number"/> is in the set.</summary>
    public bool Has(int number) => (Mask >> number & 1) != 0;
}
