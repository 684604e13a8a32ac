using System.Text.Json;
using MiniRun.Cgroups;
using MiniRun.Containers;
using MiniRun.Namespaces;
using MiniRun.Namespaces.Launch;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Tests;

/// <summary>The names and shapes of the OCI runtime specification, version 1.2.0: config.md and config-linux.md.</summary>
public sealed class ConfigShapeTests
{
    private const string Fourteen = "[\"CAP_CHOWN\",\"CAP_DAC_OVERRIDE\",\"CAP_FOWNER\",\"CAP_FSETID\",\"CAP_KILL\",\"CAP_SETGID\","
        + "\"CAP_SETUID\",\"CAP_SETPCAP\",\"CAP_NET_BIND_SERVICE\",\"CAP_NET_RAW\",\"CAP_SYS_CHROOT\",\"CAP_MKNOD\","
        + "\"CAP_AUDIT_WRITE\",\"CAP_SETFCAP\"]";

    [Fact]
    public void A_plain_container()
    {
        using TestRoot root = new();
        ContainerSpec built = SpecBuilder.Build(new RunOptions { Rootfs = root.Path, Command = ["echo", "a b"], Name = "test" });
        using JsonDocument document = JsonDocument.Parse(ConfigDocument.Write(built));
        JsonElement config = document.RootElement;
        Assert.Equal(
            ["ociVersion", "process", "root", "hostname", "mounts", "linux", "minirun"], config.EnumerateObject().Select(member => member.Name));
        Is(config, "ociVersion", "\"1.2.0\"");
        Is(config, "root", $$"""{"path":"{{root.Path}}","readonly":false}""");
        string host = built.Id[..12];
        Is(config, "hostname", $"\"{host}\"");
        Is(config, "mounts[0]", """{"destination":"/proc","type":"proc","source":"proc","options":["nosuid","noexec","nodev"]}""");
        Is(config, "process.terminal", "false");
        Is(config, "process.user", """{"uid":0,"gid":0,"umask":18,"additionalGids":[0]}""");
        Is(config, "process.args", """["echo","a b"]""");
        Is(config, "process.env[1]", $"\"HOSTNAME={host}\"");
        Is(config, "process.cwd", "\"/\"");
        Is(config, "process.rlimits", "[]");
        Is(config, "process.noNewPrivileges", "false");
        Is(
            config,
            "linux.namespaces",
            """[{"type":"pid"},{"type":"network"},{"type":"ipc"},{"type":"uts"},{"type":"mount"},{"type":"cgroup"}]""");
        Is(config, "linux.resources.devices[0]", """{"allow":false,"type":"a","access":"rwm"}""");
        Is(config, "linux.resources.devices[11]", """{"allow":true,"type":"c","major":136,"access":"rwm"}""");
        Is(config, "linux.resources.memory", "{}");
        Assert.False(At(config, "linux").TryGetProperty("cgroupsPath", out _));
        Is(config, "minirun.overlay", "true");
        Is(config, "minirun.generatedFiles[0]", $$"""{"destination":"/etc/hostname","content":"{{host}}\n"}""");
        Assert.Equal(built.Linux.Seccomp.ToArray(), At(config, "minirun.seccomp").GetBytesFromBase64());
    }

    [Fact]
    public void What_a_plain_container_has_not()
    {
        using JsonDocument document = JsonDocument.Parse(ConfigDocument.Write(Special()));
        JsonElement config = document.RootElement;
        Is(
            config,
            "process.capabilities",
            $$"""{"bounding":{{Fourteen}},"effective":{{Fourteen}},"permitted":{{Fourteen}},"inheritable":[],"ambient":[]}""");
        Is(config, "process.rlimits", """[{"type":"RLIMIT_NOFILE","soft":5,"hard":18446744073709551615}]""");
        Is(config, "process.oomScoreAdj", "-5");
        Is(config, "domainname", "\"d\"");
        Is(config, "linux.uidMappings", """[{"containerID":0,"hostID":2000000000,"size":65536}]""");
        Is(
            config,
            "linux.devices",
            """[{"path":"/dev/x","type":"b","major":7,"minor":1,"fileMode":432,"uid":0,"gid":6}]""");
        Is(config, "linux.cgroupsPath", "\"/parent/test\"");
        Is(config, "linux.sysctl", """{"net.core.somaxconn":"1"}""");
        Is(config, "linux.resources.memory", """{"limit":10,"reservation":5,"swap":-1}""");
        Is(config, "linux.resources.cpu", """{"shares":2,"quota":3,"period":4,"cpus":"0","mems":"1"}""");
        Is(config, "linux.resources.pids", """{"limit":64}""");
        Is(
            config,
            "linux.resources.blockIO",
            """{"weight":10,"throttleReadBpsDevice":[{"major":8,"minor":0,"rate":1}],"throttleWriteIOPSDevice":[]}""");
        Is(
            config,
            "minirun.init",
            """{"signal":"group","waitForAll":false,"grace":10,"verbose":false,"exitCodes":[{"from":143,"to":0}],"signals":[{"from":15,"to":3},{"from":1}]}""");
    }

    private static ContainerSpec Special()
    {
        ContainerSpec spec = new()
        {
            Id = "test",
            Root = new RootSpec("/r", true, false),
            Process = new ProcessSpec
            {
                Args = ["p"], Env = [], OomScoreAdj = -5, Rlimits = [new ResourceLimit("nofile", 7, 5, ulong.MaxValue)],
            },
            Domainname = "d",
            Init = new InitOptions { Target = InitSignalTarget.Group },
        };
        spec.Init.ExitCodes[143] = 0;
        spec.Init.Signals[15] = 3;
        spec.Init.Signals[1] = null;
        spec.Linux.UidMappings.Add(new IdMap(0, 2_000_000_000, 65536));
        spec.Linux.Devices.Add(new DeviceNode("/dev/x", true, 7, 1, 0x1B0, 0, 6));
        spec.Linux.CgroupParent = "/parent";
        spec.Linux.Sysctl["net.core.somaxconn"] = "1";
        spec.Linux.Resources = new CgroupLimits
        {
            Memory = 10, MemoryReservation = 5, MemorySwap = -1, CpuShares = 2, CpuQuota = 3, CpuPeriod = 4, CpusetCpus = "0", CpusetMems = "1",
            PidsLimit = 64, BlkioWeight = 10, ReadBps = [new ThrottleDevice(8, 0, 1)], WriteIops = [],
        };
        return spec;
    }

    private static void Is(JsonElement config, string path, string json) => Assert.Equal(json, At(config, path).GetRawText());

    private static JsonElement At(JsonElement element, string path)
    {
        foreach (string part in path.Split('.', '['))
        {
            element = part.EndsWith(']') ? element[int.Parse(part[..^1])] : element.GetProperty(part);
        }

        return element;
    }
}
