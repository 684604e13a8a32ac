namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>A rule: what happens to calls of these names whose arguments meet all the conditions.</summary>
/// <param name="Names">Names of system calls; those that x86-64 does not have are without effect.</param>
/// <param name="Action">What happens.</param>
public sealed record SeccompRule(IReadOnlyList<string> Names, SeccompAction Action)
{
    /// <summary>All must hold; empty for every call.</summary>
    public IReadOnlyList<SeccompCondition> Conditions { get; init; } = [];

    /// <summary>The rule counts only there; null for everywhere.</summary>
    public SeccompScope? Includes { get; init; }

    /// <summary>The rule does not count there; null for nowhere.</summary>
    public SeccompScope? Excludes { get; init; }

    /// <summary>Whether the rule counts for a container with these capabilities on this kernel.</summary>
    public bool Applies(CapabilitySet granted, KernelVersion kernel) =>
        Excludes?.Excludes(granted, kernel) != true && Includes?.Includes(granted, kernel) != false;
}

/// <summary>
/// Which system calls a container may make. Of several rules that match a call the strictest wins, whatever their order: the
/// kernel ranks the answers of several filters in the same way.
/// </summary>
/// <param name="DefaultAction">What happens to calls that no rule matches.</param>
/// <param name="Rules">The rules.</param>
public sealed record SeccompProfile(SeccompAction DefaultAction, IReadOnlyList<SeccompRule> Rules)
{
    /// <summary>
    /// Other architectures than the native one that the profile's author had in mind, as SCMP_ARCH_*. They are not compiled:
    /// calls by another architecture's numbers are denied.
    /// </summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>Whether a rule depends on the kernel's version.</summary>
    public bool DependsOnKernel
    {
        get
        {
            foreach (SeccompRule rule in Rules)
            {
                if (rule.Includes?.MinimumKernel is not null || rule.Excludes?.MinimumKernel is not null)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
