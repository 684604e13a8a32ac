using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch;

/// <summary>mount_setattr(2) on a descriptor.</summary>
internal static class MountAttributes
{
    /// <summary>Sets attributes (never clearing one: read-only must keep nosuid, nodev, noexec) and the propagation.</summary>
    public static void Set(PlanWriter writer, Argument mount, uint attributes, uint propagation, bool recursive)
    {
        // The access time modes are one field: setting one clears the others.
        ulong clear = (attributes & Mount.MOUNT_ATTR__ATIME) != 0 ? Mount.MOUNT_ATTR__ATIME : 0;
        Argument value = writer.Words(attributes, clear, propagation, 0); // struct mount_attr: set, clear, propagation, userns_fd
        int flags = Fcntl.AT_EMPTY_PATH | (recursive ? Fcntl.AT_RECURSIVE : 0);
        writer.Call(SystemCall.mount_setattr, mount, writer.EmptyText, flags, value, 4 * sizeof(ulong));
    }
}
