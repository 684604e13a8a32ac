using MiniRun.Containers.Logs;
using MiniRun.Containers.Parsing;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Commands.Life;

/// <summary><c>minirun logs</c>.</summary>
internal static class LogsCommand
{
    /// <summary>Its flags.</summary>
    public static FlagTable Flags() => FlagTable.Of(
        new Flag("follow", 'f', FlagKind.Switch, "", "Go on until the container ends"),
        new Flag("tail", 'n', FlagKind.Value, "N|all", "Only so many lines from the end (all)"),
        new Flag("since", '\0', FlagKind.Value, "TIME", "Nothing from before: a time, or a span such as 10m"),
        new Flag("until", '\0', FlagKind.Value, "TIME", "Nothing from after"),
        new Flag("timestamps", 't', FlagKind.Switch, "", "Show when each line was written"));

    /// <summary>Prints what a container has written.</summary>
    public static int Execute(string[] args)
    {
        VerbWords words = Verbs.Find("logs")!.Parse(args);
        if (words.IsHelp)
        {
            StandardStreams.Out(Verbs.Find("logs")!.Help);
            return 0;
        }

        LogFilter filter = new(
            Instant(words, "since") ?? long.MinValue,
            Instant(words, "until") ?? long.MaxValue,
            words.Last("tail") is { } tail && tail != "all" ? (int)Numbers.Parse("--tail", tail, -1, int.MaxValue) : -1);
        return EachContainer.Guard(() =>
        {
            ContainerEntry entry = ContainerStore.Find(words.Operands[0]);
            if (!entry.Directory.IsKept)
            {
                throw new UsageException("container", entry.Name, "runs in the foreground of another command, which has what it writes");
            }

            LogPrinter printer = new(words.Switch("timestamps"));
            if (words.Switch("follow") && entry.State.Status is ContainerStatus.Running or ContainerStatus.Paused or ContainerStatus.Restarting)
            {
                Follow(entry, filter, printer);
                return 0;
            }

            using LogReader reader = new(entry.Directory.Log, filter);
            printer.PrintAll(reader);
            return 0;
        });
    }

    // The end of the connection to the monitor is the end of the container; without a monitor it is that of the first process.
    private static void Follow(ContainerEntry entry, LogFilter filter, LogPrinter printer)
    {
        using MessageSocket? monitor = MessageSocket.TryConnect(entry.Directory.Socket, out _);
        using Pidfd? init = monitor is null ? entry.State.Init?.TryOpen() : null;
        using LogFollower follower = new(entry.Directory.Log, filter)
        {
            EndDescriptor = monitor?.Number ?? init?.Number ?? -1,
            HasEnded = () => monitor is null || HasEnded(monitor),
            OutputDescriptor = 1,
        };
        printer.PrintAll(follower);
    }

    private static bool HasEnded(MessageSocket monitor)
    {
        byte[] buffer = new byte[MessageSocket.MostBytes + 1];
        int length = monitor.Receive(buffer);
        return length == 0 || buffer[0] == Containers.Monitoring.MessageKind.Ended;
    }

    private static long? Instant(VerbWords words, string flag) => words.LastNotEmpty(flag) is { } word
        ? InstantParser.Parse($"--{flag}", word, Timestamp.Now, TimeZoneInfo.Local)
        : null;
}
