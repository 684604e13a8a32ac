using MiniRun.Containers;
using MiniRun.Containers.Store;
using MiniRun.Explain;
using MiniRun.Output;

namespace MiniRun.Commands.Life;

/// <summary><c>minirun rm</c>.</summary>
internal static class RmCommand
{
    /// <summary>Its flags.</summary>
    public static FlagTable Flags() => FlagTable.Of(
        new Flag("force", 'f', FlagKind.Switch, "", "Kill it first if it runs; one that is not there is fine"));

    /// <summary>Removes them.</summary>
    public static int Execute(string[] args)
    {
        VerbWords words = Verbs.Find("rm")!.Parse(args);
        if (words.IsHelp)
        {
            StandardStreams.Out(Verbs.Find("rm")!.Help);
            return 0;
        }

        bool force = words.Switch("force");
        return EachContainer.Do(words.Operands, entry => Remove(entry, force));
    }

    private static void Remove(ContainerEntry entry, bool force)
    {
        bool isUp = entry.IsAlive || entry.State.Status == ContainerStatus.Restarting;
        if (isUp && !force)
        {
            throw new UsageException(
                "remove the container", entry.Name, $"it is {StateSlot.Word(entry.State.Status)}", "`minirun stop` ends it first, `minirun rm -f` kills it");
        }

        if (isUp || force)
        {
            StopCommand.Stop(entry, timeout: 0, signal: null, new StopExplainer(StandardStreams.Error, all: false));
        }

        if (!Linux.Files.Exists(entry.Directory.Path))
        {
            return; // run with --rm: its end has removed it
        }

        if (entry.Damage is not null)
        {
            _ = entry.Groups.KillAll(); // it cannot tell whether it runs: whoever is in its groups does
        }

        ContainerMaker.Lock(entry);
        using ContainerDirectory directory = entry.Directory;
        DeadContainer.Remove(directory);
    }
}
