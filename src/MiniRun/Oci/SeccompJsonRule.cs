using MiniRun.Namespaces.Sandbox;
using MiniRun.Namespaces.Sandbox.Seccomp;

namespace MiniRun.Oci;

/// <summary>Reads one entry of <c>syscalls</c>.</summary>
internal static class SeccompJsonRule
{
    /// <summary>Reads the entry and adds its rule, or its rules where conditions on one argument are alternatives.</summary>
    public static void Read(ref SeccompJsonCursor cursor, List<SeccompRule> rules)
    {
        SeccompJsonAction action = new();
        List<string>? names = null;
        List<SeccompCondition> conditions = [];
        SeccompScope? includes = null;
        SeccompScope? excludes = null;
        cursor.BeginObject();
        while (cursor.Field(out string field))
        {
            switch (field)
            {
                case "name" or "names" when names is not null:
                    throw cursor.Fail("and the other list of names exclude each other");
                case "name":
                    names = [cursor.Text()];
                    break;
                case "names":
                    names = cursor.Texts();
                    break;
                case "action":
                    action.ReadAction(ref cursor);
                    break;
                case "errnoRet":
                    action.ReadNumber(ref cursor);
                    break;
                case "errno":
                    action.ReadName(ref cursor);
                    break;
                case "args":
                    ReadConditions(ref cursor, conditions);
                    break;
                case "includes":
                    includes = ReadScope(ref cursor);
                    break;
                case "excludes":
                    excludes = ReadScope(ref cursor);
                    break;
                case "comment":
                    _ = cursor.Text();
                    break;
                default:
                    throw SeccompJson.Unknown(ref cursor, field);
            }
        }

        SeccompRule rule = new(names ?? throw cursor.Fail("has no names"), action.Finish(ref cursor, "action"))
        {
            Includes = includes,
            Excludes = excludes,
        };
        AddRules(rules, rule, conditions);
    }

    // Two conditions on the same argument are alternatives in docker (runc makes a rule of each), conditions on different
    // arguments must all hold.
    private static void AddRules(List<SeccompRule> rules, SeccompRule rule, List<SeccompCondition> conditions)
    {
        int seen = 0;
        bool repeated = false;
        foreach (SeccompCondition condition in conditions)
        {
            repeated |= (seen >> condition.Index & 1) != 0;
            seen |= 1 << condition.Index;
        }

        if (!repeated)
        {
            rules.Add(rule with { Conditions = conditions });
            return;
        }

        foreach (SeccompCondition condition in conditions)
        {
            rules.Add(rule with { Conditions = [condition] });
        }
    }

    private static void ReadConditions(ref SeccompJsonCursor cursor, List<SeccompCondition> conditions)
    {
        cursor.BeginArray();
        while (cursor.Element())
        {
            ulong? index = null;
            ulong value = 0;
            ulong valueTwo = 0;
            SeccompOperator? comparison = null;
            cursor.BeginObject();
            while (cursor.Field(out string field))
            {
                switch (field)
                {
                    case "index":
                        index = cursor.Number(SeccompCondition.ArgumentCount - 1);
                        break;
                    case "value":
                        value = cursor.Number(ulong.MaxValue);
                        break;
                    case "valueTwo":
                        valueTwo = cursor.Number(ulong.MaxValue);
                        break;
                    case "op":
                        comparison = Operator(ref cursor);
                        break;
                    default:
                        throw SeccompJson.Unknown(ref cursor, field);
                }
            }

            conditions.Add(new SeccompCondition(
                (int)(index ?? throw cursor.Fail("has no index")),
                comparison ?? throw cursor.Fail("has no op"),
                value,
                valueTwo));
        }
    }

    private static SeccompOperator Operator(ref SeccompJsonCursor cursor)
    {
        string name = cursor.Text();
        return name switch
        {
            "SCMP_CMP_NE" => SeccompOperator.NE,
            "SCMP_CMP_LT" => SeccompOperator.LT,
            "SCMP_CMP_LE" => SeccompOperator.LE,
            "SCMP_CMP_EQ" => SeccompOperator.EQ,
            "SCMP_CMP_GE" => SeccompOperator.GE,
            "SCMP_CMP_GT" => SeccompOperator.GT,
            "SCMP_CMP_MASKED_EQ" => SeccompOperator.MASKED_EQ,
            _ => throw cursor.Fail($"({name}) is no comparison"),
        };
    }

    private static SeccompScope ReadScope(ref SeccompJsonCursor cursor)
    {
        ulong capabilities = 0;
        List<string> architectures = [];
        KernelVersion? kernel = null;
        cursor.BeginObject();
        while (cursor.Field(out string field))
        {
            switch (field)
            {
                case "caps":
                    capabilities = ReadCapabilities(ref cursor);
                    break;
                case "arches":
                    architectures = cursor.Texts();
                    break;
                case "minKernel":
                    kernel = KernelVersion.TryParse(cursor.Text(), out KernelVersion version)
                        ? version
                        : throw cursor.Fail("is no kernel version such as 4.8");
                    break;
                default:
                    throw SeccompJson.Unknown(ref cursor, field);
            }
        }

        return new(new CapabilitySet(capabilities), architectures, kernel);
    }

    private static ulong ReadCapabilities(ref SeccompJsonCursor cursor)
    {
        ulong mask = 0;
        cursor.BeginArray();
        while (cursor.Element())
        {
            string name = cursor.Text();
            int number = CapabilitySet.NumberOf(name);
            mask |= number >= 0 ? 1UL << number : throw cursor.Fail($"({name}) is no capability");
        }

        return mask;
    }
}
