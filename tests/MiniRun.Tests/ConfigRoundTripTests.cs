using System.Text.Json;
using MiniRun.Cgroups;
using MiniRun.Containers;
using MiniRun.Containers.Planning;
using MiniRun.Explain;
using MiniRun.Namespaces.Launch;
using MiniRun.Namespaces.Sandbox;
using MiniRun.Oci;

namespace MiniRun.Tests;

public sealed class ConfigRoundTripTests : IDisposable
{
    private readonly TestRoot root = new("root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/app:/bin/sh\n", "root:x:0:\nextra:x:77:app\n");

    public void Dispose() => root.Dispose();

    public static TheoryData<string> Flags => [.. Combinations.Keys];

    private static Dictionary<string, Func<RunOptions, RunOptions>> Combinations { get; } = new()
    {
        ["plain"] = o => o,
        ["terminal"] = o => o with { Tty = true, Interactive = true, Env = ["X=", "TERM=dumb"], Workdir = "/a//b" },
        ["user"] = o => o with { User = "app", GroupAdd = ["5"], Ulimits = ["nofile=10:20", "core=-1"], OomScoreAdj = "500" },
        ["read-only"] = o => o with { ReadOnly = true, Volumes = ["/etc:/v:ro"], Tmpfs = ["/t:size=1m"], ShmSize = "1m" },
        ["limits"] = o => o with
        {
            Cpus = "0.5", CpuShares = "512", Memory = "64m", MemorySwap = "-1", MemoryReservation = "32m", PidsLimit = "64", CpusetCpus = "0",
            CgroupParent = "/a/b",
        },
        ["the root of cgroups"] = o => o with { CgroupParent = "/" },
        ["host namespaces"] = o => o with { Pid = "host", Ipc = "host", Uts = "host", Network = "host", Cgroupns = "host" },
        ["user namespace"] = o => o with { Userns = "private" },
        ["privileged"] = o => o with { Privileged = true },
        ["init"] = o => o with
        {
            Init = true, InitSignal = "group", InitWait = "all", InitGrace = "0", InitVerbose = true, InitRemap = ["143=0", "1=255"],
            InitRewrite = ["TERM:QUIT", "HUP:0", "RTMAX:1"],
        },
        ["names"] = o => o with { Hostname = "h", Domainname = "d.example", Dns = ["10.0.0.1"], AddHosts = ["db:10.0.0.2"] },
        ["sandbox"] = o => o with
        {
            CapDrop = ["ALL"], CapAdd = ["NET_BIND_SERVICE"], SecurityOpt = ["no-new-privileges"], Devices = ["/dev/zero:/dev/nought:r"],
            Sysctls = ["net.core.somaxconn=1", "kernel.msgmax=2"],
        },
        ["unconfined"] = o => o with { SecurityOpt = ["seccomp=unconfined"], Command = [ConfigDocument.Strange("p")], Entrypoint = "" },
    };

    [Theory]
    [MemberData(nameof(Flags))]
    public void What_flags_make_comes_back_and_is_planned_the_same(string flags)
    {
        RunOptions plain = new() { Rootfs = root.Path, Command = ["true", "ü"], Name = "test" };
        ContainerSpec spec = SpecBuilder.Build(Combinations[flags](plain));
        string json = ConfigDocument.Write(spec);
        ContainerSpec back = ConfigDocument.Read(json, spec.Id);
        Assert.Equal(SpecDump.Of(spec), SpecDump.Of(back));
        Assert.Equal(json, ConfigDocument.Write(back));
        ContainerPlan first = Planner.Plan(spec);
        ContainerPlan second = Planner.Plan(back);
        Assert.Equal(PlanScript.Of(first), PlanScript.Of(second));
        Assert.Equal(PlanJson.Of(first), PlanJson.Of(second));
    }

    [Fact]
    public void Every_property_comes_back()
    {
        ContainerSpec spec = ConfigDocument.Full();
        Assert.Empty(SpecDump.NotGiven(spec)); // or the next line would not see that it is lost
        Assert.Equal(SpecDump.Of(spec), SpecDump.Of(ConfigDocument.Read(ConfigDocument.Write(spec))));
    }

    [Fact]
    public void Nothing_and_empty_are_not_the_same()
    {
        ContainerSpec nothing = ConfigDocument.Small();
        nothing.Linux.NewNamespaces.Clear();
        ContainerSpec empty = ConfigDocument.Small();
        empty.Linux.NewNamespaces.Clear();
        empty.Hostname = empty.Domainname = empty.Linux.Resources.CpusetCpus = empty.Linux.Resources.CpusetMems = "";
        empty.Init = new InitOptions { Grace = 0 };
        empty.Linux.CgroupParent = "/";
        CgroupLimits limits = empty.Linux.Resources;
        limits.CpuQuota = limits.CpuPeriod = limits.CpuShares = limits.Memory = limits.MemorySwap = limits.MemoryReservation = limits.PidsLimit = 0;
        limits.BlkioWeight = 0;
        limits.ReadBps = limits.WriteBps = limits.ReadIops = limits.WriteIops = [];
        limits.DeviceRules = [];
        foreach (ContainerSpec spec in new[] { nothing, empty })
        {
            Assert.Equal(SpecDump.Of(spec), SpecDump.Of(ConfigDocument.Read(ConfigDocument.Write(spec))));
        }

        Assert.NotEqual(SpecDump.Of(nothing), SpecDump.Of(empty));
    }

    [Fact]
    public void Every_capability_comes_back_alone()
    {
        for (int number = 0; number < CapabilitySet.Names.Count; number++)
        {
            ContainerSpec spec = ConfigDocument.Small(capabilities: new CapabilitySet(1UL << number));
            Assert.Equal(spec.Process.Capabilities, ConfigDocument.Read(ConfigDocument.Write(spec)).Process.Capabilities);
        }
    }

    [Fact]
    public void Every_writer_will_do()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true }))
        {
            ConfigWriter.Write(writer, ConfigDocument.Full());
        }

        Assert.Equal(SpecDump.Of(ConfigDocument.Full()), SpecDump.Of(ConfigDocument.Read(stream.ToArray())));
    }
}
