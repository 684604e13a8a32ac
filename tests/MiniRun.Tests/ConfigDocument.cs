using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniRun.Cgroups;
using MiniRun.Containers;
using MiniRun.Linux;
using MiniRun.Namespaces;
using MiniRun.Namespaces.Launch;
using MiniRun.Namespaces.Sandbox;
using MiniRun.Oci;

namespace MiniRun.Tests;

/// <summary>Specifications as JSON and back.</summary>
internal static class ConfigDocument
{
    /// <summary>A name that is no UTF-8, beside characters whose halves in UTF-16 look like its bytes.</summary>
    public static string Strange(string start) => start + LinuxText.GetString([0x61, 0xff, .. "é💀\\u0000"u8, 0xc3, 0x80, 0xed, 0xb2, 0x80]);

    /// <summary>All of it, as it is written.</summary>
    public static string Whole { get; } = Write(Full());

    public static string Write(ContainerSpec spec)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, ConfigWriter.Options))
        {
            ConfigWriter.Write(writer, spec);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static ContainerSpec Read(string json, string id = "test") => Read(Encoding.UTF8.GetBytes(json), id);

    public static ContainerSpec Read(ReadOnlyMemory<byte> json, string id = "test")
    {
        using JsonDocument document = JsonDocument.Parse(json, ConfigReader.Options);
        return ConfigReader.Read(document.RootElement, id);
    }

    /// <summary>The whole configuration with one value replaced by this text, or taken out.</summary>
    public static string Changed(string path, string? json)
    {
        const string Marker = "@@changed@@";
        JsonNode whole = JsonNode.Parse(Whole)!;
        JsonNode node = whole;
        string[] parts = path.Split('.', '[');
        foreach (string part in parts[..^1])
        {
            node = part.EndsWith(']') ? node[int.Parse(part[..^1])]! : node[part]!;
        }

        if (json is null)
        {
            Assert.True(node.AsObject().Remove(parts[^1]));
        }
        else if (parts[^1].EndsWith(']'))
        {
            node[int.Parse(parts[^1][..^1])] = Marker;
        }
        else
        {
            node[parts[^1]] = Marker;
        }

        return whole.ToJsonString().Replace($"\"{Marker}\"", json, StringComparison.Ordinal);
    }

    /// <summary>A specification with next to nothing in it.</summary>
    public static ContainerSpec Small(string argument = "", CapabilitySet capabilities = default) => new()
    {
        Id = "test",
        Root = new RootSpec("/", false, false),
        Process = new ProcessSpec { Args = ["p", argument], Env = [], Capabilities = capabilities, Umask = 0 },
    };

    /// <summary>A specification in which every property has another value than it has by itself.</summary>
    public static ContainerSpec Full()
    {
        ContainerSpec spec = new()
        {
            Id = "test",
            Root = new RootSpec(Strange("/r"), true, true) { UpperOnTmpfs = true },
            Process = new ProcessSpec
            {
                Args = [Strange("/p"), ""],
                Env = [Strange("A="), "B"],
                Cwd = Strange("/w"),
                Terminal = true,
                Interactive = true,
                Uid = uint.MaxValue,
                Gid = 7,
                AdditionalGids = [uint.MaxValue - 1, 1, 1],
                Umask = 0x1FF,
                Capabilities = CapabilitySet.All,
                NoNewPrivileges = true,
                Rlimits = [.. ResourceLimit.Names.Select((name, number) => new ResourceLimit(name, number, (ulong)number, ulong.MaxValue))],
                OomScoreAdj = -1000,
            },
            Hostname = Strange("h"),
            Domainname = Strange("d"),
            Init = new InitOptions { Target = InitSignalTarget.All, WaitForAll = true, Grace = 1_000_000, Verbose = true },
        };
        spec.Init.ExitCodes.Add(255, 0);
        spec.Init.ExitCodes.Add(0, 255);
        spec.Init.Signals.Add(64, 1);
        spec.Init.Signals.Add(1, null);
        spec.Mounts.Add(new MountSpec { Destination = Strange("/m"), Type = "bind", Source = Strange("/s"), Options = ["ro", Strange("")] });
        spec.Mounts.Add(new MountSpec { Destination = "/t", Type = "tmpfs", Source = "" });
        spec.GeneratedFiles.Add(new GeneratedFile(Strange("/g"), Strange("\0a\0\n\r\"\\00\0")));
        AddLinux(spec.Linux);
        return spec;
    }

    private static void AddLinux(LinuxSpec linux)
    {
        linux.NewNamespaces.Add(NamespaceKind.User);
        linux.UidMappings.Add(new IdMap(1, uint.MaxValue, uint.MaxValue));
        linux.GidMappings.AddRange([new IdMap(0, 5, 6), new IdMap(9, 8, 7)]);
        linux.Devices.Add(new DeviceNode(Strange("/dev/x/"), true, 4095, 1_048_575, 0xFFF, uint.MaxValue, 5));
        linux.Devices.Add(new DeviceNode("/dev/y", false, 0, 0, 0));
        linux.CgroupParent = Strange("/c/");
        linux.Sysctl.Add("net.a", Strange("v"));
        linux.Sysctl.Add(Strange("net.b"), "");
        linux.Seccomp = new byte[] { 6, 0, 0, 0, 0, 0, 0xff, 0x7f };
        linux.MaskedPaths.Add(Strange("/k"));
        linux.ReadonlyPaths.Add(Strange("/o"));
        linux.Resources = new CgroupLimits
        {
            CpuQuota = -1,
            CpuPeriod = long.MaxValue,
            CpuShares = 2,
            CpusetCpus = "0-2,4",
            CpusetMems = "1",
            Memory = long.MaxValue,
            MemorySwap = -1,
            MemoryReservation = 5,
            PidsLimit = -1,
            BlkioWeight = 1000,
            ReadBps = [new ThrottleDevice(4095, 1_048_575, ulong.MaxValue), new ThrottleDevice(1, 2, 3)],
            WriteBps = [new ThrottleDevice(1, 2, 4)],
            ReadIops = [new ThrottleDevice(1, 2, 5)],
            WriteIops = [new ThrottleDevice(1, 2, 6)],
            DeviceRules = [.. DeviceRule.Defaults, new(true, DeviceType.Block, 0, -1, ""), new(false, DeviceType.Char, -1, 4, "mwr")],
        };
    }
}
