using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch;

/// <summary>
/// Mount options split the way the kernel wants them: attributes of the mount, its propagation, and data for the file
/// system. Words as in mount(8) and the OCI runtime specification ("Linux mount options").
/// </summary>
public sealed class MountOptions
{
    /// <summary>MOUNT_ATTR_* bits to set.</summary>
    public uint Attributes { get; private set; }

    /// <summary>MS_PRIVATE, MS_SLAVE, MS_SHARED, MS_UNBINDABLE; 0 for the default (private).</summary>
    public uint Propagation { get; private set; }

    /// <summary>Whether mounts below the source come along (rbind).</summary>
    public bool Recursive { get; private set; }

    /// <summary>Options of the file system itself, "key=value" or "flag".</summary>
    public List<string> Data { get; } = [];

    /// <summary>The same as words for mount(8) <c>-o</c>.</summary>
    public IReadOnlyList<string> Words { get; private set; } = [];

    /// <summary>Splits <paramref name="words"/>; the last of two that contradict each other counts.</summary>
    public static MountOptions Parse(IReadOnlyList<string> words)
    {
        MountOptions options = new() { Words = words };
        foreach (string word in words)
        {
            options.Take(word);
        }

        return options;
    }

    /// <summary>The words that mount(8) takes for the propagation of a mount that is already there.</summary>
    public string PropagationWord => Propagation switch
    {
        Mount.MS_SLAVE => "rslave",
        Mount.MS_SHARED => "rshared",
        Mount.MS_UNBINDABLE => "runbindable",
        _ => "rprivate",
    };

    private void Take(string word)
    {
        switch (word)
        {
            case "ro": Attributes |= Mount.MOUNT_ATTR_RDONLY; break;
            case "rw": Attributes &= ~Mount.MOUNT_ATTR_RDONLY; break;
            case "nosuid": Attributes |= Mount.MOUNT_ATTR_NOSUID; break;
            case "suid": Attributes &= ~Mount.MOUNT_ATTR_NOSUID; break;
            case "nodev": Attributes |= Mount.MOUNT_ATTR_NODEV; break;
            case "dev": Attributes &= ~Mount.MOUNT_ATTR_NODEV; break;
            case "noexec": Attributes |= Mount.MOUNT_ATTR_NOEXEC; break;
            case "exec": Attributes &= ~Mount.MOUNT_ATTR_NOEXEC; break;
            case "nosymfollow": Attributes |= Mount.MOUNT_ATTR_NOSYMFOLLOW; break;
            case "relatime": SetAccessTime(Mount.MOUNT_ATTR_RELATIME); break;
            case "noatime": SetAccessTime(Mount.MOUNT_ATTR_NOATIME); break;
            case "strictatime": SetAccessTime(Mount.MOUNT_ATTR_STRICTATIME); break;
            case "nodiratime": Attributes |= Mount.MOUNT_ATTR_NODIRATIME; break;
            case "bind": break;
            case "rbind": Recursive = true; break;
            case "private" or "rprivate": Propagation = Mount.MS_PRIVATE; break;
            case "slave" or "rslave": Propagation = Mount.MS_SLAVE; break;
            case "shared" or "rshared": Propagation = Mount.MS_SHARED; break;
            case "unbindable" or "runbindable": Propagation = Mount.MS_UNBINDABLE; break;
            default: Data.Add(word); break;
        }
    }

    private void SetAccessTime(uint mode) => Attributes = (Attributes & ~Mount.MOUNT_ATTR__ATIME) | mode;
}
