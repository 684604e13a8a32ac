using MiniRun.Cgroups;

namespace MiniRun.Oci;

/// <summary>
/// Reads <c>linux.resources</c>. The bounds are those of the flags; whether the kernel here and now can apply a number is the
/// planner's to say, since CPUs and disks come and go.
/// </summary>
internal static class ConfigReaderResources
{
    private const int LargestWeight = 1000;

    /// <summary>Reads it.</summary>
    /// <exception cref="UsageException">It is not as it is written.</exception>
    public static CgroupLimits Read(ConfigNode node)
    {
        node.Object("devices", "memory", "cpu", "pids", "blockIO");
        CgroupLimits limits = new() { DeviceRules = node.Optional("devices")?.List(Rule) };
        ConfigNode memory = node.Member("memory").Object("limit", "reservation", "swap");
        limits.Memory = memory.Optional("limit")?.Number(-1, long.MaxValue);
        limits.MemoryReservation = memory.Optional("reservation")?.Number(0, long.MaxValue);
        limits.MemorySwap = memory.Optional("swap")?.Number(-1, long.MaxValue);
        ConfigNode cpu = node.Member("cpu").Object("shares", "quota", "period", "cpus", "mems");
        limits.CpuShares = cpu.Optional("shares")?.Number(0, long.MaxValue);
        limits.CpuQuota = cpu.Optional("quota")?.Number(long.MinValue, long.MaxValue);
        limits.CpuPeriod = cpu.Optional("period")?.Number(0, long.MaxValue);
        limits.CpusetCpus = cpu.Optional("cpus")?.Text();
        limits.CpusetMems = cpu.Optional("mems")?.Text();
        limits.PidsLimit = node.Optional("pids")?.Object("limit").Member("limit").Number(-1, long.MaxValue);
        ReadBlockDevices(node.Member("blockIO"), limits);
        return limits;
    }

    private static void ReadBlockDevices(ConfigNode node, CgroupLimits limits)
    {
        node.Object(
            "weight", "throttleReadBpsDevice", "throttleWriteBpsDevice", "throttleReadIOPSDevice", "throttleWriteIOPSDevice");
        limits.BlkioWeight = (int?)node.Optional("weight")?.Number(0, LargestWeight);
        limits.ReadBps = node.Optional("throttleReadBpsDevice")?.List(Throttle);
        limits.WriteBps = node.Optional("throttleWriteBpsDevice")?.List(Throttle);
        limits.ReadIops = node.Optional("throttleReadIOPSDevice")?.List(Throttle);
        limits.WriteIops = node.Optional("throttleWriteIOPSDevice")?.List(Throttle);
    }

    private static ThrottleDevice Throttle(ConfigNode node)
    {
        node.Object("major", "minor", "rate");
        return new ThrottleDevice(
            node.Member("major").Id(ConfigReaderLinux.MostMajor),
            node.Member("minor").Id(ConfigReaderLinux.MostMinor),
            node.Member("rate").Unsigned());
    }

    private static DeviceRule Rule(ConfigNode node)
    {
        node.Object("allow", "type", "major", "minor", "access");
        ConfigNode access = node.Member("access");
        string letters = access.Text();
        return letters.AsSpan().IndexOfAnyExcept("rwm") < 0
            ? new DeviceRule(
                node.Member("allow").Flag(),
                Type(node.Member("type")),
                node.Optional("major")?.Number(-1, ConfigReaderLinux.MostMajor),
                node.Optional("minor")?.Number(-1, ConfigReaderLinux.MostMinor),
                letters)
            : throw access.Fail("has other letters than r, w and m", letters);
    }

    private static DeviceType Type(ConfigNode node)
    {
        string word = node.Text();
        return word switch
        {
            "a" => DeviceType.All,
            "b" => DeviceType.Block,
            "c" => DeviceType.Char,
            _ => throw node.Fail("not a, b or c", word),
        };
    }
}
