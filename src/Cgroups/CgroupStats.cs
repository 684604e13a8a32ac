namespace MiniRun.Cgroups;

/// <summary>What the kernel counted for a container; a number is null where its limit is not in force or the kernel has no file.</summary>
public sealed class CgroupStats
{
    /// <summary>CPU periods in which the group wanted to run; <c>cpu.stat</c>.</summary>
    public long? Periods { get; internal set; }

    /// <summary>Those of them in which it was stopped because the quota was used up.</summary>
    public long? ThrottledPeriods { get; internal set; }

    /// <summary>How long it was stopped in all, in microseconds, added up over CPUs.</summary>
    public long? ThrottledMicroseconds { get; internal set; }

    /// <summary>Processes and threads now.</summary>
    public long? Pids { get; internal set; }

    /// <summary>The most there ever were; <c>pids.peak</c>, which 6.1 has.</summary>
    public long? PidsPeak { get; internal set; }

    /// <summary>How often fork or clone was refused because of the limit.</summary>
    public long? PidsRefused { get; internal set; }

    /// <summary>Bytes of memory now.</summary>
    public long? Memory { get; internal set; }

    /// <summary>The most bytes there ever were.</summary>
    public long? MemoryPeak { get; internal set; }

    /// <summary>How often the memory limit was hit.</summary>
    public long? MemoryLimitHits { get; internal set; }

    /// <summary>How many processes the kernel killed because memory was at the limit.</summary>
    public long? OomKills { get; internal set; }
}
