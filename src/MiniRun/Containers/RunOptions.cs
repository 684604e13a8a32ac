namespace MiniRun.Containers;

/// <summary>
/// What one <c>run</c> asks for, in the words of the command line: one property a flag, values as typed. <see cref="SpecBuilder"/>
/// checks and translates them.
/// </summary>
internal sealed record RunOptions
{
#pragma warning disable CS1591 // each is the flag of the same name, described in Commands/RunFlags.cs

    /// <summary>The sample to run; null with <see cref="Rootfs"/>.</summary>
    public string? Image { get; init; }

    /// <summary>The words after IMAGE.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    public bool Init { get; init; }
    public string? InitSignal { get; init; }
    public string? InitWait { get; init; }
    public string? InitGrace { get; init; }
    public IReadOnlyList<string> InitRemap { get; init; } = [];
    public IReadOnlyList<string> InitRewrite { get; init; } = [];
    public bool InitVerbose { get; init; }
    public bool Interactive { get; init; }
    public bool Tty { get; init; }
    public string? Entrypoint { get; init; }
    public IReadOnlyList<string> Env { get; init; } = [];
    public IReadOnlyList<string> EnvFiles { get; init; } = [];
    public string? User { get; init; }
    public IReadOnlyList<string> GroupAdd { get; init; } = [];
    public string? Workdir { get; init; }
    public IReadOnlyList<string> Ulimits { get; init; } = [];
    public string? OomScoreAdj { get; init; }
    public bool SigProxy { get; init; } = true;

    public string? Rootfs { get; init; }
    public bool ReadOnly { get; init; }
    public IReadOnlyList<string> Volumes { get; init; } = [];
    public IReadOnlyList<string> Mounts { get; init; } = [];
    public IReadOnlyList<string> Tmpfs { get; init; } = [];
    public IReadOnlyList<string> Devices { get; init; } = [];
    public string? ShmSize { get; init; }

    public string? Name { get; init; }
    public string? Hostname { get; init; }
    public string? Domainname { get; init; }
    public IReadOnlyList<string> Dns { get; init; } = [];
    public IReadOnlyList<string> DnsSearch { get; init; } = [];
    public IReadOnlyList<string> DnsOptions { get; init; } = [];
    public IReadOnlyList<string> AddHosts { get; init; } = [];

    public string? Pid { get; init; }
    public string? Ipc { get; init; }
    public string? Uts { get; init; }
    public string? Network { get; init; }
    public string? Userns { get; init; }
    public string? Cgroupns { get; init; }

    public string? Cpus { get; init; }
    public string? CpuQuota { get; init; }
    public string? CpuPeriod { get; init; }
    public string? CpuShares { get; init; }
    public string? CpusetCpus { get; init; }
    public string? CpusetMems { get; init; }
    public string? Memory { get; init; }
    public string? MemorySwap { get; init; }
    public string? MemoryReservation { get; init; }
    public string? PidsLimit { get; init; }
    public string? BlkioWeight { get; init; }
    public IReadOnlyList<string> DeviceReadBps { get; init; } = [];
    public IReadOnlyList<string> DeviceWriteBps { get; init; } = [];
    public IReadOnlyList<string> DeviceReadIops { get; init; } = [];
    public IReadOnlyList<string> DeviceWriteIops { get; init; } = [];
    public string? CgroupParent { get; init; }

    public IReadOnlyList<string> CapAdd { get; init; } = [];
    public IReadOnlyList<string> CapDrop { get; init; } = [];
    public IReadOnlyList<string> SecurityOpt { get; init; } = [];
    public IReadOnlyList<string> Sysctls { get; init; } = [];
    public bool Privileged { get; init; }

    public bool Detach { get; init; }
    public bool AutoRemove { get; init; }
    public IReadOnlyList<string> Labels { get; init; } = [];
    public string? Restart { get; init; }
    public string? StopSignal { get; init; }
    public string? StopTimeout { get; init; }
    public string? DetachKeys { get; init; }
    public IReadOnlyList<string> LogOpts { get; init; } = [];
    public string? CidFile { get; init; }
    public string? PidFile { get; init; }

    public bool Explain { get; init; }

    /// <summary>Null without <c>--plan</c>, "" for the plain form, otherwise the format.</summary>
    public string? Plan { get; init; }
#pragma warning restore CS1591
}
