using MiniRun.Linux;

namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>Turns the rules of a profile into one decision per system call, and those into ranges of numbers.</summary>
internal sealed class SeccompResolver
{
    // More tests on one call than any profile needs; keeps a hostile one from costing more than its size.
    private const int MostTests = 1024;

    private readonly SeccompAction?[] _unconditional = new SeccompAction?[X64SystemCalls.Newest + 1];
    private readonly List<SeccompRule>?[] _conditional = new List<SeccompRule>?[X64SystemCalls.Newest + 1];
    private readonly List<SeccompDecision> _decisions = [];
    private readonly SeccompAction _default;
    private readonly int _newestNamed = -1;

    /// <summary>Sorts the rules that apply to the calls that they name.</summary>
    /// <exception cref="LinuxException">E2BIG: too many rules for one call.</exception>
    public SeccompResolver(SeccompProfile profile, CapabilitySet granted, KernelVersion kernel)
    {
        _default = profile.DefaultAction;
        foreach (SeccompRule rule in profile.Rules)
        {
            bool applies = rule.Applies(granted, kernel);
            foreach (string name in rule.Names)
            {
                int number = X64SystemCalls.NumberOf(name);
                _newestNamed = Math.Max(_newestNamed, number);
                if (applies && number >= 0)
                {
                    Add(number, rule);
                }
            }
        }
    }

    /// <summary>What happens to calls by the numbers of another architecture.</summary>
    public SeccompAction Foreign => _default.Permits ? SeccompAction.NotPermitted : _default;

    /// <summary>Ranges of numbers, each from its start to before the next one's; neighbours decide differently.</summary>
    public List<(uint Start, SeccompDecision Decision)> Ranges()
    {
        List<(uint Start, SeccompDecision Decision)> ranges = [];

        // A profile without a name knows of no system call in particular: then all known ones are its own.
        int newest = _newestNamed >= 0 ? _newestNamed : X64SystemCalls.Newest;
        for (int number = 0; number <= newest; number++)
        {
            Append(ranges, (uint)number, Decide(number));
        }

        // Newer than the profile: the author could not say no to them. ENOSYS makes programs fall back to older calls,
        // where EPERM would make them give up.
        Append(ranges, (uint)newest + 1, Shared([], _default.Permits ? _default : SeccompAction.NotImplemented));
        Append(ranges, BpfCode.X32Bit, Shared([], Foreign));
        return ranges;
    }

    private static void Append(List<(uint Start, SeccompDecision Decision)> ranges, uint start, SeccompDecision decision)
    {
        if (ranges.Count == 0 || !ReferenceEquals(ranges[^1].Decision, decision))
        {
            ranges.Add((start, decision));
        }
    }

    private void Add(int number, SeccompRule rule)
    {
        ref SeccompAction? strictest = ref _unconditional[number];
        if (rule.Conditions.Count == 0)
        {
            strictest = strictest is not { } action || rule.Action.Severity < action.Severity ? rule.Action : strictest;
            return;
        }

        List<SeccompRule> tests = _conditional[number] ??= [];
        if (tests.Count == MostTests)
        {
            throw SeccompCompiler.TooLarge(
                $"it has more than {MostTests} rules with arguments for {X64SystemCalls.NameOf(number)}");
        }

        tests.Add(rule);
    }

    private SeccompDecision Decide(int number)
    {
        SeccompAction? unconditional = _unconditional[number];
        List<SeccompRule> tests = [];
        foreach (SeccompRule rule in _conditional[number] ?? [])
        {
            // A test that is less strict than what happens anyway never changes the answer; of two error numbers the one
            // with conditions is the more specific.
            if (unconditional is not { } floor || rule.Action.Severity <= floor.Severity)
            {
                Insert(tests, rule);
            }
        }

        SeccompAction otherwise = unconditional ?? _default;
        while (tests.Count > 0 && tests[^1].Action == otherwise)
        {
            tests.RemoveAt(tests.Count - 1);
        }

        return Shared(tests, otherwise);
    }

    // Stable insertion sort: almost always there is nothing to move.
    private static void Insert(List<SeccompRule> tests, SeccompRule rule)
    {
        int at = tests.Count;
        while (at > 0 && tests[at - 1].Action.Severity > rule.Action.Severity)
        {
            at--;
        }

        tests.Insert(at, rule);
    }

    // The same object for the same decision, so that ranges merge and tests are compiled once.
    private SeccompDecision Shared(List<SeccompRule> tests, SeccompAction otherwise)
    {
        SeccompDecision decision = new(tests, otherwise);
        foreach (SeccompDecision known in _decisions)
        {
            if (known.IsSame(decision))
            {
                return known;
            }
        }

        _decisions.Add(decision);
        return decision;
    }
}
