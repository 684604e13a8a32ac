using System.Text;
using MiniRun.Cgroups;
using MiniRun.Linux;
using MiniRun.Namespaces.Launch;
using MiniRun.Rootfs;

namespace MiniRun.Output;

/// <summary>A failure as the user reads it: <c>minirun: sentence</c> and, where the cause is known, <c>hint: …</c>.</summary>
internal static class ErrorReport
{
    private const string Bug = "this is a bug in minirun";

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
            OutOfMemoryException => null,
            _ => "report it with the command that you typed; `minirun doctor` tells about this machine",
        };
        string sentence = Sentence(exception);
        StringBuilder text = new StringBuilder("minirun: ").Append(Printable.Escape(Shorten(sentence))).Append('\n');
        if (hint is not null)
        {
            text.Append("hint: ").Append(Printable.Escape(Shorten(hint))).Append('\n');
        }

        return text.ToString();
    }

    // An argument may have 128 KiB. What is wrong with it stands at the end.
    private static string Shorten(string text)
    {
        const int Most = 1000;
        return text.Length <= Most ? text : $"{text.AsSpan(0, Most / 2)} […] {text.AsSpan(text.Length - (Most / 2))}";
    }

    private static string Sentence(Exception exception) => exception switch
    {
        UsageException or LinuxException or CgroupException or RootfsException or StepFailureException => exception.Message,
        OutOfMemoryException => "out of memory",
        _ => $"{Bug}: {exception.GetType().Name}: {exception.Message}",
    };
}
