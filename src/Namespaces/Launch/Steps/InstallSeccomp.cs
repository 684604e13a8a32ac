using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Installs the system call filter.</summary>
/// <param name="filter">Classic BPF, 8 bytes an instruction.</param>
public sealed class InstallSeccomp(ReadOnlyMemory<byte> filter) : ChildStep
{
    private const int SECCOMP_SET_MODE_FILTER = 1;

    /// <inheritdoc/>
    public override string Operation => $"install a seccomp filter of {filter.Length / 8} instructions";

    /// <inheritdoc/>
    public override string Why => "Most of the kernel's interface is of no use to an ordinary program; what is not reachable cannot be attacked.";

    /// <inheritdoc/>
    public override string Manual => "seccomp(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => [$"# seccomp(SECCOMP_SET_MODE_FILTER, 0, {filter.Length / 8} instructions)"];

    /// <inheritdoc/>
    public override string? Hint(Errno errno) => errno switch
    {
        Errno.EACCES => "without no-new-privileges it needs CAP_SYS_ADMIN",
        Errno.EINVAL => "the kernel refuses this filter, or has no seccomp",
        _ => null,
    };

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Argument instructions = writer.Bytes(filter.Span);
        Argument program = writer.Structure(filter.Length / 8, instructions); // struct sock_fprog
        writer.Call(SystemCall.seccomp, SECCOMP_SET_MODE_FILTER, 0, program);
    }
}
