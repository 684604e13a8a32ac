using MiniRun.Namespaces.Sandbox;
using MiniRun.Namespaces.Sandbox.Seccomp;

namespace MiniRun.Namespaces.Tests.Seccomp;

/// <summary>What a profile means, said as plainly as possible and without ranges, trees or halves of words.</summary>
internal static class ReferenceProfile
{
    public const uint X64 = 0xC000003E;

    public static SeccompAction Evaluate(
        SeccompProfile profile,
        CapabilitySet granted,
        KernelVersion kernel,
        uint architecture,
        uint number,
        ulong[] arguments)
    {
        bool permissive = profile.DefaultAction == SeccompAction.Allow || profile.DefaultAction == SeccompAction.Log;
        SeccompAction denied = permissive ? SeccompAction.Errno(1) : profile.DefaultAction;
        if (architecture != X64 || number >= 0x40000000)
        {
            return denied;
        }

        int[] named = [.. profile.Rules.SelectMany(rule => rule.Names).Select(X64SystemCalls.NumberOf).Where(n => n >= 0)];
        if (number > (named.Length == 0 ? 469 : named.Max()))
        {
            return permissive ? profile.DefaultAction : SeccompAction.Errno(38);
        }

        SeccompAction[] matching =
        [
            .. profile.Rules
                .Where(rule => rule.Names.Any(name => X64SystemCalls.NumberOf(name) == (int)number))
                .Where(rule => Applies(rule, granted, kernel))
                .Where(rule => rule.Conditions.All(condition => Holds(condition, arguments[condition.Index])))
                .OrderBy(rule => rule.Conditions.Count == 0) // of equally strict ones the more specific
                .Select(rule => rule.Action),
        ];
        return matching.Length == 0 ? profile.DefaultAction : matching.MinBy(Rank);
    }

    // From seccomp(2): the actions in decreasing order of precedence.
    private static int Rank(SeccompAction action) =>
        (action.Value >> 16) switch
        {
            0x8000 => 0,
            0x0000 => 1,
            0x0003 => 2,
            0x0005 => 3,
            0x7ffc => 4,
            0x7fff => 5,
            _ => throw new ArgumentOutOfRangeException(nameof(action)),
        };

    private static bool Applies(SeccompRule rule, CapabilitySet granted, KernelVersion kernel)
    {
        bool Has(SeccompScope scope, int number) => scope.Capabilities.Has(number) && granted.Has(number);
        bool Lacks(SeccompScope scope, int number) => scope.Capabilities.Has(number) && !granted.Has(number);
        bool Reached(KernelVersion minimum) =>
            (kernel.Major, kernel.Minor).CompareTo((minimum.Major, minimum.Minor)) >= 0;

        IEnumerable<int> all = Enumerable.Range(0, 64);
        if (rule.Excludes is { } excludes
            && (all.Any(n => Has(excludes, n)) || excludes.Architectures.Contains("amd64")
                || (excludes.MinimumKernel is { } below && Reached(below))))
        {
            return false;
        }

        return rule.Includes is not { } includes
            || (!all.Any(n => Lacks(includes, n))
                && (includes.Architectures.Count == 0 || includes.Architectures.Contains("amd64"))
                && (includes.MinimumKernel is not { } from || Reached(from)));
    }

    private static bool Holds(SeccompCondition condition, ulong argument) =>
        condition.Operator switch
        {
            SeccompOperator.EQ => argument == condition.Value,
            SeccompOperator.NE => argument != condition.Value,
            SeccompOperator.LT => argument < condition.Value,
            SeccompOperator.LE => argument <= condition.Value,
            SeccompOperator.GT => argument > condition.Value,
            SeccompOperator.GE => argument >= condition.Value,
            SeccompOperator.MASKED_EQ => ((argument ^ condition.ValueTwo) & condition.Value) == 0,
            _ => throw new ArgumentOutOfRangeException(nameof(condition)),
        };
}
