using System.Globalization;

namespace MiniRun.Linux;

/// <summary>What <c>/proc/PID/status</c> says of a process, or of one thread; proc_pid_status(5).</summary>
public sealed record ProcessStatus
{
    /// <summary>The name, with what is no plain character escaped by the kernel.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Who traces it, by ptrace(2); 0 where nobody does.</summary>
    public int Tracer { get; private init; }

    /// <summary>Its numbers, from the PID namespace of /proc to the innermost, which is its own.</summary>
    public IReadOnlyList<int> NamespacePids { get; private init; } = [];

    /// <summary>The real user id.</summary>
    public uint Uid { get; private init; }

    /// <summary>How many threads it has.</summary>
    public int Threads { get; private init; }

    /// <summary>Bytes of memory resident; null for one that has none any more.</summary>
    public long? Resident { get; private init; }

    /// <summary>How often it went to sleep or was put aside: a thread for which this is unchanged has not run meanwhile, if it slept.</summary>
    public long Switches { get; private init; }

    /// <summary>Signals that wait for this thread alone.</summary>
    public SignalSet Pending { get; private init; }

    /// <summary>Signals that wait for the process.</summary>
    public SignalSet SharedPending { get; private init; }

    /// <summary>Signals that it blocks at this moment; during rt_sigtimedwait(2) without those it waits for.</summary>
    public SignalSet Blocked { get; private init; }

    /// <summary>Signals with SIG_IGN.</summary>
    public SignalSet Ignored { get; private init; }

    /// <summary>Signals with a handler.</summary>
    public SignalSet Caught { get; private init; }

    /// <summary>Its number in its own PID namespace.</summary>
    public int InnerPid => NamespacePids.Count > 0 ? NamespacePids[^1] : 0;

    /// <summary>Whether it is the first process of its PID namespace, which the kernel shields from signals; pid_namespaces(7).</summary>
    public bool IsInit => InnerPid == 1;

    /// <summary>Reads the file.</summary>
    public static ProcessStatus Parse(ReadOnlySpan<char> text)
    {
        ProcessStatus status = new();
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            int colon = line.IndexOf(':');
            if (colon > 0)
            {
                status = status.With(line[..colon], line[(colon + 1)..].Trim());
            }
        }

        return status;
    }

    private ProcessStatus With(ReadOnlySpan<char> key, ReadOnlySpan<char> value) => key switch
    {
        "Name" => this with { Name = value.ToString() },
        "TracerPid" => this with { Tracer = (int)First(value) },
        "NSpid" => this with { NamespacePids = All(value) },
        "Uid" => this with { Uid = (uint)First(value) },
        "Threads" => this with { Threads = (int)First(value) },
        "VmRSS" => this with { Resident = First(value) * 1024 },
        "voluntary_ctxt_switches" or "nonvoluntary_ctxt_switches" => this with { Switches = Switches + First(value) },
        "SigPnd" => this with { Pending = SignalSet.Parse(value) },
        "ShdPnd" => this with { SharedPending = SignalSet.Parse(value) },
        "SigBlk" => this with { Blocked = SignalSet.Parse(value) },
        "SigIgn" => this with { Ignored = SignalSet.Parse(value) },
        "SigCgt" => this with { Caught = SignalSet.Parse(value) },
        _ => this,
    };

    private static List<int> All(ReadOnlySpan<char> value)
    {
        List<int> numbers = [];
        foreach (Range word in value.Split('\t'))
        {
            numbers.Add((int)First(value[word]));
        }

        return numbers;
    }

    private static long First(ReadOnlySpan<char> value)
    {
        int end = value.IndexOfAny('\t', ' ');
        return long.TryParse(end < 0 ? value : value[..end], NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
    }
}
