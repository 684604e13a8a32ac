namespace MiniRun.Cgroups;

/// <summary>
/// A list of device rules brought into the form of the v1 kernel: a default and exceptions from it. Under a default of
/// "deny", an access is allowed when one exception covers all of it; under a default of "allow", it is denied when one
/// exception touches any of it. The v1 files and the v2 program are both made from this one form, so they mean the same.
/// </summary>
public sealed class DeviceRuleSet
{
    // include/linux/kdev_t.h: 12 bits of major, 20 of minor
    private const long MaximumMajor = 4095;
    private const long MaximumMinor = 1_048_575;

    private readonly List<DeviceException> exceptions = [];

    /// <summary>Applies <paramref name="rules"/> in order, beginning from "all is allowed".</summary>
    /// <exception cref="CgroupException">
    /// A number or an access letter is not one, or a rule takes back only a part of an earlier one: the v1 kernel would
    /// ignore such a rule in silence.
    /// </exception>
    public DeviceRuleSet(IReadOnlyList<DeviceRule> rules)
    {
        AllowsByDefault = true;
        for (int i = 0; i < rules.Count; i++)
        {
            Apply(rules[i]);
        }
    }

    /// <summary>What happens to a device without an exception.</summary>
    public bool AllowsByDefault { get; private set; }

    /// <summary>The exceptions, in the order they were first made; no two about the same devices.</summary>
    public IReadOnlyList<DeviceException> Exceptions => exceptions;

    /// <summary>Whether <paramref name="access"/>, all of it at once, to the device is allowed.</summary>
    public bool Allows(DeviceType type, long major, long minor, DeviceAccess access)
    {
        foreach (DeviceException exception in exceptions)
        {
            bool about = exception.Type == type && (exception.Major ?? major) == major && (exception.Minor ?? minor) == minor;
            if (about && (AllowsByDefault ? (access & exception.Access) != 0 : (access & ~exception.Access) == 0))
            {
                return !AllowsByDefault;
            }
        }

        return AllowsByDefault;
    }

    private void Apply(DeviceRule rule)
    {
        DeviceAccess access = ParseAccess(rule);
        long? major = Number(rule, rule.Major, MaximumMajor);
        long? minor = Number(rule, rule.Minor, MaximumMinor);
        if (rule.Type == DeviceType.All && major is null && minor is null && access == DeviceAccess.All)
        {
            AllowsByDefault = rule.Allow;
            exceptions.Clear();
            return;
        }

        if (rule.Type is DeviceType.All or DeviceType.Char)
        {
            Apply(rule, new DeviceException(DeviceType.Char, major, minor, access));
        }

        if (rule.Type is DeviceType.All or DeviceType.Block)
        {
            Apply(rule, new DeviceException(DeviceType.Block, major, minor, access));
        }
    }

    private void Apply(DeviceRule rule, DeviceException change)
    {
        bool adds = rule.Allow != AllowsByDefault;
        int same = exceptions.FindIndex(exception => exception.SameDevices(change));
        if (adds)
        {
            if (same < 0)
            {
                exceptions.Add(change);
            }
            else
            {
                exceptions[same] = change with { Access = exceptions[same].Access | change.Access };
            }

            return;
        }

        if (same >= 0)
        {
            DeviceAccess left = exceptions[same].Access & ~change.Access;
            exceptions[same] = change with { Access = left };
            if (left == DeviceAccess.None)
            {
                exceptions.RemoveAt(same);
            }
        }

        foreach (DeviceException exception in exceptions)
        {
            if (exception.Overlaps(change))
            {
                throw new CgroupException(
                    $"device rule {(rule.Allow ? "allow" : "deny")} {change}: takes back only a part of {exception}, which the "
                    + "kernel cannot express", "leave the part out of the earlier rule");
            }
        }
    }

    private static long? Number(DeviceRule rule, long? number, long most) => number switch
    {
        null or -1 => null,
        >= 0 when number <= most => number,
        _ => throw new CgroupException($"device rule {rule.Major}:{rule.Minor}: numbers are 0 to {MaximumMajor}:{MaximumMinor}"),
    };

    private static DeviceAccess ParseAccess(DeviceRule rule)
    {
        DeviceAccess access = DeviceAccess.None;
        foreach (char letter in rule.Access)
        {
            access |= letter switch
            {
                'r' => DeviceAccess.Read,
                'w' => DeviceAccess.Write,
                'm' => DeviceAccess.Mknod,
                _ => throw new CgroupException($"device access `{rule.Access}`: the letters are r, w and m"),
            };
        }

        return access == DeviceAccess.None ? DeviceAccess.All : access;
    }
}
