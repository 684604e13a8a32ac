using MiniRun.Containers;

namespace MiniRun.Commands;

/// <summary>The words of <c>run</c> as <see cref="RunOptions"/>.</summary>
internal static class RunBinder
{
    /// <summary>Divides the words after <c>run</c>: options, then IMAGE, then whatever belongs to the container.</summary>
    /// <exception cref="UsageException">As <see cref="VerbWords.Parse"/>.</exception>
    public static VerbWords Divide(string[] args) => VerbWords.Parse("run", RunFlags.Table, args, interspersed: false);

    /// <summary>Binds the words.</summary>
    /// <exception cref="UsageException">No IMAGE.</exception>
    public static RunOptions Bind(VerbWords words)
    {
        string[] rest = words.Operands;
        string? rootfs = words.Last("rootfs");
        bool hasImage = rootfs is null;
        if (hasImage && (rest.Length == 0 || rest[0].Length == 0))
        {
            throw new UsageException(words.Verb, null, "needs an IMAGE or --rootfs DIR", "`minirun run busybox echo hello` is a first container");
        }

        return Bind(words, rootfs, hasImage ? rest[0] : null, hasImage ? rest[1..] : rest);
    }

    private static RunOptions Bind(VerbWords words, string? rootfs, string? image, string[] command) => new()
    {
        Image = image,
        Command = command,
        Init = words.Switch("init"),
        InitSignal = words.Last("init-signal"),
        InitWait = words.Last("init-wait"),
        InitGrace = words.Last("init-grace"),
        InitRemap = words.All("init-remap"),
        InitRewrite = words.All("init-rewrite"),
        InitVerbose = words.Switch("init-verbose"),
        Interactive = words.Switch("interactive"),
        Tty = words.Switch("tty"),
        Entrypoint = words.Last("entrypoint"),
        Env = words.All("env"),
        EnvFiles = words.All("env-file"),
        User = words.Last("user"),
        GroupAdd = words.All("group-add"),
        Workdir = words.Last("workdir"),
        Ulimits = words.All("ulimit"),
        OomScoreAdj = words.Last("oom-score-adj"),
        SigProxy = words.Switch("sig-proxy", absent: true),
        Rootfs = rootfs,
        ReadOnly = words.Switch("read-only"),
        Volumes = words.All("volume"),
        Mounts = words.All("mount"),
        Tmpfs = words.All("tmpfs"),
        Devices = words.All("device"),
        ShmSize = words.Last("shm-size"),
        Name = words.Last("name"),
        Hostname = words.Last("hostname"),
        Domainname = words.Last("domainname"),
        Dns = words.All("dns"),
        DnsSearch = words.All("dns-search"),
        DnsOptions = words.All("dns-option"),
        AddHosts = words.All("add-host"),
        Pid = words.Last("pid"),
        Ipc = words.Last("ipc"),
        Uts = words.Last("uts"),
        Network = words.Last("network"),
        Userns = words.Last("userns"),
        Cgroupns = words.Last("cgroupns"),
        Cpus = words.Last("cpus"),
        CpuQuota = words.Last("cpu-quota"),
        CpuPeriod = words.Last("cpu-period"),
        CpuShares = words.Last("cpu-shares"),
        CpusetCpus = words.Last("cpuset-cpus"),
        CpusetMems = words.Last("cpuset-mems"),
        Memory = words.Last("memory"),
        MemorySwap = words.Last("memory-swap"),
        MemoryReservation = words.Last("memory-reservation"),
        PidsLimit = words.Last("pids-limit"),
        BlkioWeight = words.Last("blkio-weight"),
        DeviceReadBps = words.All("device-read-bps"),
        DeviceWriteBps = words.All("device-write-bps"),
        DeviceReadIops = words.All("device-read-iops"),
        DeviceWriteIops = words.All("device-write-iops"),
        CgroupParent = words.Last("cgroup-parent"),
        CapAdd = words.All("cap-add"),
        CapDrop = words.All("cap-drop"),
        SecurityOpt = words.All("security-opt"),
        Sysctls = words.All("sysctl"),
        Privileged = words.Switch("privileged"),
        Detach = words.Switch("detach"),
        AutoRemove = words.Switch("rm"),
        Labels = words.All("label"),
        Restart = words.Last("restart"),
        StopSignal = words.Last("stop-signal"),
        StopTimeout = words.Last("stop-timeout"),
        DetachKeys = words.Last("detach-keys"),
        LogOpts = words.All("log-opt"),
        CidFile = words.Last("cidfile"),
        PidFile = words.Last("pidfile"),
        Explain = words.Switch("explain"),
        Plan = words.Last("plan"),
    };
}
