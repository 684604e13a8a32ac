using System.Globalization;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>
/// Makes the file system of /dev with the rights of the machine's root, for <see cref="AttachDev"/>.
/// </summary>
/// <param name="options">Its options.</param>
/// <param name="users">Whose root owns it.</param>
public sealed class MakeDevDetached(MountOptions options, UserNamespace users) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "make the tmpfs of";

    /// <inheritdoc/>
    public override string Argument => "/dev";

    /// <inheritdoc/>
    public override string Why =>
        "In a user namespace mknod is refused, and nodes on a file system that it mounted could not be opened: this one is mounted by "
        + "the machine's root.";

    /// <inheritdoc/>
    public override string Manual => "fsmount(2), user_namespaces(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => ["# (fsopen(tmpfs), fsmount(): attached later)"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Slot fs = writer.Slots.Scratch;
        writer.Call(SystemCall.umask, 0); // modes of nodes are what we say
        writer.Call(SystemCall.fsopen, writer.Text("tmpfs"), Mount.FSOPEN_CLOEXEC).Into(fs);
        FileSystemCalls.SetString(writer, fs, "source", "tmpfs");
        foreach (string option in options.Data)
        {
            FileSystemCalls.SetOption(writer, fs, option);
        }

        FileSystemCalls.SetString(writer, fs, "uid", users.HostUid(0).ToString(CultureInfo.InvariantCulture));
        FileSystemCalls.SetString(writer, fs, "gid", users.HostGid(0).ToString(CultureInfo.InvariantCulture));
        FileSystemCalls.CreateAndMount(writer, fs, writer.Slots.Dev, options.Attributes);
    }
}
