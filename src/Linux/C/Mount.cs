namespace MiniRun.Linux;

/// <summary>Constants of <c>sys/mount.h</c> and <c>linux/mount.h</c>; mount(2), fsopen(2), open_tree(2), mount_setattr(2).</summary>
public static class Mount
{
#pragma warning disable CS1591 // the names are the kernel's own, described in the man pages above
    public const uint MS_REC = 0x4000;
    public const uint MS_UNBINDABLE = 1 << 17;
    public const uint MS_PRIVATE = 1 << 18;
    public const uint MS_SLAVE = 1 << 19;
    public const uint MS_SHARED = 1 << 20;
    public const int MNT_DETACH = 2;

    public const int FSOPEN_CLOEXEC = 1;
    public const int FSCONFIG_SET_FLAG = 0;
    public const int FSCONFIG_SET_STRING = 1;
    public const int FSCONFIG_CMD_CREATE = 6;
    public const int FSMOUNT_CLOEXEC = 1;

    public const int OPEN_TREE_CLONE = 1;
    public const int OPEN_TREE_CLOEXEC = 0x80000;
    public const int MOVE_MOUNT_F_EMPTY_PATH = 0x04;
    public const int MOVE_MOUNT_T_EMPTY_PATH = 0x40;

    public const uint MOUNT_ATTR_RDONLY = 0x01;
    public const uint MOUNT_ATTR_NOSUID = 0x02;
    public const uint MOUNT_ATTR_NODEV = 0x04;
    public const uint MOUNT_ATTR_NOEXEC = 0x08;
    public const uint MOUNT_ATTR__ATIME = 0x70;
    public const uint MOUNT_ATTR_RELATIME = 0x00;
    public const uint MOUNT_ATTR_NOATIME = 0x10;
    public const uint MOUNT_ATTR_STRICTATIME = 0x20;
    public const uint MOUNT_ATTR_NODIRATIME = 0x80;
    public const uint MOUNT_ATTR_IDMAP = 0x100000;
    public const uint MOUNT_ATTR_NOSYMFOLLOW = 0x200000;
#pragma warning restore CS1591
}
