namespace MiniRun.Cgroups;

/// <summary>
/// What a container may use, in the units of the kernel's own files. A property that is null is not limited and costs
/// nothing: no group of its controller is made for it.
/// </summary>
public sealed class CgroupLimits
{
    /// <summary>CPU time for each period, in microseconds; 1000 or more, negative for no quota, 0 means unset. <c>--cpu-quota</c></summary>
    public long? CpuQuota { get; set; }

    /// <summary>Length of a period, in microseconds, 1000 to 1000000; 0 means unset. <c>--cpu-period</c></summary>
    public long? CpuPeriod { get; set; }

    /// <summary>Weight among sibling groups, 2 to 262144, by default 1024; 0 means unset. <c>--cpu-shares</c></summary>
    public long? CpuShares { get; set; }

    /// <summary>CPUs, as in <c>0-2,4</c>. <c>--cpuset-cpus</c></summary>
    public string? CpusetCpus { get; set; }

    /// <summary>Memory nodes, as in <c>0,1</c>. <c>--cpuset-mems</c></summary>
    public string? CpusetMems { get; set; }

    /// <summary>Bytes of memory, page cache included; -1 for unlimited, 0 means unset. <c>--memory</c></summary>
    public long? Memory { get; set; }

    /// <summary>Bytes of memory and swap together, as docker counts; -1 for unlimited, 0 means unset. <c>--memory-swap</c></summary>
    public long? MemorySwap { get; set; }

    /// <summary>
    /// Bytes that are left alone when memory is short: v1 reclaims down to it first, v2 protects it; 0 means unset.
    /// <c>--memory-reservation</c>
    /// </summary>
    public long? MemoryReservation { get; set; }

    /// <summary>Processes and threads, 1 to 4194304; 0 or -1 for unlimited, as docker. <c>--pids-limit</c></summary>
    public long? PidsLimit { get; set; }

    /// <summary>Weight among sibling groups on disks scheduled by bfq, 10 to 1000; 0 means unset. <c>--blkio-weight</c></summary>
    public int? BlkioWeight { get; set; }

    /// <summary>Bytes read in a second. <c>--device-read-bps</c></summary>
    public IReadOnlyList<ThrottleDevice>? ReadBps { get; set; }

    /// <summary>Bytes written in a second. <c>--device-write-bps</c></summary>
    public IReadOnlyList<ThrottleDevice>? WriteBps { get; set; }

    /// <summary>Read operations in a second. <c>--device-read-iops</c></summary>
    public IReadOnlyList<ThrottleDevice>? ReadIops { get; set; }

    /// <summary>Write operations in a second. <c>--device-write-iops</c></summary>
    public IReadOnlyList<ThrottleDevice>? WriteIops { get; set; }

    /// <summary>
    /// Which devices may be made and opened, in the order the rules apply; null leaves devices as they are in the parent
    /// group. See <see cref="DeviceRuleSet"/> for what a list of rules means.
    /// </summary>
    public IReadOnlyList<DeviceRule>? DeviceRules { get; set; }

    /// <summary>
    /// Checks every value against the ranges of the kernel, before anything is made. Reads only the lists of online CPUs
    /// and memory nodes, and those only when a cpuset is asked for.
    /// </summary>
    /// <exception cref="CgroupException">The first value that cannot be applied, by the name of its option.</exception>
    public void Validate() => LimitChecks.Check(this);

    internal bool WantsCpu => Given(CpuQuota) || Given(CpuPeriod) || Given(CpuShares);

    internal bool WantsCpuset => !string.IsNullOrEmpty(CpusetCpus) || !string.IsNullOrEmpty(CpusetMems);

    internal bool WantsMemory => Memory > 0 || Given(MemorySwap) || Given(MemoryReservation);

    internal bool WantsPids => PidsLimit > 0;

    internal bool WantsWeight => BlkioWeight is not (null or 0);

    internal bool WantsThrottle =>
        ReadBps is { Count: > 0 } || WriteBps is { Count: > 0 } || ReadIops is { Count: > 0 } || WriteIops is { Count: > 0 };

    internal static bool Given(long? value) => value is not (null or 0);
}
