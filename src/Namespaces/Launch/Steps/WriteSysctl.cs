using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Sets a kernel parameter of one of the container's namespaces.</summary>
/// <param name="name">With dots: "net.ipv4.ip_forward".</param>
/// <param name="value">The text to write.</param>
public sealed class WriteSysctl(string name, string value) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => $"set {name} to";

    /// <inheritdoc/>
    public override string Argument => value;

    /// <inheritdoc/>
    public override string Why => "Some kernel parameters belong to a namespace: changed here, the machine keeps its own.";

    /// <inheritdoc/>
    public override string Manual => "proc(5), \"/proc/sys\"";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => [$"echo {ShellText.Quote(value)} > {ShellText.InRoot($"/proc/{File}")}"];

    private string File => $"sys/{name.Replace('.', '/')}";

    /// <inheritdoc/>
    public override string? Hint(Errno errno) => errno switch
    {
        Errno.ENOENT => "this kernel has no such parameter",
        Errno.EINVAL => "the kernel does not accept this value",
        _ => null,
    };

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        // Through the descriptor of the procfs we mounted: no mount or link of an image can redirect the write.
        Slot file = writer.Slots.Scratch;
        ProcFile.Open(writer, File, file);
        writer.Call(SystemCall.write, file, writer.Text(value), LinuxText.GetBytes(value).Length);
        writer.Call(SystemCall.close, file);
    }
}
