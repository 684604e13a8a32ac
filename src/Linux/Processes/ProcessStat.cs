using System.Globalization;

namespace MiniRun.Linux;

/// <summary>One process in one line, as <c>/proc/PID/stat</c> has it; proc_pid_stat(5).</summary>
/// <param name="Pid">Its number where /proc is mounted.</param>
/// <param name="Name">The name of its program (comm), which it may have set to anything.</param>
/// <param name="State">The letter: R, S, D, Z, T, t, X, I.</param>
/// <param name="Parent">Its parent's number; 0 for one outside of the PID namespace of /proc.</param>
/// <param name="Flags">The kernel's PF_ flags.</param>
/// <param name="CpuTicks">Time on the CPU, user and system, in hundredths of a second.</param>
/// <param name="Threads">How many threads it has.</param>
/// <param name="StartTicks">When it was made, in hundredths of a second since boot.</param>
/// <param name="ExitStatus">Of a zombie, as waitpid(2) would give it; 0 where we may not know.</param>
public sealed record ProcessStat(
    int Pid, string Name, char State, int Parent, uint Flags, long CpuTicks, int Threads, long StartTicks, int ExitStatus)
{
    private const uint Exiting = 4; // PF_EXITING of include/linux/sched.h

    /// <summary>Whether it has ended and only waits for its parent to look.</summary>
    public bool IsZombie => State is 'Z' or 'X';

    /// <summary>Whether it is on its way out: it runs no code of its program any more.</summary>
    public bool IsExiting => (Flags & Exiting) != 0;

    /// <summary>
    /// Reads the line. The name stands in parentheses and may hold some itself, spaces and line ends too: what follows begins after
    /// the last of them.
    /// </summary>
    /// <returns>Null for anything that is no such line.</returns>
    public static ProcessStat? Parse(ReadOnlySpan<char> line)
    {
        int open = line.IndexOf('(');
        int close = line.LastIndexOf(')');
        if (open < 2 || close < open || !int.TryParse(line[..(open - 1)], NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
        {
            return null;
        }

        const int Fields = 50; // from the third, the state, to the fifty-second, the exit status
        Span<Range> at = stackalloc Range[Fields + 1];
        ReadOnlySpan<char> rest = line[(close + 1)..].Trim();
        if (rest.Split(at, ' ') < 20 || rest[at[0]].Length != 1)
        {
            return null;
        }

        return new ProcessStat(
            pid, line[(open + 1)..close].ToString(), rest[0], (int)Number(rest[at[1]]), (uint)Number(rest[at[6]]),
            Number(rest[at[11]]) + Number(rest[at[12]]), (int)Number(rest[at[17]]), Number(rest[at[19]]),
            at[Fields - 1].End.Value > 0 ? (int)Number(rest[at[Fields - 1]]) : 0);
    }

    private static long Number(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : 0;
}
