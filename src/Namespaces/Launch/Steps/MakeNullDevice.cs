using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>
/// Makes a null device that appears nowhere, for masks: where the user brings a /dev of his own, a file named null in it may be
/// anything.
/// </summary>
public sealed class MakeNullDevice : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "make a null device for masks";

    /// <inheritdoc/>
    public override string Why => "Files are masked by the null device, and the one in a /dev that was brought along cannot be trusted.";

    /// <inheritdoc/>
    public override string Manual => "fsmount(2), mknod(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => ["# fsopen(tmpfs), fsmount(), mknodat(null): masks below use the machine's /dev/null instead"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Slot fs = writer.Slots.Scratch;
        writer.Call(SystemCall.fsopen, writer.Text("tmpfs"), Mount.FSOPEN_CLOEXEC).Into(fs);
        FileSystemCalls.CreateAndMount(writer, fs, writer.Slots.Dev, Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NOEXEC);
        new MakeDevice(DeviceNode.Defaults[0]).Compile(writer);
    }
}
