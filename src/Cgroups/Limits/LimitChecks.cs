using System.Globalization;

namespace MiniRun.Cgroups;

/// <summary>The ranges of <see cref="CgroupLimits"/>: the kernel's own, so that a value is refused before a group exists.</summary>
internal static class LimitChecks
{
    // kernel/sched: min_cfs_quota_period, max_cfs_quota_period, MIN_SHARES, MAX_SHARES; kernel/cgroup/pids.c: PIDS_MAX - 1
    private const long MinimumPeriod = 1_000;
    private const long MaximumPeriod = 1_000_000;
    private const long MaximumQuota = (1L << 44) - 1; // MAX_BW
    private const long MaximumPids = 4_194_304;

    /// <summary>
    /// The kernel would accept any number. Measured on 6.18 with 2 CPUs: at 128 KiB a container is killed while it is set up,
    /// at 192 KiB a static shell starts; the kernel's own part grows with the CPUs. So much less than this is a unit forgotten.
    /// </summary>
    internal const long MinimumMemory = 1 << 20;

    internal static void Check(CgroupLimits limits)
    {
        CheckCpu(limits);
        CheckMemory(limits);
        CheckRange("--pids-limit", limits.PidsLimit is -1 or 0 ? null : limits.PidsLimit, 1, MaximumPids, "-1 is unlimited");
        CheckRange("--blkio-weight", limits.BlkioWeight is 0 ? null : limits.BlkioWeight, 10, 1000, null);
        CheckRates("--device-read-bps", limits.ReadBps, ulong.MaxValue);
        CheckRates("--device-write-bps", limits.WriteBps, ulong.MaxValue);

        // The kernel keeps operations in 32 bits; the v1 files drop the upper bits in silence: 4294967297 would be 1.
        CheckRates("--device-read-iops", limits.ReadIops, uint.MaxValue);
        CheckRates("--device-write-iops", limits.WriteIops, uint.MaxValue);
        if (limits.WantsCpuset)
        {
            CpuList.Check("--cpuset-cpus", limits.CpusetCpus, CpuList.OnlineCpus, "CPU");
            CpuList.Check("--cpuset-mems", limits.CpusetMems, CpuList.OnlineNodes, "memory node");
        }

        if (limits.DeviceRules is not null)
        {
            _ = new DeviceRuleSet(limits.DeviceRules);
        }
    }

    private static void CheckCpu(CgroupLimits limits)
    {
        CheckRange("--cpu-period", limits.CpuPeriod is 0 ? null : limits.CpuPeriod, MinimumPeriod, MaximumPeriod, "the unit is microseconds");
        if (limits.CpuQuota is > 0 and < MinimumPeriod)
        {
            throw new CgroupException(
                $"--cpu-quota `{limits.CpuQuota}`: the kernel accepts {MinimumPeriod} or more, or a negative number for no quota",
                "the unit is microseconds for each period");
        }

        CheckRange("--cpu-quota", limits.CpuQuota <= 0 ? null : limits.CpuQuota, MinimumPeriod, MaximumQuota, null);
        CheckRange("--cpu-shares", limits.CpuShares is 0 ? null : limits.CpuShares, 2, 262_144, "1024 is an ordinary share");
    }

    private static void CheckMemory(CgroupLimits limits)
    {
        if (limits.Memory is < -1 or (> 0 and < MinimumMemory))
        {
            throw new CgroupException(
                $"--memory `{limits.Memory}`: the smallest limit is {MinimumMemory} bytes (1 MiB)",
                "a number without a unit is bytes: 64m is 64 MiB; -1 is unlimited");
        }

        if (limits.MemoryReservation is < 0)
        {
            throw new CgroupException($"--memory-reservation `{limits.MemoryReservation}`: a reservation cannot be negative");
        }

        if (limits.Memory > 0 && limits.MemoryReservation > limits.Memory)
        {
            throw new CgroupException(
                $"--memory-reservation `{limits.MemoryReservation}`: larger than the limit of --memory {limits.Memory}");
        }

        if (limits.MemorySwap is null or 0 or -1)
        {
            return;
        }

        if (limits.Memory is null or <= 0)
        {
            throw new CgroupException(
                $"--memory-swap `{limits.MemorySwap}`: needs --memory too",
                "--memory-swap is the limit of memory and swap together");
        }

        if (limits.MemorySwap < limits.Memory)
        {
            throw new CgroupException(
                $"--memory-swap `{limits.MemorySwap}`: smaller than the {limits.Memory} of --memory",
                "--memory-swap is the limit of memory and swap together; the same number allows no swap, -1 any amount");
        }
    }

    private static void CheckRates(string option, IReadOnlyList<ThrottleDevice>? devices, ulong most)
    {
        for (int i = 0; i < devices?.Count; i++)
        {
            if (devices[i].Rate == 0)
            {
                throw new CgroupException(
                    $"{option} `{devices[i].Major}:{devices[i].Minor}`: a rate of 0 is no limit", "the smallest rate is 1 per second");
            }

            if (devices[i].Rate > most)
            {
                throw new CgroupException(
                    $"{option} `{devices[i].Major}:{devices[i].Minor}`: the kernel accepts rates of 1 to {most}, not {devices[i].Rate}");
            }
        }
    }

    private static void CheckRange(string option, long? value, long least, long most, string? hint)
    {
        if (value < least || value > most)
        {
            throw new CgroupException(
                string.Create(CultureInfo.InvariantCulture, $"{option} `{value}`: the kernel accepts {least} to {most}"), hint);
        }
    }
}
