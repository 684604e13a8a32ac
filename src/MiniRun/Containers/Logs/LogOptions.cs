using MiniRun.Containers.Parsing;
using MiniRun.Linux;

namespace MiniRun.Containers.Logs;

/// <summary>How much of a log is kept: <c>--log-opt max-size=10m --log-opt max-file=3</c>.</summary>
/// <param name="MaxBytes">A file that would become larger is put aside; only a single longer line makes it larger.</param>
/// <param name="MaxFiles">How many files there are, the current one included.</param>
internal sealed record LogOptions(long MaxBytes, int MaxFiles)
{
    // All are opened at once to be read, and 1024 descriptors is the usual limit.
    private const int MostFiles = 500;
    private const string Flag = "--log-opt";

    /// <summary>
    /// 10 MiB twice. Docker's default is no limit at all, which is known for full disks; the kubelet has 10 MiB five times.
    /// With two files the newest 10 MiB are always there, also right after the files were exchanged, and the log of a
    /// container is never more than 20 MiB.
    /// </summary>
    public static LogOptions Default { get; } = new(10 << 20, 2);

    /// <summary>The options asked for; of two with one name the last counts.</summary>
    /// <exception cref="UsageException">One is not known or has no such value.</exception>
    public static LogOptions Parse(IReadOnlyList<string> words)
    {
        LogOptions options = Default;
        foreach (string word in words)
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? word : word[..equals];
            string value = word[(equals + 1)..];
            options = (equals < 0 ? "" : name) switch
            {
                "max-size" => options with { MaxBytes = Size(word, value) },
                "max-file" => options with { MaxFiles = Count(word, value) },
                "" => throw new UsageException(Flag, word, "not of the form NAME=VALUE", "such as max-size=10m or max-file=3"),
                _ => throw new UsageException(Flag, word, $"no option is called \"{name}\"", "options: max-size, max-file"),
            };
        }

        return options;
    }

    private static long Size(string word, string value) => ByteSize.TryParse(value, out ulong bytes) && bytes > 0
        ? (long)bytes
        : throw new UsageException(Flag, word, "not a size above 0", "a number with b, k, m, g or t, such as 10m");

    private static int Count(string word, string value) => DecimalText.TryParse(value, MostFiles, out ulong count) && count > 0
        ? (int)count
        : throw new UsageException(Flag, word, $"not a whole number from 1 to {MostFiles}");
}
