namespace MiniRun.Cgroups.Tests;

/// <summary>A test on the real kernel: needs root, and the mounts that <see cref="Needs"/> names; skipped with the reason otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "needs root";

    /// <summary>A version 1 controller that must be mounted, or "cgroup2".</summary>
    public string? Needs
    {
        get;
        set
        {
            field = value;
            CgroupLayout layout = CgroupLayout.Discover();
            bool there = value == "cgroup2" ? layout.Unified is not null : layout.Find(value!) is { Version: CgroupVersion.V1 };
            Skip ??= there ? null : $"this host has no mount of {value}{(value == "cgroup2" ? "" : " (cgroup v1)")}";
        }
    }

    /// <summary>Whether a loop device has to be made.</summary>
    public bool NeedsLoopDisk
    {
        get;
        set
        {
            field = value;
            Skip ??= value && !LoopDisk.CanBeMade ? "this host has no /dev/loop-control" : null;
        }
    }
}
