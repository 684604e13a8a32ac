using MiniRun.Containers;
using MiniRun.Namespaces.Launch;

namespace MiniRun.Oci;

/// <summary>Reads parts of <c>minirun</c>.</summary>
internal static class ConfigReaderExtras
{
    private const int InstructionSize = 8; // struct sock_filter
    private const int MostInstructions = 4096; // BPF_MAXINSNS
    private const uint LongestGrace = 1_000_000;
    private const int LastSignal = 64; // _NSIG, signal(7)

    /// <summary>One of the files whose content is ours.</summary>
    /// <exception cref="UsageException">It is not as it is written.</exception>
    public static GeneratedFile File(ConfigNode node)
    {
        node.Object("destination", "content");
        return new GeneratedFile(ConfigReaderPath.Plain(node.Member("destination")), node.Member("content").Content());
    }

    /// <summary>The compiled filter.</summary>
    /// <exception cref="UsageException">It is not as it is written.</exception>
    public static byte[] Filter(ConfigNode node)
    {
        byte[] filter = node.Bytes();
        return filter.Length % InstructionSize == 0 && filter.Length <= MostInstructions * InstructionSize
            ? filter
            : throw node.Fail($"not at most {MostInstructions} instructions of {InstructionSize} bytes");
    }

    /// <summary>How the built-in init goes about it.</summary>
    /// <exception cref="UsageException">It is not as it is written.</exception>
    public static InitOptions Init(ConfigNode node)
    {
        node.Object("signal", "waitForAll", "grace", "verbose", "exitCodes", "signals");
        InitOptions init = new()
        {
            Target = Target(node.Member("signal")),
            WaitForAll = node.Member("waitForAll").Flag(),
            Grace = node.Member("grace").Id(LongestGrace),
            Verbose = node.Member("verbose").Flag(),
        };
        node.Member("exitCodes").List(item =>
        {
            ConfigNode from = item.Object("from", "to").Member("from");
            byte code = (byte)from.Unsigned(byte.MaxValue);
            return init.ExitCodes.TryAdd(code, (byte)item.Member("to").Unsigned(byte.MaxValue)) ? true : throw from.Fail("is there twice");
        });
        node.Member("signals").List(item =>
        {
            ConfigNode from = item.Object("from", "to").Member("from");
            int? to = item.Optional("to") is { } other ? Signal(other) : null;
            return init.Signals.TryAdd(Signal(from), to) ? true : throw from.Fail("is there twice");
        });
        return init;
    }

    private static InitSignalTarget Target(ConfigNode node)
    {
        string word = node.Text();
        return word switch
        {
            "child" => InitSignalTarget.Child,
            "group" => InitSignalTarget.Group,
            "all" => InitSignalTarget.All,
            _ => throw node.Fail("not child, group or all", word),
        };
    }

    private static int Signal(ConfigNode node) => (int)node.Number(1, LastSignal);
}
