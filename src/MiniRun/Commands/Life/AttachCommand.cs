using MiniRun.Containers;
using MiniRun.Containers.Monitoring;
using MiniRun.Containers.Running;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Commands.Life;

/// <summary><c>minirun attach</c>: standard streams of a container that runs, from now on.</summary>
internal static class AttachCommand
{
    /// <summary>Its flags.</summary>
    public static FlagTable Flags() => FlagTable.Of(
        new Flag("no-stdin", '\0', FlagKind.Switch, "", "Do not pass standard input on"),
        new Flag("sig-proxy", '\0', FlagKind.Switch, "", "Forward signals to the process (on unless =false)"),
        new Flag("detach-keys", '\0', FlagKind.Value, "KEYS", "The keys that leave it running (ctrl-p,ctrl-q)"));

    /// <summary>Attaches; the exit code is the container's, or 0 when the keys were pressed.</summary>
    public static int Execute(string[] args)
    {
        VerbWords words = Verbs.Find("attach")!.Parse(args);
        if (words.IsHelp)
        {
            StandardStreams.Out(Verbs.Find("attach")!.Help);
            return 0;
        }

        DetachKeys keys = DetachKeys.Parse(words.Last("detach-keys") ?? DetachKeys.Default);
        return EachContainer.Guard(() =>
        {
            ContainerEntry entry = ContainerStore.Find(words.Operands[0]);
            ContainerRecord record = EachContainer.RecordOf(entry);
            ProcessIdentity init = EachContainer.InitOf(entry);
            bool input = record.Spec.Process.Interactive && !words.Switch("no-stdin");
            AttachWish wish = AttachWish.Output | (input ? AttachWish.Input : AttachWish.None);
            AttachSettings settings = new(entry.Name, wish, record.Spec.Process.Terminal, words.Switch("sig-proxy", absent: true), keys);
            SignalPipe signals = CatchSignals(settings);
            return Serve(Connect(entry, wish), init.Pid, settings, signals);
        });
    }

    /// <summary>The signals that are meant for the container.</summary>
    public static SignalPipe CatchSignals(AttachSettings settings) =>
        ForwardedSignals.Catch(new RunSettings { Terminal = settings.Terminal });

    /// <summary>Serves until the end.</summary>
    public static int Serve(MessageSocket socket, int init, AttachSettings settings, SignalPipe signals)
    {
        using AttachSession session = new(socket, init, settings, signals);
        return session.Run() ?? 0;
    }

    /// <summary>A connection to the monitor of a container.</summary>
    /// <exception cref="UsageException">It has none.</exception>
    public static MessageSocket Connect(ContainerEntry entry, AttachWish wish)
    {
        MessageSocket socket = MessageSocket.TryConnect(entry.Directory.Socket, out Errno errno)
            ?? throw new UsageException(
                "container", entry.Name, errno == Errno.ENOENT && !entry.Directory.IsKept
                    ? "runs in the foreground of another command" : "has lost its monitor", "only a container started with -d can be attached to");
        _ = socket.TrySend(MessageKind.Attach, [(byte)wish]);
        return socket;
    }
}
