using System.Globalization;

namespace MiniRun.Cgroups;

/// <summary>Limits as writes to the v1 files of a new group, in the order in which the kernel accepts them.</summary>
internal static class V1Limits
{
    internal static void Cpu(PlanBuilder plan, string directory)
    {
        CgroupLimits limits = plan.Limits;
        if (limits.CpuPeriod is { } period and not 0)
        {
            plan.Write(directory, "cpu.cfs_period_us", Text(period), "The CPU time of the group is counted anew in each period of so many microseconds.");
        }

        if (limits.CpuQuota is { } quota and not 0)
        {
            plan.Write(
                directory, "cpu.cfs_quota_us", quota < 0 ? "-1" : Text(quota),
                "All processes of the group together get so many microseconds of CPU in each period, then they wait for the next.");
        }

        if (limits.CpuShares is { } shares and not 0)
        {
            plan.Write(directory, "cpu.shares", Text(shares), "When CPUs are contended, groups get time in proportion to their shares.");
        }
    }

    internal static void Memory(PlanBuilder plan, string directory)
    {
        CgroupLimits limits = plan.Limits;
        if (limits.Memory is { } memory and > 0)
        {
            plan.Write(directory, "memory.limit_in_bytes", Text(memory), "Beyond so many bytes the kernel reclaims, and then kills.");
        }

        if (limits.MemorySwap is { } swap and not 0)
        {
            // After the memory limit: the kernel refuses a sum below it.
            plan.Write(
                directory, "memory.memsw.limit_in_bytes", Text(swap),
                "Memory and swap together; the same number as the memory limit allows no swap.");
        }

        if (limits.MemoryReservation is { } reservation and > 0)
        {
            plan.Write(
                directory, "memory.soft_limit_in_bytes", Text(reservation),
                "When the machine is short of memory, the group is brought back to so many bytes first.");
        }
    }

    internal static void Pids(PlanBuilder plan, string directory) => plan.Write(
        directory, "pids.max", Text(plan.Limits.PidsLimit!.Value),
        "With so many processes and threads in the group, fork fails with EAGAIN: a fork bomb stays in here.");

    internal static void Blkio(PlanBuilder plan, string directory, CgroupLayout layout)
    {
        CgroupLimits limits = plan.Limits;
        if (limits.WantsWeight)
        {
            BfqDisks.Require(layout, limits.BlkioWeight!.Value);
            plan.Write(
                directory, "blkio.bfq.weight", Text(limits.BlkioWeight.Value),
                "On disks scheduled by bfq, groups get I/O in proportion to their weights.");
        }

        Throttle(plan, directory, "blkio.throttle.read_bps_device", limits.ReadBps);
        Throttle(plan, directory, "blkio.throttle.write_bps_device", limits.WriteBps);
        Throttle(plan, directory, "blkio.throttle.read_iops_device", limits.ReadIops);
        Throttle(plan, directory, "blkio.throttle.write_iops_device", limits.WriteIops);
    }

    internal static void Devices(PlanBuilder plan, string directory, DeviceRuleSet rules)
    {
        plan.Write(
            directory, rules.AllowsByDefault ? "devices.allow" : "devices.deny", "a",
            "All devices; the list of exceptions starts empty.");
        foreach (DeviceException exception in rules.Exceptions)
        {
            plan.Write(
                directory, rules.AllowsByDefault ? "devices.deny" : "devices.allow", exception.ToString(),
                "Type, major and minor number, and what may be done: r(ead), w(rite), m(knod).");
        }
    }

    private static void Throttle(PlanBuilder plan, string directory, string file, IReadOnlyList<ThrottleDevice>? devices)
    {
        for (int i = 0; i < devices?.Count; i++)
        {
            plan.Write(
                directory, file, string.Create(CultureInfo.InvariantCulture, $"{devices[i].Major}:{devices[i].Minor} {devices[i].Rate}"),
                "The device by its numbers, and so many bytes or operations a second; the rest waits.");
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
