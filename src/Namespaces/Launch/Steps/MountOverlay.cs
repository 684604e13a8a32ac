using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Mounts the root: a writable layer over a directory that is never changed.</summary>
/// <param name="lower">The directory given as root.</param>
/// <param name="upper">The directory that takes the changes.</param>
/// <param name="work">Overlayfs's own directory, on the same file system.</param>
/// <param name="target">Where to mount it in our mount namespace until pivot_root.</param>
/// <param name="isVolatile">Whether nothing of the layer is needed after a crash of the machine: no sync at unmount.</param>
/// <param name="shifted">
/// The view of <paramref name="lower"/> with the ids of a user namespace; the overlay then stays detached until
/// <see cref="AttachRoot"/>. Null for the directory as it is.
/// </param>
public sealed class MountOverlay(string lower, string upper, string work, string target, bool isVolatile, MapLowerIds? shifted = null) : ChildStep
{
    private const int Directory = Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC;
    private const int LowerDescriptor = 401; // a number known beforehand, above all that a plan's slots can hold

    /// <inheritdoc/>
    public override string Operation => "mount an overlay over";

    /// <inheritdoc/>
    public override string Argument => lower;

    /// <inheritdoc/>
    public override string Why =>
        "The root that was given stays as it is: reads fall through to it, writes go to a layer that belongs to this container.";

    /// <inheritdoc/>
    public override string Manual => "mount(8), \"overlay\"";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell =>
    [
        $"mount -t overlay -o lowerdir={ShellText.Quote(lower)},upperdir={ShellText.Quote(upper)},"
        + $"workdir={ShellText.Quote(work)}{(isVolatile ? ",volatile" : "")} overlay \"$ROOT\"",
    ];

    /// <inheritdoc/>
    public override string? Hint(Errno errno) => errno switch
    {
        Errno.ENODEV => "this kernel has no overlayfs; `minirun doctor` shows what is missing",
        Errno.EINVAL => "the state directory may be on a file system that overlayfs cannot write to, such as another overlay",
        Errno.ELOOP => "the root contains minirun's own state directory",
        _ => null,
    };

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Slot fs = writer.Slots.Scratch;
        bool plain = shifted is null && IsPlain(lower);
        if (!plain)
        {
            // Opened here and not before: overlayfs takes mounts of its caller's mount namespace only.
            if (shifted is null)
            {
                writer.Call(SystemCall.openat, Fcntl.AT_FDCWD, writer.Text(lower), Directory).Into(writer.Slots.Parent);
            }

            writer.Call(SystemCall.dup2, shifted is null ? writer.Slots.Parent : shifted.Tree, LowerDescriptor);
        }

        writer.Call(SystemCall.fsopen, writer.Text("overlay"), Mount.FSOPEN_CLOEXEC).Into(fs);
        FileSystemCalls.SetString(writer, fs, "source", "overlay");
        FileSystemCalls.SetString(writer, fs, "lowerdir", plain ? lower : $"/proc/self/fd/{LowerDescriptor}");
        FileSystemCalls.SetString(writer, fs, "upperdir", upper);
        FileSystemCalls.SetString(writer, fs, "workdir", work);
        if (isVolatile)
        {
            FileSystemCalls.SetFlag(writer, fs, "volatile");
        }

        uint attributes = shifted is null ? 0 : Mount.MOUNT_ATTR_NODEV; // its devices are in /dev, made by us
        FileSystemCalls.CreateAndMount(writer, fs, writer.Slots.Root, attributes);
        if (!plain)
        {
            writer.Call(SystemCall.close, LowerDescriptor);
        }

        if (shifted is not null)
        {
            return;
        }

        Slot place = writer.Slots.Parent;
        writer.Call(SystemCall.openat, Fcntl.AT_FDCWD, writer.Text(target), Directory).Into(place);
        TargetPath.Attach(writer, writer.Slots.Root, place);
    }

    // fsconfig takes 255 bytes, and lowerdir has a syntax of its own: ':' between layers, '\\' and ',' with meanings.
    private static bool IsPlain(string path) => LinuxText.GetBytes(path).Length <= 255 && path.AsSpan().IndexOfAny(":\\,") < 0;
}
