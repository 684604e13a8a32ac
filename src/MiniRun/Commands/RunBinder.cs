using System.CommandLine;
using System.CommandLine.Parsing;
using MiniRun.Containers;
using MiniRun.Containers.Parsing;

namespace MiniRun.Commands;

/// <summary>
/// Parses the options of <c>run</c> into <see cref="RunOptions"/> by System.CommandLine. Only options that occur are built: the
/// other sixty would cost start-up time. All are string arrays, because a repeated scalar is legal (the last counts) and
/// because generic lists need reflection.
/// </summary>
internal sealed class RunBinder
{
    private readonly Dictionary<string, Option<string[]>> options = new(StringComparer.Ordinal);
    private readonly ParseResult result;

    private RunBinder(List<string> words)
    {
        Command command = new("run");
        foreach (string word in words)
        {
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                continue; // the empty value of the option before it
            }

            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? word : word[..equals];
            if (!options.ContainsKey(name))
            {
                Option<string[]> option = new(name) { Arity = ArgumentArity.OneOrMore };
                options.Add(name, option);
                command.Options.Add(option);
            }
        }

        result = command.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        foreach (ParseError error in result.Errors)
        {
            throw new UsageException(error.Message, null, null, UnknownFlags.SeeHelp);
        }
    }

    /// <summary>Whether <c>--help</c> is there and not off.</summary>
    /// <exception cref="UsageException">Its value is neither true nor false.</exception>
    public static bool IsHelp(RunWords words)
    {
        const string Help = "--help";
        string? word = words.Options.FindLast(option => option == Help || option.StartsWith($"{Help}=", StringComparison.Ordinal));
        return word is not null && Booleans.Parse(Help, word == Help ? "" : word[(Help.Length + 1)..]); // alone: the value is empty
    }

    /// <summary>Binds the words.</summary>
    /// <exception cref="UsageException">A value of a switch that is neither true nor false, or no IMAGE.</exception>
    public static RunOptions Bind(RunWords words)
    {
        RunBinder binder = new(words.Options);
        _ = binder.Switch("rm"); // either way the container is removed; a value that is none is still a mistake
        string? rootfs = binder.Last("rootfs");
        bool hasImage = rootfs is null;
        if (hasImage && (words.Rest.Length == 0 || words.Rest[0].Length == 0))
        {
            throw new UsageException("run", null, "needs an IMAGE or --rootfs DIR", "`minirun run busybox echo hello` is a first container");
        }

        return binder.Bind(rootfs, hasImage ? words.Rest[0] : null, hasImage ? words.Rest[1..] : words.Rest);
    }

    private RunOptions Bind(string? rootfs, string? image, string[] command) => new()
    {
        Image = image,
        Command = command,
        Init = Switch("init"),
        InitSignal = Last("init-signal"),
        InitWait = Last("init-wait"),
        InitGrace = Last("init-grace"),
        InitRemap = All("init-remap"),
        InitRewrite = All("init-rewrite"),
        InitVerbose = Switch("init-verbose"),
        Interactive = Switch("interactive"),
        Tty = Switch("tty"),
        Entrypoint = Last("entrypoint"),
        Env = All("env"),
        EnvFiles = All("env-file"),
        User = Last("user"),
        GroupAdd = All("group-add"),
        Workdir = Last("workdir"),
        Ulimits = All("ulimit"),
        OomScoreAdj = Last("oom-score-adj"),
        SigProxy = Switch("sig-proxy", absent: true),
        Rootfs = rootfs,
        ReadOnly = Switch("read-only"),
        Volumes = All("volume"),
        Mounts = All("mount"),
        Tmpfs = All("tmpfs"),
        Devices = All("device"),
        ShmSize = Last("shm-size"),
        Name = Last("name"),
        Hostname = Last("hostname"),
        Domainname = Last("domainname"),
        Dns = All("dns"),
        DnsSearch = All("dns-search"),
        DnsOptions = All("dns-option"),
        AddHosts = All("add-host"),
        Pid = Last("pid"),
        Ipc = Last("ipc"),
        Uts = Last("uts"),
        Network = Last("network"),
        Userns = Last("userns"),
        Cgroupns = Last("cgroupns"),
        Cpus = Last("cpus"),
        CpuQuota = Last("cpu-quota"),
        CpuPeriod = Last("cpu-period"),
        CpuShares = Last("cpu-shares"),
        CpusetCpus = Last("cpuset-cpus"),
        CpusetMems = Last("cpuset-mems"),
        Memory = Last("memory"),
        MemorySwap = Last("memory-swap"),
        MemoryReservation = Last("memory-reservation"),
        PidsLimit = Last("pids-limit"),
        BlkioWeight = Last("blkio-weight"),
        DeviceReadBps = All("device-read-bps"),
        DeviceWriteBps = All("device-write-bps"),
        DeviceReadIops = All("device-read-iops"),
        DeviceWriteIops = All("device-write-iops"),
        CgroupParent = Last("cgroup-parent"),
        CapAdd = All("cap-add"),
        CapDrop = All("cap-drop"),
        SecurityOpt = All("security-opt"),
        Sysctls = All("sysctl"),
        Privileged = Switch("privileged"),
        Explain = Switch("explain"),
        Plan = Last("plan"),
    };

    private string[] All(string name)
    {
        if (!options.TryGetValue($"--{name}", out Option<string[]>? option) || result.GetResult(option) is not { } found)
        {
            return [];
        }

        string[] values = new string[found.Tokens.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = found.Tokens[i].Value;
        }

        return values;
    }

    private string? Last(string name) => All(name) is [.., string last] ? last : null;

    private bool Switch(string name, bool absent = false) => Last(name) is string value ? Booleans.Parse($"--{name}", value) : absent;
}
