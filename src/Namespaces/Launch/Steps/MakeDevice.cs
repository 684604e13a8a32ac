using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Makes one device node in the container's /dev.</summary>
public sealed class MakeDevice(DeviceNode node) : ChildStep
{
    private const uint S_IFCHR = 0x2000;
    private const uint S_IFBLK = 0x6000;

    /// <inheritdoc/>
    public override string Operation => "make the device";

    /// <inheritdoc/>
    public override string Argument => node.Path;

    /// <inheritdoc/>
    public override string Why => "A program finds a device by its node; which devices may be opened is decided by the device cgroup.";

    /// <inheritdoc/>
    public override string Manual => "mknod(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell
    {
        get
        {
            string target = ShellText.InRoot(node.Path);
            if (Name.Contains('/', StringComparison.Ordinal))
            {
                yield return $"mkdir -p {ShellText.InRoot(node.Path[..node.Path.LastIndexOf('/')])}";
            }

            string mode = Convert.ToString(node.Mode, 8);
            yield return $"mknod -m {mode} {target} {(node.IsBlock ? 'b' : 'c')} {node.Major} {node.Minor}";
            if (node.Uid != 0 || node.Gid != 0)
            {
                yield return $"chown {node.Uid}:{node.Gid} {target}";
            }
        }
    }

    private string Name => node.Path["/dev/".Length..];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        string name = Name;
        for (int slash = name.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = name.IndexOf('/', slash + 1))
        {
            writer.Call(SystemCall.mkdirat, writer.Slots.Dev, writer.Text(name[..slash]), 0x1ED).Tolerating(Errno.EEXIST);
        }

        Argument path = writer.Text(name);
        uint type = node.IsBlock ? S_IFBLK : S_IFCHR;
        writer.Call(SystemCall.mknodat, writer.Slots.Dev, path, type | node.Mode, (long)DeviceNumber(node.Major, node.Minor));
        if (node.Uid != 0 || node.Gid != 0)
        {
            writer.Call(SystemCall.fchownat, writer.Slots.Dev, path, node.Uid, node.Gid, Fcntl.AT_SYMLINK_NOFOLLOW);
        }
    }

    // The kernel's new_encode_dev: 12 bits of major between 20 bits of minor; mknod(2) takes 32 bits.
    private static uint DeviceNumber(uint major, uint minor) => (minor & 0xff) | (major << 8) | ((minor & ~0xffu) << 12);
}
