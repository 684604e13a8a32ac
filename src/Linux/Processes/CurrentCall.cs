using System.Globalization;

namespace MiniRun.Linux;

/// <summary>The system call that a thread is in, as <c>/proc/PID/syscall</c> tells; proc_pid_syscall(5).</summary>
/// <param name="Number">Its number; -1 when it is blocked outside of one.</param>
/// <param name="IsRunning">It is on a CPU or waits for one: what it does is not known.</param>
public readonly record struct CurrentCall(int Number, bool IsRunning)
{
    /// <summary>rt_sigtimedwait(2), which sigwait(3) and sigwaitinfo(2) are made of.</summary>
    public const int SignalWait = 128;

    /// <summary>Reads the line; null for one that is empty (a process that is gone) or strange.</summary>
    public static CurrentCall? Parse(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line.SequenceEqual("running"))
        {
            return new CurrentCall(-1, true);
        }

        int end = line.IndexOf(' ');
        return int.TryParse(end < 0 ? line : line[..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? new CurrentCall(number, false)
            : null;
    }
}
