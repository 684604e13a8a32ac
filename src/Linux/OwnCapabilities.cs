namespace MiniRun.Linux;

/// <summary>What this process itself may do; capget(2).</summary>
public static unsafe class OwnCapabilities
{
    private const int Capget = 125;
    private const uint LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    /// <summary>The permitted set, bit n for capability n.</summary>
    public static ulong Permitted()
    {
        uint* header = stackalloc uint[2] { LINUX_CAPABILITY_VERSION_3, 0 };
        uint* data = stackalloc uint[6]; // twice: effective, permitted, inheritable
        nint result = LibC.syscall(Capget, (nint)header, (nint)data);
        return result == 0
            ? data[1] | ((ulong)data[4] << 32)
            : throw new LinuxException("read our capabilities", null, LibC.LastError);
    }
}
