using MiniRun.Containers.Logs;
using MiniRun.Containers.Parsing;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Containers;

/// <summary>The flags of <c>run</c> and <c>create</c> that are about the life of a container rather than about what is in it.</summary>
internal static class RecordBuilder
{
    /// <summary>The record.</summary>
    /// <param name="options">The flags.</param>
    /// <param name="spec">What <see cref="SpecBuilder"/> made of the others.</param>
    /// <param name="isKept">Whether it has a monitor.</param>
    /// <exception cref="UsageException">A flag that cannot be honoured.</exception>
    public static ContainerRecord Build(RunOptions options, ContainerSpec spec, bool isKept)
    {
        LogOptions log = LogOptions.Parse(options.LogOpts);
        RestartPolicy restart = options.Restart is null ? RestartPolicy.No : RestartPolicy.Parse("--restart", options.Restart);
        if (options.AutoRemove && restart.Kind != RestartKind.No)
        {
            throw new UsageException("--restart", options.Restart, "a container that is removed when it ends cannot be started again", "leave out --rm");
        }

        return new ContainerRecord
        {
            Spec = spec,
            Name = options.Name is null ? null : ContainerName.Check("--name", options.Name),
            Created = Timestamp.Now,
            Image = options.Rootfs ?? options.Image!,
            AutoRemove = options.AutoRemove || !isKept,
            IsKept = isKept,
            Labels = Labels(options.Labels),
            StopSignal = options.StopSignal is null ? SignalNumber.SIGTERM : SignalParser.Parse("--stop-signal", options.StopSignal),
            StopTimeout = options.StopTimeout is null ? null : (int)Numbers.Parse("--stop-timeout", options.StopTimeout, -1, int.MaxValue),
            Restart = restart,
            LogSize = log.MaxBytes,
            LogFiles = log.MaxFiles,
        };
    }

    private static SortedDictionary<string, string> Labels(IReadOnlyList<string> words)
    {
        SortedDictionary<string, string> labels = new(StringComparer.Ordinal);
        foreach (string word in words)
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? word : word[..equals];
            if (name.Length == 0)
            {
                throw new UsageException("--label", word, "has no name", "such as --label course=os");
            }

            labels[name] = equals < 0 ? "" : word[(equals + 1)..];
        }

        return labels;
    }
}
