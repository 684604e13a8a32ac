using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Makes the symbolic links that programs expect in /dev.</summary>
public sealed class MakeDeviceLinks : ChildStep
{
    private static readonly (string Name, string Target)[] Links =
    [
        ("fd", "/proc/self/fd"),
        ("stdin", "/proc/self/fd/0"),
        ("stdout", "/proc/self/fd/1"),
        ("stderr", "/proc/self/fd/2"),
        ("ptmx", "pts/ptmx"),
        ("core", "/proc/kcore"),
    ];

    /// <inheritdoc/>
    public override string Operation => "make the links in";

    /// <inheritdoc/>
    public override string Argument => "/dev";

    /// <inheritdoc/>
    public override string Why => "/dev/stdin, /dev/fd and /dev/ptmx are links into /proc and the container's own devpts.";

    /// <inheritdoc/>
    public override string Manual => "symlink(2), fd(4), pts(4)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell =>
        Links.Select(link => $"ln -s {link.Target} {ShellText.InRoot($"/dev/{link.Name}")}");

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        foreach ((string name, string target) in Links)
        {
            writer.Call(SystemCall.symlinkat, writer.Text(target), writer.Slots.Dev, writer.Text(name));
        }
    }
}
