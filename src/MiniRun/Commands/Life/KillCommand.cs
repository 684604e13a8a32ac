using MiniRun.Containers.Parsing;
using MiniRun.Containers.Stopping;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Namespaces.Zap;
using MiniRun.Output;

namespace MiniRun.Commands.Life;

/// <summary><c>minirun kill</c>, <c>pause</c> and <c>unpause</c>.</summary>
internal static class KillCommand
{
    /// <summary>Its flags.</summary>
    public static FlagTable Flags() => FlagTable.Of(
        new Flag("signal", 's', FlagKind.Value, "SIGNAL", "The signal to send (KILL)"));

    /// <summary>Sends a signal to the first process.</summary>
    public static int Execute(string[] args)
    {
        VerbWords words = Verbs.Find("kill")!.Parse(args);
        if (words.IsHelp)
        {
            StandardStreams.Out(Verbs.Find("kill")!.Help);
            return 0;
        }

        int signal = words.Last("signal") is { } word ? SignalParser.Parse("--signal", word) : SignalNumber.SIGKILL;
        return EachContainer.Do(words.Operands, entry =>
        {
            SignalReach reach = Killer.Kill(EachContainer.InitOf(entry), entry.HasOwnPids, entry.Groups, signal);
            if (!reach.Arrives)
            {
                StandardStreams.Error($"minirun: {entry.Name}: {Printable.Escape(reach.Sentence)}\n");
            }
            else if (signal == SignalNumber.SIGKILL)
            {
                ContainerEnd.Await(entry);
            }
        });
    }

    /// <summary>Freezes them.</summary>
    public static int ExecutePause(string[] args) => Execute("pause", args, static entry =>
    {
        if (entry.State.Status == ContainerStatus.Paused)
        {
            throw new UsageException("container", entry.Name, "is paused already");
        }

        _ = EachContainer.InitOf(entry);
        _ = Freezer.Pause(entry.Groups);
    });

    /// <summary>Lets them go on.</summary>
    public static int ExecuteUnpause(string[] args) => Execute("unpause", args, static entry =>
    {
        if (entry.State.Status != ContainerStatus.Paused)
        {
            throw new UsageException("container", entry.Name, "is not paused");
        }

        _ = Freezer.Unpause(entry.Groups);
    });

    private static int Execute(string verb, string[] args, Action<ContainerEntry> action)
    {
        VerbWords words = Verbs.Find(verb)!.Parse(args);
        if (words.IsHelp)
        {
            StandardStreams.Out(Verbs.Find(verb)!.Help);
            return 0;
        }

        return EachContainer.Do(words.Operands, action);
    }
}
