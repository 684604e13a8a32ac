using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Sets the host name or the NIS domain name of the UTS namespace.</summary>
public sealed class SetHostname(string name, bool domain) : ChildStep
{
    /// <inheritdoc/>
    public override bool NeedsParent => false;

    /// <inheritdoc/>
    public override string Operation => domain ? "set the domain name" : "set the host name";

    /// <inheritdoc/>
    public override string Argument => name;

    /// <inheritdoc/>
    public override string Why => "Both names belong to the UTS namespace, so the machine keeps its own.";

    /// <inheritdoc/>
    public override string Manual => domain ? "setdomainname(2)" : "sethostname(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell =>
        [domain ? $"echo {ShellText.Quote(name)} > /proc/sys/kernel/domainname" : $"hostname {ShellText.Quote(name)}"];

    /// <inheritdoc/>
    public override string? Hint(Errno errno) => errno == Errno.EINVAL ? "at most 64 bytes" : null;

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer) =>
        writer.Call(
            domain ? SystemCall.setdomainname : SystemCall.sethostname, writer.Text(name), LinuxText.GetBytes(name).Length);
}
