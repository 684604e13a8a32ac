using MiniRun.Containers.Monitoring;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Commands.Life;

/// <summary><c>minirun start</c>.</summary>
internal static class StartCommand
{
    /// <summary>Its flags.</summary>
    public static FlagTable Flags() => FlagTable.Of(
        new Flag("attach", 'a', FlagKind.Switch, "", "Show what it writes, pass signals on, and exit as it exits"),
        new Flag("interactive", 'i', FlagKind.Switch, "", "Pass standard input on as well"),
        new Flag("detach-keys", '\0', FlagKind.Value, "KEYS", "The keys that leave it running (ctrl-p,ctrl-q)"));

    /// <summary>Starts them.</summary>
    public static int Execute(string[] args)
    {
        VerbWords words = Verbs.Find("start")!.Parse(args);
        if (words.IsHelp)
        {
            StandardStreams.Out(Verbs.Find("start")!.Help);
            return 0;
        }

        bool interactive = words.Switch("interactive");
        if (!words.Switch("attach") && !interactive)
        {
            return EachContainer.Do(words.Operands, Start);
        }

        words.CheckOperands(1, 1);
        DetachKeys keys = DetachKeys.Parse(words.Last("detach-keys") ?? DetachKeys.Default);
        return EachContainer.Guard(() => StartAttached(words.Operands[0], interactive, keys));
    }

    /// <summary>Starts one; one that runs is fine.</summary>
    /// <exception cref="LinuxException">It cannot be started.</exception>
    public static void Start(ContainerEntry entry)
    {
        _ = EachContainer.RecordOf(entry);
        if (entry.State.Status == ContainerStatus.Paused)
        {
            throw new UsageException("container", entry.Name, "is paused", $"`minirun unpause {entry.Name}` lets it go on");
        }

        if (entry.IsAlive)
        {
            return;
        }

        try
        {
            ContainerMaker.Lock(entry);
            MonitorStart.Start(entry.Directory, AttachWish.None).Socket.Dispose();
        }
        catch (ContainerStartException failure)
        {
            throw new UsageException("start", entry.Name, failure.Message.TrimEnd('\n'));
        }
    }

    private static int StartAttached(string word, bool interactive, DetachKeys keys)
    {
        ContainerEntry entry = ContainerStore.Find(word);
        ContainerRecord record = EachContainer.RecordOf(entry);
        if (entry.IsAlive)
        {
            throw new UsageException("container", entry.Name, "runs already", $"`minirun attach {entry.Name}` shows what it writes");
        }

        AttachWish wish = AttachWish.Output | (interactive && record.Spec.Process.Interactive ? AttachWish.Input : AttachWish.None);
        AttachSettings settings = new(entry.Name, wish, record.Spec.Process.Terminal, SigProxy: true, keys);
        SignalPipe signals = AttachCommand.CatchSignals(settings);
        ContainerMaker.Lock(entry);
        try
        {
            (MessageSocket socket, int init) = MonitorStart.Start(entry.Directory, wish);
            return AttachCommand.Serve(socket, init, settings, signals);
        }
        catch (ContainerStartException failure)
        {
            StandardStreams.Error(failure.Message);
            return failure.ExitCode;
        }
    }
}
