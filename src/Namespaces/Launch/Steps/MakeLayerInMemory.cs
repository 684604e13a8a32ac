using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>
/// Puts the writable layer on a tmpfs: where the root contains the state directory, a layer in that directory would be below
/// itself, which overlayfs refuses.
/// </summary>
/// <param name="place">The directory to mount it on; <c>upper</c> and <c>work</c> are made in it.</param>
/// <param name="uid">Owner of the layer's root, as the machine counts.</param>
/// <param name="gid">Its group.</param>
public sealed class MakeLayerInMemory(string place, uint uid = 0, uint gid = 0) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "put the writable layer in memory at";

    /// <inheritdoc/>
    public override string Argument => place;

    /// <inheritdoc/>
    public override string Why => "The root is the machine's own, which contains our state directory; the layer must not be a part of what it covers.";

    /// <inheritdoc/>
    public override string Manual => "tmpfs(5)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell =>
        [$"mount -t tmpfs -o mode=755 tmpfs {ShellText.Quote(place)}", $"mkdir {ShellText.Quote($"{place}/upper")} {ShellText.Quote($"{place}/work")}"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Slot fs = writer.Slots.Scratch;
        Slot target = writer.Slots.Parent;
        const int Flags = Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC;
        writer.Call(SystemCall.fsopen, writer.Text("tmpfs"), Mount.FSOPEN_CLOEXEC).Into(fs);
        FileSystemCalls.SetString(writer, fs, "mode", "755");
        FileSystemCalls.CreateAndMount(writer, fs, writer.Slots.Scratch, attributes: 0);
        writer.Call(SystemCall.mkdirat, writer.Slots.Scratch, writer.Text("upper"), 0x1ED);
        writer.Call(SystemCall.mkdirat, writer.Slots.Scratch, writer.Text("work"), 0x1ED);
        if (uid != 0 || gid != 0)
        {
            writer.Call(SystemCall.fchownat, writer.Slots.Scratch, writer.Text("upper"), uid, gid, Fcntl.AT_SYMLINK_NOFOLLOW);
        }

        writer.Call(SystemCall.openat, Fcntl.AT_FDCWD, writer.Text(place), Flags).Into(target);
        TargetPath.Attach(writer, writer.Slots.Scratch, target);
    }
}
