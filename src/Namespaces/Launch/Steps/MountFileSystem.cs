using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Mounts a file system of the kernel: proc, sysfs, tmpfs, devpts, mqueue, cgroup.</summary>
/// <param name="type">Its type.</param>
/// <param name="source">The name shown in mountinfo.</param>
/// <param name="destination">Absolute path inside the container.</param>
/// <param name="options">Attributes and data.</param>
public sealed class MountFileSystem(string type, string source, string destination, MountOptions options) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => $"mount {type} on";

    /// <inheritdoc/>
    public override string Argument => destination;

    /// <inheritdoc/>
    public override string Why => (type, destination) switch
    {
        ("proc", _) => "procfs shows the process ids of the namespace it is mounted from: without a new one, ps would list the machine.",
        ("sysfs", _) => "sysfs shows the network devices of the network namespace it is mounted from.",
        ("tmpfs", "/dev") => "A /dev of its own: only the devices put there next exist in it.",
        ("tmpfs", "/sys/fs/cgroup") => "A place for the version 1 hierarchies the container is in.",
        ("devpts", _) => "Its own instance of pseudo-terminals: no terminal of the machine can be opened from it.",
        ("mqueue", _) => "POSIX message queues of the container's IPC namespace.",
        ("cgroup" or "cgroup2", _) => "Shows the container its own group as the root, read-only.",
        _ => "Memory that is gone with the container.",
    };

    /// <inheritdoc/>
    public override string Manual => type switch
    {
        "proc" => "proc(5)",
        "sysfs" => "sysfs(5)",
        "devpts" => "pts(4), mount(8)",
        "mqueue" => "mq_overview(7)",
        "cgroup" or "cgroup2" => "cgroups(7)",
        _ => "tmpfs(5)",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Shell
    {
        get
        {
            string target = ShellText.InRoot(destination);
            List<string> words = [.. options.Words];
            bool readOnly = words.Remove("ro"); // mount(8) would make the file system itself read-only, not this mount of it
            string list = words.Count == 0 ? "" : $"-o {ShellText.Quote(string.Join(',', words))} ";
            yield return $"[ -d {target} ] || mkdir -p {target}";
            yield return $"mount -t {type} {list}{ShellText.Quote(source)} {target}";
            if (readOnly)
            {
                yield return $"mount -o remount,bind,ro {target}";
            }
        }
    }

    /// <inheritdoc/>
    public override string? Hint(Errno errno) => errno switch
    {
        Errno.ELOOP when IsKernelTree => $"{destination} is a symbolic link in this root; it must be a real directory",
        Errno.EXDEV => "a link in this root leads it into /proc, where nothing may be mounted",
        Errno.ENOTDIR => $"{destination} exists in this root and is not a directory",
        Errno.EEXIST => "a dangling symbolic link is in the way",
        Errno.ENODEV => $"this kernel has no file system {type}",
        Errno.EINVAL => $"the options are not all known to {type}: {string.Join(',', options.Data)}",
        _ => null,
    };

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Slot fs = writer.Slots.Scratch;
        Slot mount = destination switch
        {
            "/proc" => writer.Slots.Proc,
            "/dev" => writer.Slots.Dev,
            _ => writer.Slots.Scratch,
        };
        Slot target = writer.Slots.Parent;
        TargetPath.OpenOrMake(writer, destination, target, directory: true, symlinks: !IsKernelTree);
        if (!IsKernelTree)
        {
            TargetPath.RefuseProc(writer, target);
        }

        writer.Call(SystemCall.fsopen, writer.Text(type), Mount.FSOPEN_CLOEXEC).Into(fs);
        FileSystemCalls.SetString(writer, fs, "source", source);
        foreach (string option in options.Data)
        {
            FileSystemCalls.SetOption(writer, fs, option);
        }

        FileSystemCalls.CreateAndMount(writer, fs, mount, options.Attributes);
        TargetPath.Attach(writer, mount, target);
    }

    // A link at /proc, /sys or /dev would move what the sandbox masks to where nobody looks.
    private bool IsKernelTree =>
        destination is "/proc" or "/sys" or "/dev" || destination.StartsWith("/sys/", StringComparison.Ordinal)
        || destination.StartsWith("/dev/", StringComparison.Ordinal);
}
