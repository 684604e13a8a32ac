using MiniRun.Init;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>
/// Opens a pseudo-terminal in the container's devpts, binds it to /dev/console, makes it the standard streams and the
/// controlling terminal, and hands the other end to the parent.
/// </summary>
/// <param name="owner">User id inside the container that owns it.</param>
/// <param name="console">Whether to bind it to /dev/console; not in a /dev that the user brought.</param>
public sealed class OpenTerminal(uint owner, bool console) : ChildStep
{
    private const int TIOCSPTLCK = 0x40045431;
    private const int TIOCGPTPEER = 0x5441;
    private const int TIOCSCTTY = 0x540e;
    private const uint S_IFREG = 0x8000;

    /// <inheritdoc/>
    public override string Operation => "open a terminal";

    /// <inheritdoc/>
    public override string Why =>
        "The container gets a terminal of its own devpts; the other end goes to minirun, which relays keys, output and size.";

    /// <inheritdoc/>
    public override string Manual => "pty(7), ioctl_tty(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => ["# open(/dev/pts/ptmx), ioctl(TIOCGPTPEER), ioctl(TIOCSCTTY), dup2 to 0, 1, 2"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Slot control = writer.NewSlot();
        Slot terminal = writer.NewSlot();
        ulong flags = (uint)(Fcntl.O_RDWR | Fcntl.O_NOCTTY | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC); // minirun polls this end
        Argument how = writer.Words(flags, 0, OpenAt2.RESOLVE_IN_ROOT | OpenAt2.RESOLVE_NO_SYMLINKS);
        writer.Call(SystemCall.openat2, writer.Slots.Root, writer.Text("dev/pts/ptmx"), how, 3 * sizeof(ulong)).Into(control);
        writer.Call(SystemCall.ioctl, control, TIOCSPTLCK, writer.Words(0));
        writer.Call(SystemCall.ioctl, control, TIOCGPTPEER, Fcntl.O_RDWR | Fcntl.O_NOCTTY | Fcntl.O_CLOEXEC).Into(terminal);
        writer.Call(SystemCall.fchownat, terminal, writer.EmptyText, owner, -1, Fcntl.AT_EMPTY_PATH);

        if (console)
        {
            BindConsole(writer, terminal);
        }

        writer.Add(PlanOperation.SendDescriptor, default, control);
        writer.Call(SystemCall.close, control);
        writer.Call(SystemCall.ioctl, terminal, TIOCSCTTY, 0);
        for (int stream = 0; stream <= 2; stream++)
        {
            writer.Call(SystemCall.dup2, terminal, stream);
        }
    }

    // By descriptor, so a /dev/pts/0 that something replaced cannot be what is bound (CVE-2025-52565).
    private static void BindConsole(PlanWriter writer, Slot terminal)
    {
        const int Clone = Mount.OPEN_TREE_CLONE | Mount.OPEN_TREE_CLOEXEC;
        writer.Call(SystemCall.mknodat, writer.Slots.Dev, writer.Text("console"), S_IFREG | 0x180, 0);
        writer.Call(SystemCall.open_tree, terminal, writer.EmptyText, Clone | Fcntl.AT_EMPTY_PATH).Into(writer.Slots.Scratch);
        TargetPath.Open(writer, "dev/console", writer.Slots.Parent, directory: false, symlinks: false);
        TargetPath.Attach(writer, writer.Slots.Scratch, writer.Slots.Parent);
    }
}
