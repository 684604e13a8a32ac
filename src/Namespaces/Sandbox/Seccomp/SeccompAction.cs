namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>What the kernel does with a system call: a return value of the filter, <c>seccomp(2)</c>.</summary>
/// <param name="Value">SECCOMP_RET_*: the action in the high 16 bits, its data (the error number) in the low ones.</param>
public readonly record struct SeccompAction(uint Value)
{
    /// <summary>The largest error number the kernel passes on.</summary>
    public const int LargestErrno = 4095;

    private const uint SECCOMP_RET_ERRNO = 0x00050000;

    /// <summary>Executes the call: SECCOMP_RET_ALLOW.</summary>
    public static SeccompAction Allow { get; } = new(0x7fff0000);

    /// <summary>Executes the call and logs it: SECCOMP_RET_LOG.</summary>
    public static SeccompAction Log { get; } = new(0x7ffc0000);

    /// <summary>Sends SIGSYS: SECCOMP_RET_TRAP.</summary>
    public static SeccompAction Trap { get; } = new(0x00030000);

    /// <summary>Ends the thread: SECCOMP_RET_KILL_THREAD.</summary>
    public static SeccompAction KillThread { get; } = new(0x00000000);

    /// <summary>Ends the process: SECCOMP_RET_KILL_PROCESS.</summary>
    public static SeccompAction KillProcess { get; } = new(0x80000000);

    /// <summary>The call fails with EPERM: docker's answer to what is not allowed.</summary>
    public static SeccompAction NotPermitted { get; } = Errno(1);

    /// <summary>The call fails with ENOSYS, as on a kernel that does not have it.</summary>
    public static SeccompAction NotImplemented { get; } = Errno(38);

    /// <summary>Whether the call is executed.</summary>
    public bool Permits => this == Allow || this == Log;

    /// <summary>The order in which the kernel ranks the answers of several filters: the lowest wins.</summary>
    public int Severity => (int)(Value & 0xffff0000);

    /// <summary>The call fails with <paramref name="number"/>: SECCOMP_RET_ERRNO.</summary>
    /// <param name="number">0 (the call does nothing and succeeds) to <see cref="LargestErrno"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public static SeccompAction Errno(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, LargestErrno);
        return new(SECCOMP_RET_ERRNO | (uint)number);
    }

    /// <summary>The action as a word, such as <c>ERRNO(1)</c>.</summary>
    public override string ToString() =>
        (Value & 0xffff0000) switch
        {
            0x7fff0000 => "ALLOW",
            0x7ffc0000 => "LOG",
            0x00030000 => "TRAP",
            0x00000000 => "KILL_THREAD",
            0x80000000 => "KILL_PROCESS",
            SECCOMP_RET_ERRNO => $"ERRNO({Value & 0xffff})",
            _ => $"0x{Value:x8}",
        };
}
