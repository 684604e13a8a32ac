using MiniRun.Containers.Parsing;

namespace MiniRun.Containers.Store;

/// <summary>When a container that has ended is started again: docker's <c>--restart</c>.</summary>
/// <param name="Kind">The policy.</param>
/// <param name="Most">With <see cref="RestartKind.OnFailure"/>: how often at most; 0 for any number.</param>
internal sealed record RestartPolicy(RestartKind Kind, int Most)
{
    /// <summary>Never.</summary>
    public static RestartPolicy No { get; } = new(RestartKind.No, 0);

    /// <summary>The word in the record and on the command line.</summary>
    public string Word => Kind switch
    {
        RestartKind.Always => "always",
        RestartKind.UnlessStopped => "unless-stopped",
        RestartKind.OnFailure => "on-failure",
        _ => "no",
    };

    /// <summary>Parses <c>no</c>, <c>always</c>, <c>unless-stopped</c>, <c>on-failure[:N]</c>.</summary>
    /// <exception cref="UsageException">None of them.</exception>
    public static RestartPolicy Parse(string flag, string word)
    {
        const string Failure = "on-failure";
        return word switch
        {
            "no" => No,
            "always" => new RestartPolicy(RestartKind.Always, 0),
            "unless-stopped" => new RestartPolicy(RestartKind.UnlessStopped, 0),
            Failure => new RestartPolicy(RestartKind.OnFailure, 0),
            _ when word.StartsWith(Failure + ":", StringComparison.Ordinal) =>
                new RestartPolicy(RestartKind.OnFailure, (int)Numbers.Parse(flag, word[(Failure.Length + 1)..], 0, int.MaxValue)),
            _ => throw new UsageException(flag, word, "not a restart policy", "policies: no, on-failure[:N], always, unless-stopped"),
        };
    }

    /// <summary>Whether a container that ended by itself is started again.</summary>
    /// <param name="exitCode">How it ended.</param>
    /// <param name="restarts">How often it was started again already.</param>
    public bool Wants(int exitCode, int restarts) => Kind switch
    {
        RestartKind.Always or RestartKind.UnlessStopped => true,
        RestartKind.OnFailure => exitCode != 0 && (Most == 0 || restarts < Most),
        _ => false,
    };
}

/// <summary>The restart policies.</summary>
internal enum RestartKind
{
    /// <summary>Never.</summary>
    No,

    /// <summary>When its exit code is not 0.</summary>
    OnFailure,

    /// <summary>Whenever it ends, but for a stop by the user.</summary>
    Always,

    /// <summary>As <see cref="Always"/>, and after a reboot only if it was not stopped by the user.</summary>
    UnlessStopped,
}
