using System.Globalization;
using MiniRun.Cgroups;
using MiniRun.Linux;

namespace MiniRun.Commands;

/// <summary>Where each controller is, and whether a group can be made there.</summary>
internal static class CgroupFindings
{
    // By the v1 names; what of `run` is refused without it.
    private static readonly (string Controller, string Flags)[] Controllers =
    [
        ("cpu", "--cpus, --cpu-quota, --cpu-period, --cpu-shares"),
        ("cpuset", "--cpuset-cpus, --cpuset-mems"),
        ("memory", "--memory, --memory-swap, --memory-reservation"),
        ("pids", "--pids-limit"),
        ("blkio", "--blkio-weight, --device-read-bps and its kin"),
    ];

    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> All()
    {
        CgroupLayout layout = CgroupLayout.Discover();
        foreach ((string controller, string flags) in Controllers)
        {
            yield return layout.Find(controller) is { } mount
                ? Place(controller, mount, $"refused without it: {flags}")
                : new Finding("cgroups", controller, Verdict.Limited, $"nowhere; refused without it: {flags}");
        }

        yield return Devices(layout);
        yield return Swap(layout);
        yield return layout.Unified is { } unified
            ? new Finding("cgroups", "version 2", Verdict.Works, $"{unified.Directory}; controllers: {Or(layout.UnifiedControllers, "none")}")
            : new Finding("cgroups", "version 2", Verdict.Limited, "not mounted: a container without a PID namespace is killed through the freezer");
    }

    private static Finding Devices(CgroupLayout layout)
    {
        const string Consequence = "a container cannot be kept from the machine's devices: only --privileged runs";
        if (layout.Find("devices") is { } mount)
        {
            Finding found = Place("devices", mount, Consequence);
            return found.Verdict == Verdict.Works ? found : found with { Verdict = Verdict.Missing };
        }

        if (layout.Unified is null)
        {
            return new Finding("cgroups", "devices", Verdict.Missing, $"neither a version 1 controller nor version 2: {Consequence}");
        }

        Errno errno = LibC.syscall((nint)SystemCall.bpf, -1) < 0 ? LibC.LastError : Errno.None;
        return errno is Errno.ENOSYS or Errno.EPERM
            ? new Finding("cgroups", "devices", Verdict.Missing, $"no bpf(2) ({errno.Name()}): {Consequence}")
            : Place("devices", layout.Unified, Consequence) with { Detail = $"{layout.Unified.Directory} (version 2, by an eBPF program)" };
    }

    private static Finding Swap(CgroupLayout layout)
    {
        if (layout.Find("memory") is not { } mount)
        {
            return new Finding("cgroups", "swap", Verdict.Limited, "no memory controller: --memory-swap is refused");
        }

        bool counted = mount.Version == CgroupVersion.V1
            ? Files.Exists($"{mount.Directory}/memory.memsw.usage_in_bytes")
            : Files.Exists("/proc/swaps"); // version 2: the file is in every group but the root, if the kernel knows swap
        return counted
            ? new Finding("cgroups", "swap", Verdict.Works, "counted, for --memory-swap")
            : new Finding("cgroups", "swap", Verdict.Limited, "not counted (boot with swapaccount=1): --memory-swap is refused");
    }

    private static Finding Place(string controller, CgroupMount mount, string otherwise)
    {
        string place = $"{mount.Directory} (version {(int)mount.Version})";
        string group = $"{mount.Directory}/minirun-doctor-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
        Errno errno = Files.TryMakeDirectory(group);
        if (errno == Errno.None)
        {
            Errno removed = Files.TryRemoveDirectory(group);
            return removed == Errno.None
                ? new Finding("cgroups", controller, Verdict.Works, place)
                : new Finding("cgroups", controller, Verdict.Limited, $"{group} was made to try it and cannot be removed ({removed.Name()})");
        }

        string why = errno == Errno.EROFS ? "mounted read-only, as inside most containers" : errno.Message();
        return new Finding("cgroups", controller, Verdict.Limited, $"{place}: no group can be made, {why} ({errno.Name()}); {otherwise}");
    }

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
