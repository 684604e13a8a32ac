using System.Text;
using MiniRun.Cgroups;
using MiniRun.Linux;
using MiniRun.Namespaces.Launch;
using MiniRun.Rootfs;

namespace MiniRun.Output;

/// <summary>A failure as the user reads it: <c>minirun: sentence</c> and, where the cause is known, <c>hint: …</c>.</summary>
internal static class ErrorReport
{
    /// <summary>Whether an exception is a failure we describe; anything else is a defect of ours and may end the process.</summary>
    public static bool IsForTheUser(Exception exception) =>
        exception is UsageException or LinuxException or CgroupException or RootfsException
            or StepFailureException or OutOfMemoryException;

    /// <summary>The lines, each ended by a newline.</summary>
    public static string Of(Exception exception)
    {
        string? hint = exception switch
        {
            UsageException usage => usage.Hint,
            LinuxException linux => linux.Hint,
            CgroupException cgroup => cgroup.Hint,
            RootfsException rootfs => rootfs.Hint,
            StepFailureException step => step.Failure.Hint,
            _ => null,
        };
        string sentence = exception is OutOfMemoryException ? "out of memory" : exception.Message;
        StringBuilder text = new StringBuilder("minirun: ").Append(Printable.Escape(sentence)).Append('\n');
        if (hint is not null)
        {
            text.Append("hint: ").Append(Printable.Escape(hint)).Append('\n');
        }

        return text.ToString();
    }
}
