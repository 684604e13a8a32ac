using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Sets the loopback device up.</summary>
public sealed class BringUpLoopback : ChildStep
{
    private const int AF_INET = 2;
    private const int SOCK_DGRAM_CLOEXEC = 2 | Fcntl.O_CLOEXEC;
    private const int SIOCSIFFLAGS = 0x8914;
    private const byte IFF_UP = 1;

    /// <inheritdoc/>
    public override bool NeedsParent => false;

    /// <inheritdoc/>
    public override string Operation => "set the loopback device up";

    /// <inheritdoc/>
    public override string Why => "A new network namespace has one device, lo, and it is down; the kernel gives it 127.0.0.1 when it comes up.";

    /// <inheritdoc/>
    public override string Manual => "netdevice(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => ["ip link set lo up"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Span<byte> request = stackalloc byte[40]; // struct ifreq: name of 16 bytes, then the flags
        request.Clear();
        "lo"u8.CopyTo(request);
        request[16] = IFF_UP;
        Slot socket = writer.Slots.Scratch;
        writer.Call(SystemCall.socket, AF_INET, SOCK_DGRAM_CLOEXEC, 0).Into(socket);
        writer.Call(SystemCall.ioctl, socket, SIOCSIFFLAGS, writer.Bytes(request));
        writer.Call(SystemCall.close, socket);
    }
}
