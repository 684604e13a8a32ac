using MiniRun.Linux;
using MiniRun.Namespaces.Launch;

namespace MiniRun.Containers.Parsing;

/// <summary><c>--init</c> and the <c>--init-…</c> flags, each of which implies it.</summary>
internal static class InitParser
{
    private static readonly string[] OtherInits =
    [
        "init", "tini", "tini-static", "dumb-init", "catatonit", "docker-init", "podman-init", "systemd", "s6-svscan", "runit", "my_init",
        "pause",
    ];

    /// <summary>How the init goes about it; null for none.</summary>
    /// <exception cref="UsageException">A value that is none, or one that needs a PID namespace of its own.</exception>
    public static InitOptions? Parse(RunOptions options, SpecNamespaces namespaces)
    {
        bool wanted = options.Init || options.InitSignal is not null || options.InitWait is not null || options.InitGrace is not null
            || options.InitVerbose || options.InitRemap.Count > 0 || options.InitRewrite.Count > 0;
        if (!wanted)
        {
            return null;
        }

        InitOptions init = new()
        {
            Target = Target(options.InitSignal, namespaces),
            WaitForAll = WaitForAll(options.InitWait),
            Grace = options.InitGrace is null ? 10 : (uint)Numbers.Parse("--init-grace", options.InitGrace, 0, 1_000_000),
            Verbose = options.InitVerbose,
        };
        foreach (string text in options.InitRemap)
        {
            (string from, string to) = Split("--init-remap", text, '=', "two exit codes, as in 143=0");
            init.ExitCodes[(byte)Numbers.Parse("--init-remap", from, 0, 255)] = (byte)Numbers.Parse("--init-remap", to, 0, 255);
        }

        foreach (string text in options.InitRewrite)
        {
            (string from, string to) = Split("--init-rewrite", text, ':', "two signals, as in TERM:QUIT");
            init.Signals[Signal(text, from)] = to == "0" ? null : Signal(text, to);
        }

        return init;
    }

    /// <summary>A warning where the program is itself an init, which is then not PID 1; null otherwise.</summary>
    public static string? Doubled(ContainerSpec spec)
    {
        string program = spec.Process.Args[0];
        string name = program[(program.LastIndexOf('/') + 1)..];
        return spec.Init is not null && OtherInits.Contains(name)
            ? $"{program} is itself an init, and with --init it is not PID 1: one of the two is enough"
            : null;
    }

    private static InitSignalTarget Target(string? word, SpecNamespaces namespaces) => word switch
    {
        null or "child" => InitSignalTarget.Child,
        "group" => InitSignalTarget.Group,
        "all" when namespaces.Pid == NamespaceMode.Host => throw new UsageException(
            "--init-signal", word, "needs a PID namespace: with --pid host it would be every process of the machine"),
        "all" => InitSignalTarget.All,
        _ => throw new UsageException("--init-signal", word, "not child, group or all"),
    };

    private static bool WaitForAll(string? word) => word switch
    {
        null or "main" => false,
        "all" => true,
        _ => throw new UsageException("--init-wait", word, "not main or all"),
    };

    private static (string From, string To) Split(string flag, string text, char separator, string form)
    {
        int at = text.IndexOf(separator, StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1 ? (text[..at], text[(at + 1)..]) : throw new UsageException(flag, text, $"not {form}");
    }

    private static int Signal(string text, string word) => SignalNames.Parse(word)
        ?? throw new UsageException("--init-rewrite", text, $"there is no signal \"{word}\"");
}
