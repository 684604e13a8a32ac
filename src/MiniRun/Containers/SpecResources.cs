using MiniRun.Cgroups;
using MiniRun.Containers.Parsing;

namespace MiniRun.Containers;

/// <summary>Limits: the words of the flags to the numbers of the kernel.</summary>
internal static class SpecResources
{
    /// <summary>Fills <see cref="LinuxSpec.Resources"/>, but for the device rules.</summary>
    /// <exception cref="UsageException">Not a number or a size, or flags that exclude each other.</exception>
    /// <exception cref="CgroupException">A number that the kernel would refuse.</exception>
    public static void Add(ContainerSpec spec, RunOptions options)
    {
        CgroupLimits limits = spec.Linux.Resources;
        AddCpu(limits, options);
        limits.Memory = options.Memory == "-1" ? -1 : Size("--memory", options.Memory);
        limits.MemorySwap = options.MemorySwap == "-1" ? -1 : Size("--memory-swap", options.MemorySwap);
        limits.MemoryReservation = Size("--memory-reservation", options.MemoryReservation);
        limits.PidsLimit = Number("--pids-limit", options.PidsLimit, -1);
        limits.BlkioWeight = options.BlkioWeight is null ? null : (int)Numbers.Parse("--blkio-weight", options.BlkioWeight, 0, 1000);
        limits.ReadBps = RateParser.Parse("--device-read-bps", options.DeviceReadBps, isBytes: true);
        limits.WriteBps = RateParser.Parse("--device-write-bps", options.DeviceWriteBps, isBytes: true);
        limits.ReadIops = RateParser.Parse("--device-read-iops", options.DeviceReadIops, isBytes: false);
        limits.WriteIops = RateParser.Parse("--device-write-iops", options.DeviceWriteIops, isBytes: false);
        limits.Validate();
        if (options.CgroupParent is { Length: > 0 } parent)
        {
            spec.Linux.CgroupParent = ContainerPath.Normalise("--cgroup-parent", parent.StartsWith('/') ? parent : $"/{parent}");
        }
    }

    private static void AddCpu(CgroupLimits limits, RunOptions options)
    {
        limits.CpuShares = Number("--cpu-shares", options.CpuShares, 0);
        limits.CpusetCpus = options.CpusetCpus;
        limits.CpusetMems = options.CpusetMems;
        limits.CpuQuota = Number("--cpu-quota", options.CpuQuota, -1);
        limits.CpuPeriod = Number("--cpu-period", options.CpuPeriod, 0);
        if (options.Cpus is null)
        {
            return;
        }

        if (options.CpuQuota is not null || options.CpuPeriod is not null)
        {
            throw new UsageException("--cpus", options.Cpus, "is another way to write --cpu-quota and --cpu-period; give one or the other");
        }

        limits.CpuQuota = CpuCount.Quota(options.Cpus, Environment.ProcessorCount);
        limits.CpuPeriod = (long)CpuCount.Period;
    }

    private static long? Size(string flag, string? text) => text is null ? null : (long)ByteSize.Parse(flag, text);

    private static long? Number(string flag, string? text, long least) =>
        text is null ? null : Numbers.Parse(flag, text, least, long.MaxValue);
}
