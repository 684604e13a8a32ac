namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>What happens to one system call: the first test that holds decides, else <paramref name="Otherwise"/>.</summary>
/// <param name="Tests">Rules with conditions, the strictest first.</param>
/// <param name="Otherwise">What happens when none holds.</param>
internal sealed record SeccompDecision(IReadOnlyList<SeccompRule> Tests, SeccompAction Otherwise)
{
    /// <summary>Whether both decide alike: the same rules with the same end.</summary>
    public bool IsSame(SeccompDecision other)
    {
        if (Otherwise != other.Otherwise || Tests.Count != other.Tests.Count)
        {
            return false;
        }

        for (int i = 0; i < Tests.Count; i++)
        {
            if (!ReferenceEquals(Tests[i], other.Tests[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The answer where every condition is on the one argument given.</summary>
    public SeccompAction Of(ulong argument)
    {
        foreach (SeccompRule rule in Tests)
        {
            bool holds = true;
            foreach (SeccompCondition condition in rule.Conditions)
            {
                holds &= condition.Holds(argument);
            }

            if (holds)
            {
                return rule.Action;
            }
        }

        return Otherwise;
    }
}
