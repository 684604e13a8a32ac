using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Sets the permitted and effective set; the inheritable set is empty (CVE-2022-24769).</summary>
/// <param name="set">The set.</param>
/// <param name="final">Whether it is the last word; otherwise the kept capabilities are made effective for what follows.</param>
/// <param name="isRoot">
/// Whether the process is root. Of any other user execve would take the set only after it has looked at the file, with
/// CAP_DAC_OVERRIDE: a program that the user may not even read would be run. So it goes before; the bounding set stays.
/// </param>
public sealed class SetCapabilities(CapabilitySet set, bool final, bool isRoot = true) : ChildStep
{
    private const uint LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    /// <inheritdoc/>
    public override string Operation =>
        !final ? "make the kept capabilities effective" : isRoot ? $"drop to {set.Count} capabilities" : "drop all capabilities";

    /// <inheritdoc/>
    public override string Why =>
        final
            ? isRoot
                ? "Root is a name; what it may do is this set. Docker's fourteen are enough for ordinary programs and not for the machine."
                : "An ordinary user has none; a set-user-ID program can regain what the bounding set has left."
            : "Becoming another user cleared the effective set; the filter that comes next needs CAP_SYS_ADMIN.";

    /// <inheritdoc/>
    public override string Manual => "capset(2), capabilities(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => []; // setpriv(1) does it when the program is started

    /// <summary>Whether it is the last word on capabilities.</summary>
    public bool IsFinal => final;

    /// <summary>The options of setpriv(1) for the same.</summary>
    public string SetprivOptions
    {
        get
        {
            IEnumerable<string> names = Enumerable.Range(0, CapabilitySet.Names.Count)
                .Where(set.Has)
                .Select(number => $",+{CapabilitySet.Names[number].ToLowerInvariant()}");
            return $"--bounding-set=-all{string.Concat(names)} --inh-caps=-all --ambient-caps=-all";
        }
    }

    /// <inheritdoc/>
    public override string? Hint(Errno errno) =>
        errno == Errno.EPERM ? "minirun itself does not have all of these capabilities" : null;

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        ulong mask = isRoot ? set.Mask : 0;
        ulong low = mask & uint.MaxValue;
        ulong high = mask >> 32;
        Argument header = writer.Words(LINUX_CAPABILITY_VERSION_3); // version, then pid 0: ourselves
        Argument data = writer.Words(low | (low << 32), high << 32, high); // twice: effective, permitted, inheritable
        writer.Call(SystemCall.capset, header, data);
    }
}
