using System.Globalization;
using MiniRun.Linux;

namespace MiniRun.Containers.Parsing;

/// <summary><c>--cpus</c>: how many CPUs' worth of time, with up to nine decimals.</summary>
internal static class CpuCount
{
    /// <summary>The period that <c>--cpus</c> is measured in, microseconds; docker's.</summary>
    public const ulong Period = 100_000;

    private const ulong NanosPerCpu = 1_000_000_000;
    private const ulong LeastNanos = NanosPerCpu / 100; // the kernel's least quota is 1 ms of the 100 ms

    /// <summary>Microseconds of CPU time in each <see cref="Period"/>.</summary>
    /// <param name="text">The value.</param>
    /// <param name="online">How many CPUs the machine has.</param>
    /// <exception cref="UsageException">Not a number, or out of range.</exception>
    public static long Quota(string text, int online)
    {
        string range = $"not a number from 0.01 to {online.ToString(CultureInfo.InvariantCulture)}, the CPUs of this machine";
        ulong nanos = TryNanos(text, out ulong value) ? value : 0;
        return nanos >= LeastNanos && nanos <= (ulong)online * NanosPerCpu
            ? (long)(nanos * Period / NanosPerCpu)
            : throw new UsageException("--cpus", text, range);
    }

    private static bool TryNanos(string text, out ulong nanos)
    {
        nanos = 0;
        int point = text.IndexOf('.', StringComparison.Ordinal);
        ReadOnlySpan<char> whole = point < 0 ? text : text.AsSpan(0, point);
        ReadOnlySpan<char> fraction = point < 0 ? "" : text.AsSpan(point + 1);
        ulong integer = 0;
        if ((!whole.IsEmpty && !DecimalText.TryParse(whole, 1 << 20, out integer)) || (point >= 0 && fraction.IsEmpty) || text.Length == 0)
        {
            return false;
        }

        nanos = integer * NanosPerCpu;
        ulong place = NanosPerCpu;
        foreach (char c in fraction)
        {
            place /= 10;
            if (!char.IsAsciiDigit(c) || place == 0)
            {
                return false;
            }

            nanos += (ulong)(c - '0') * place;
        }

        return true;
    }
}
