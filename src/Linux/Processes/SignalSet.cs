using System.Globalization;

namespace MiniRun.Linux;

/// <summary>A set of signals as <c>/proc/PID/status</c> writes it: sixteen hexadecimal digits; signal(7).</summary>
/// <param name="Bits">Bit 0 is signal 1.</param>
public readonly record struct SignalSet(ulong Bits)
{
    /// <summary>Whether a signal is in it.</summary>
    public bool Has(int signal) => signal is >= 1 and <= 64 && (Bits >> (signal - 1) & 1) != 0;

    /// <summary>The signals, lowest first.</summary>
    public IReadOnlyList<int> Signals
    {
        get
        {
            List<int> signals = [];
            for (int signal = 1; signal <= 64; signal++)
            {
                if (Has(signal))
                {
                    signals.Add(signal);
                }
            }

            return signals;
        }
    }

    /// <summary>The union of two.</summary>
    public static SignalSet operator |(SignalSet one, SignalSet other) => new(one.Bits | other.Bits);

    /// <summary>Reads the kernel's digits; anything else is the empty set.</summary>
    internal static SignalSet Parse(ReadOnlySpan<char> digits) =>
        new(ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits) ? bits : 0);
}
