using System.Globalization;

namespace MiniRun.Cgroups;

/// <summary>Limits as writes to the v2 files of a new group; the numbers of v1 are converted as the OCI runtimes do.</summary>
internal static class V2Limits
{
    private const long DefaultPeriod = 100_000;

    /// <summary>
    /// cpu.shares 2…262144 to cpu.weight 1…10000, on the curve of the OCI runtimes since 2025 (runc 1.3.2, crun 1.23)
    /// through the smallest, the default and the largest value: 2→1, 1024→100, 262144→10000. The straight line used before
    /// made the default 39, so that a container counted less than a process beside it.
    /// </summary>
    internal static long Weight(long shares)
    {
        double log = Math.Log2(shares);
        double exponent = (((log * log) + (125 * log)) / 612) - (7.0 / 34);
        return (long)Math.Ceiling(Math.Pow(10, exponent) - 1e-9); // the three points are exact but for rounding
    }

    /// <summary>blkio.weight 10…1000 to io.weight 1…10000, on a straight line.</summary>
    internal static long IoWeight(long weight) => 1 + ((weight - 10) * 9999 / 990);

    internal static void Cpu(PlanBuilder plan, string directory)
    {
        CgroupLimits limits = plan.Limits;
        if (CgroupLimits.Given(limits.CpuQuota) || CgroupLimits.Given(limits.CpuPeriod))
        {
            string quota = limits.CpuQuota is { } given and > 0 ? Text(given) : "max";
            plan.Write(
                directory, "cpu.max", $"{quota} {Text(limits.CpuPeriod is { } period and not 0 ? period : DefaultPeriod)}",
                "All processes of the group together get so many microseconds of CPU in each period, then they wait for the next.");
        }

        if (limits.CpuShares is { } shares and not 0)
        {
            plan.Write(
                directory, "cpu.weight", Text(Weight(shares)),
                "When CPUs are contended, groups get time in proportion to their weights; 1 to 10000, converted from shares.");
        }
    }

    internal static void Cpuset(PlanBuilder plan, string directory)
    {
        if (!string.IsNullOrEmpty(plan.Limits.CpusetCpus))
        {
            plan.Write(
                directory, "cpuset.cpus", plan.Limits.CpusetCpus,
                "These are the only CPUs that the scheduler gives to the group.", "cpuset(7)");
        }

        if (!string.IsNullOrEmpty(plan.Limits.CpusetMems))
        {
            plan.Write(directory, "cpuset.mems", plan.Limits.CpusetMems, "Memory for the group comes from these nodes only.", "cpuset(7)");
        }
    }

    internal static void Memory(PlanBuilder plan, string directory)
    {
        CgroupLimits limits = plan.Limits;
        if (limits.Memory is { } memory and > 0)
        {
            plan.Write(directory, "memory.max", Text(memory), "Beyond so many bytes the kernel reclaims, and then kills.");
        }

        if (limits.MemorySwap is { } swap and not 0)
        {
            plan.Write(
                directory, "memory.swap.max", swap < 0 ? "max" : Text(swap - limits.Memory!.Value),
                "Swap alone: v1 and docker count memory and swap together, so the memory limit is taken off.");
        }

        if (limits.MemoryReservation is { } reservation and > 0)
        {
            plan.Write(directory, "memory.low", Text(reservation), "So many bytes of the group are left alone while others can give some up.");
        }
    }

    internal static void Pids(PlanBuilder plan, string directory) => V1Limits.Pids(plan, directory);

    internal static void Io(PlanBuilder plan, string directory, CgroupLayout layout)
    {
        CgroupLimits limits = plan.Limits;
        if (limits.WantsWeight)
        {
            BfqDisks.Require(layout, limits.BlkioWeight!.Value);
            plan.Write(
                directory, "io.bfq.weight", Text(limits.BlkioWeight.Value),
                "On disks scheduled by bfq, groups get I/O in proportion to their weights.");
        }

        Throttle(plan, directory, "rbps", limits.ReadBps);
        Throttle(plan, directory, "wbps", limits.WriteBps);
        Throttle(plan, directory, "riops", limits.ReadIops);
        Throttle(plan, directory, "wiops", limits.WriteIops);
    }

    private static void Throttle(PlanBuilder plan, string directory, string key, IReadOnlyList<ThrottleDevice>? devices)
    {
        for (int i = 0; i < devices?.Count; i++)
        {
            plan.Write(
                directory, "io.max",
                string.Create(CultureInfo.InvariantCulture, $"{devices[i].Major}:{devices[i].Minor} {key}={devices[i].Rate}"),
                "The device by its numbers, and so many bytes or operations a second; the rest waits.");
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
