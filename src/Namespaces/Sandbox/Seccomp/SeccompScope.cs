namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>Where a rule applies: the <c>includes</c> or <c>excludes</c> of a docker profile.</summary>
/// <param name="Capabilities">Includes: all must be granted. Excludes: none may be.</param>
/// <param name="Architectures">Names as docker writes them ("amd64"); empty for any.</param>
/// <param name="MinimumKernel">From this kernel on; null for any.</param>
public sealed record SeccompScope(
    CapabilitySet Capabilities, IReadOnlyList<string> Architectures, KernelVersion? MinimumKernel)
{
    private const string Native = "amd64";

    /// <summary>The scope of one or more capabilities, by name.</summary>
    /// <exception cref="ArgumentException">There is no such capability.</exception>
    public static SeccompScope Of(params ReadOnlySpan<string> capabilities)
    {
        ulong mask = 0;
        foreach (string name in capabilities)
        {
            int number = CapabilitySet.NumberOf(name);
            mask |= number >= 0
                ? 1UL << number
                : throw new ArgumentException($"no capability `{name}`", nameof(capabilities));
        }

        return new(new CapabilitySet(mask), [], null);
    }

    /// <summary>Whether a rule that includes this scope applies.</summary>
    public bool Includes(CapabilitySet granted, KernelVersion kernel) =>
        (granted.Mask & Capabilities.Mask) == Capabilities.Mask
        && (Architectures.Count == 0 || NamesNative())
        && (MinimumKernel is not { } minimum || kernel >= minimum);

    /// <summary>Whether a rule that excludes this scope is left out.</summary>
    public bool Excludes(CapabilitySet granted, KernelVersion kernel) =>
        (granted.Mask & Capabilities.Mask) != 0
        || NamesNative()
        || (MinimumKernel is { } minimum && kernel >= minimum);

    private bool NamesNative()
    {
        foreach (string architecture in Architectures)
        {
            if (architecture == Native)
            {
                return true;
            }
        }

        return false;
    }
}
