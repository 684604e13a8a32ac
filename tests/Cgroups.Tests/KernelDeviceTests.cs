namespace MiniRun.Cgroups.Tests;

/// <summary>Device rules asked of the kernel, by the v1 controller and by the v2 program where the host has them.</summary>
public sealed class KernelDeviceTests
{
    private const string Probe =
        """
        for path in /dev/null /dev/zero /dev/kmsg /dev/mem; do
            if [ -e $path ]; then (: < $path) 2>/dev/null && echo "$path yes" || echo "$path no"; fi
        done
        mknod $T/disk b 7 0 && echo "mknod yes" || echo "mknod no"
        (: < $T/disk) 2>/dev/null && echo "disk yes" || echo "disk no"
        """;

    [RootFact(Needs = "devices")]
    public void Version_1_denies_what_is_not_listed() => Check(KernelGroup.Only(line => line.Contains(" - cgroup ")), DeviceRule.Defaults);

    [RootFact(Needs = "cgroup2")]
    public void The_version_2_program_denies_the_same() => Check(KernelGroup.Only(line => line.Contains(" - cgroup2 ")), DeviceRule.Defaults);

    [RootFact]
    public void Without_rules_the_probe_can_open_what_the_rules_deny()
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits(), killable: true).Apply();
        string answers = Ask(group);
        Assert.Contains("/dev/kmsg yes", answers); // otherwise the two tests above would prove nothing
        Assert.Contains("mknod yes", answers);
    }

    [RootFact(Needs = "cgroup2")]
    public void A_program_of_many_rules_passes_the_verifier()
    {
        Random random = new(11);
        List<DeviceRule> rules = [new DeviceRule(false, DeviceType.All, null, null, "rwm")];
        for (int i = 0; i < 300; i++)
        {
            rules.Add(new DeviceRule(true, (DeviceType)random.Next(1, 3), random.Next(4096), random.Next(9) == 0 ? null : i, i % 2 == 0 ? "r" : "rwm"));
        }

        Check(KernelGroup.Only(line => line.Contains(" - cgroup2 ")), [.. DeviceRule.Defaults, .. rules[1..]], probe: false);
        Check(
            KernelGroup.Only(line => line.Contains(" - cgroup2 ")),
            [new DeviceRule(true, DeviceType.All, null, null, "rwm"), new DeviceRule(false, DeviceType.Block, 8, null, "w")], probe: false);
    }

    private static void Check(CgroupLayout layout, IReadOnlyList<DeviceRule> rules, bool probe = true)
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits { DeviceRules = rules }, layout).Apply();
        Assert.Single(group.Plan.Directories);
        if (probe)
        {
            string answers = Ask(group);
            Assert.Contains("/dev/null yes", answers);
            Assert.Contains("/dev/zero yes", answers);
            Assert.Contains("/dev/kmsg no", answers);
            Assert.DoesNotContain("/dev/mem yes", answers);
            Assert.Contains("mknod yes", answers);
            Assert.Contains("disk no", answers);
        }
    }

    private static string Ask(KernelGroup group)
    {
        string directory = Directory.CreateTempSubdirectory("minirun-devices-").FullName;
        try
        {
            return group.Run($"T={directory}\n{Probe}").Output;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
