using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>
/// Where the controllers of this machine are: on v1 mounts, on the v2 mount, or some here and some there. Made from one
/// read of <c>/proc/self/mountinfo</c>; what lies behind the mounts is looked at only when a controller is asked for.
/// </summary>
public sealed class CgroupLayout
{
    private const string MountInfo = "/proc/self/mountinfo";

    private readonly bool checkMounts;
    private readonly List<CgroupMount> mounts;
    private string? unifiedControllers;

    private CgroupLayout(List<CgroupMount> mounts, bool checkMounts)
    {
        this.mounts = mounts;
        this.checkMounts = checkMounts;
    }

    /// <summary>All cgroup mounts in the order of the kernel, those included that another mount covers.</summary>
    public IReadOnlyList<CgroupMount> Mounts => mounts;

    /// <summary>The v2 hierarchy, with or without controllers; null where none can be reached.</summary>
    public CgroupMount? Unified => First(CgroupVersion.V2, null);

    /// <summary>Where block devices tell their I/O scheduler; another directory in tests.</summary>
    internal string SysBlock { get; set; } = "/sys/block";

    /// <summary>The controllers that the v2 mount has to give, separated by spaces, by their v2 names; empty without one.</summary>
    public string UnifiedControllers => unifiedControllers ??= Unified is { } mount
        ? Files.TryReadText($"{mount.Directory}/cgroup.controllers")?.Trim() ?? ""
        : "";

    /// <summary>The layout of this machine, as this process sees it.</summary>
    /// <exception cref="LinuxException">/proc is not mounted or cannot be read.</exception>
    public static CgroupLayout Discover()
    {
        using FileDescriptor file = Files.Open(MountInfo, Fcntl.O_RDONLY);
        return FromMountInfo(Files.ReadAll(file, MountInfo, 64 << 20));
    }

    /// <summary>The layout that a mountinfo file tells of; proc_pid_mountinfo(5).</summary>
    /// <param name="mountInfo">The bytes of the file.</param>
    /// <param name="checkMounts">Ask the kernel of each mount, before it is used, whether something covers it.</param>
    public static CgroupLayout FromMountInfo(ReadOnlySpan<byte> mountInfo, bool checkMounts = true) =>
        new(MountInfoReader.CgroupMounts(mountInfo), checkMounts);

    /// <summary>
    /// Where a controller is; v1 has precedence, because a controller is in one hierarchy only and v2 lists those left over.
    /// </summary>
    /// <param name="controller">By its v1 name: <c>blkio</c> also finds <c>io</c> of v2.</param>
    public CgroupMount? Find(string controller)
    {
        if (First(CgroupVersion.V1, controller) is { } mount)
        {
            return mount;
        }

        ReadOnlySpan<char> all = UnifiedControllers;
        foreach (Range word in all.Split(' '))
        {
            if (all[word].SequenceEqual(V2Name(controller)))
            {
                return Unified;
            }
        }

        return null;
    }

    /// <summary>As <see cref="Find"/>, for a limit that needs it.</summary>
    /// <param name="controller">By its v1 name.</param>
    /// <param name="option">What asks for it, such as <c>--pids-limit</c>.</param>
    /// <exception cref="CgroupException">It is nowhere; the message says where it was looked for.</exception>
    public CgroupMount Require(string controller, string option) => Find(controller) ?? throw Missing(controller, option);

    /// <summary>What the v2 interface calls a controller.</summary>
    internal static string V2Name(string controller) => controller == "blkio" ? "io" : controller;

    /// <summary>The sentence about a controller that is nowhere.</summary>
    internal CgroupException Missing(string controller, string option)
    {
        string v2 = Unified is { } unified
            ? $"in `{unified.Directory}/cgroup.controllers` ({(UnifiedControllers.Length == 0 ? "empty" : UnifiedControllers)})"
            : "for a v2 mount (none)";
        CgroupMount? covered = mounts.Find(mount => mount.Version == CgroupVersion.V1 && mount.Has(controller));
        string v1 = covered is null
            ? $"in {MountInfo} for a v1 mount of it (none)"
            : $"at `{covered.Directory}` (v1, but something else is mounted over it)";
        return new CgroupException(
            $"{option}: the {controller} controller is not there: looked {v1} and {v2}",
            $"the kernel names those it has in /proc/cgroups; on v1, mount -t cgroup -o {controller}; leave the option out to do without");
    }

    private CgroupMount? First(CgroupVersion version, string? controller)
    {
        foreach (CgroupMount mount in mounts)
        {
            if (mount.Version == version && (controller is null || mount.Has(controller)) && IsVisible(mount))
            {
                return mount;
            }
        }

        return null;
    }

    private bool IsVisible(CgroupMount mount) => !checkMounts || FileSystemType.Of(mount.Directory)
        == (mount.Version == CgroupVersion.V1 ? FileSystemType.CGROUP_SUPER_MAGIC : FileSystemType.CGROUP2_SUPER_MAGIC);
}
