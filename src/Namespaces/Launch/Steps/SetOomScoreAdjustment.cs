using System.Globalization;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Tells the out-of-memory killer how much this process is to be preferred.</summary>
/// <param name="adjustment">-1000 (never) to 1000 (first).</param>
/// <param name="inherited">Whether the launcher sets it, before the container's own procfs exists, for its child to inherit.</param>
public sealed class SetOomScoreAdjustment(int adjustment, bool inherited = false) : ChildStep
{
    private string Value => adjustment.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string Operation => "set oom_score_adj to";

    /// <inheritdoc/>
    public override string Argument => Value;

    /// <inheritdoc/>
    public override string Why => "When the machine runs out of memory the kernel kills by score; children inherit the adjustment.";

    /// <inheritdoc/>
    public override string Manual => "proc(5), \"/proc/[pid]/oom_score_adj\"";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => [$"echo {Value} > /proc/self/oom_score_adj"];

    /// <inheritdoc/>
    public override string? Hint(Errno errno) =>
        errno == Errno.EACCES ? "lowering it below the caller's own needs CAP_SYS_RESOURCE" : null;

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Slot file = writer.Slots.Scratch;
        if (inherited)
        {
            const int Flags = Fcntl.O_WRONLY | Fcntl.O_CLOEXEC;
            writer.Call(SystemCall.openat, Fcntl.AT_FDCWD, writer.Text("/proc/self/oom_score_adj"), Flags).Into(file);
        }
        else
        {
            ProcFile.Open(writer, "self/oom_score_adj", file);
        }

        writer.Call(SystemCall.write, file, writer.Text(Value), Value.Length);
        writer.Call(SystemCall.close, file);
    }
}
