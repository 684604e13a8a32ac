using MiniRun.Containers;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Oci;

/// <summary>Reads <c>process</c>.</summary>
internal static class ConfigReaderProcess
{
    private const uint MostUmask = 0x1FF; // 0777

    /// <summary>Reads it.</summary>
    /// <param name="node">The object.</param>
    /// <param name="interactive">What stands elsewhere, since OCI has no place for it.</param>
    /// <exception cref="UsageException">It is not as it is written.</exception>
    public static ProcessSpec Read(ConfigNode node, bool interactive)
    {
        node.Object(
            "terminal", "user", "args", "env", "cwd", "capabilities", "rlimits", "noNewPrivileges", "oomScoreAdj");
        ConfigNode user = node.Member("user").Object("uid", "gid", "umask", "additionalGids");
        return new ProcessSpec
        {
            Args = Arguments(node.Member("args")),
            Env = node.Member("env").Texts(),
            Cwd = ConfigReaderPath.Plain(node.Member("cwd")),
            Terminal = node.Member("terminal").Flag(),
            Interactive = interactive,
            Uid = user.Member("uid").Id(),
            Gid = user.Member("gid").Id(),
            AdditionalGids = user.Member("additionalGids").List(static gid => gid.Id()),
            Umask = user.Member("umask").Id(MostUmask),
            Capabilities = Capabilities(node.Member("capabilities")),
            NoNewPrivileges = node.Member("noNewPrivileges").Flag(),
            Rlimits = node.Member("rlimits").List(Limit),
            OomScoreAdj = (int?)node.Optional("oomScoreAdj")?.Number(-1000, 1000),
        };
    }

    private static List<string> Arguments(ConfigNode node)
    {
        List<string> arguments = node.Texts();
        return arguments.Count > 0 && arguments[0].Length > 0 ? arguments : throw node.Fail("has no program");
    }

    // Ours are one set: a file with others was not written by us, and to give it another meaning would give rights away.
    private static CapabilitySet Capabilities(ConfigNode node)
    {
        node.Object("bounding", "effective", "permitted", "inheritable", "ambient");
        CapabilitySet set = Set(node.Member("bounding"));
        RequireSet(node.Member("effective"), set, "not the same as bounding");
        RequireSet(node.Member("permitted"), set, "not the same as bounding");
        RequireSet(node.Member("inheritable"), CapabilitySet.Empty, "not empty");
        RequireSet(node.Member("ambient"), CapabilitySet.Empty, "not empty");
        return set;
    }

    private static void RequireSet(ConfigNode node, CapabilitySet set, string reason)
    {
        if (Set(node) != set)
        {
            throw node.Fail(reason);
        }
    }

    private static CapabilitySet Set(ConfigNode node)
    {
        ulong mask = 0;
        foreach (int number in node.List(Capability))
        {
            mask |= 1UL << number;
        }

        return new CapabilitySet(mask);
    }

    private static int Capability(ConfigNode node)
    {
        string name = node.Text();
        int number = name.StartsWith("CAP_", StringComparison.Ordinal) ? CapabilitySet.NumberOf(name) : -1;
        return number >= 0 ? number : throw node.Fail("not a capability", name);
    }

    private static ResourceLimit Limit(ConfigNode node)
    {
        node.Object("type", "soft", "hard");
        string type = node.Member("type").Text();
        for (int i = 0; i < ResourceLimit.Names.Count; i++)
        {
            string name = ResourceLimit.Names[i];
            if (type.StartsWith("RLIMIT_", StringComparison.Ordinal) && type.AsSpan(7).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return new ResourceLimit(name, i, node.Member("soft").Unsigned(), node.Member("hard").Unsigned());
            }
        }

        throw node.Member("type").Fail("not a resource limit", type);
    }
}
