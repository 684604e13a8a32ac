namespace MiniRun.Commands;

/// <summary>What to say about an option of <c>run</c> that does not exist.</summary>
internal static class UnknownFlags
{
    /// <summary>The hint where nothing better is known.</summary>
    public const string SeeHelp = "`minirun run --help` lists the options";

    /// <summary>The error for a word and the name or letter in it that is unknown.</summary>
    public static UsageException Error(string word, string name)
    {
        if (IsDockers(name))
        {
            string dockers = name.Length == 1 ? $"-{name}" : $"--{name}";
            return new UsageException("unknown option", word, $"docker's {dockers} is not in this version", SeeHelp);
        }

        string? near = name.Length < 2 ? null : Suggestion.For(name, RunFlags.Names);
        return new UsageException("unknown option", word, null, near is null ? SeeHelp : $"did you mean --{near}?");
    }

    private static bool IsDockers(string name) => name is
        "d" or "detach" or "p" or "publish" or "P" or "publish-all" or "a" or "attach" or "restart" or "l" or "label" or "label-file"
        or "link" or "log-driver" or "log-opt" or "health-cmd" or "no-healthcheck" or "pull" or "platform" or "gpus" or "runtime"
        or "stop-signal" or "stop-timeout" or "volumes-from" or "volume-driver" or "cidfile" or "expose" or "ip" or "ip6"
        or "mac-address" or "network-alias" or "net-alias" or "isolation" or "kernel-memory" or "memory-swappiness"
        or "oom-kill-disable" or "cpu-rt-period" or "cpu-rt-runtime" or "device-cgroup-rule" or "storage-opt" or "annotation"
        or "blkio-weight-device" or "detach-keys" or "disable-content-trust" or "quiet";
}
