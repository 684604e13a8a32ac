using MiniRun.Containers.Monitoring;
using MiniRun.Containers.Parsing;
using MiniRun.Containers.Stopping;
using MiniRun.Containers.Store;
using MiniRun.Explain;
using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Commands.Life;

/// <summary><c>minirun stop</c> and <c>minirun restart</c>.</summary>
internal static class StopCommand
{
    private const int DefaultTimeout = 10;

    /// <summary>Its flags.</summary>
    public static FlagTable Flags() => FlagTable.Of(
        new Flag("time", 't', FlagKind.Value, "SECONDS", "How long to wait before it is killed; -1 for ever (10)") { Alias = "timeout" },
        new Flag("signal", 's', FlagKind.Value, "SIGNAL", "The signal to send (TERM, or --stop-signal of run)"),
        new Flag("explain", '\0', FlagKind.Switch, "", "Tell what happens: who is sent what, who gets it, who ends of what"));

    /// <summary>Stops them.</summary>
    public static int Execute(string[] args) => Execute("stop", args, static _ => { });

    /// <summary>Stops and starts them.</summary>
    public static int ExecuteRestart(string[] args) => Execute("restart", args, static word => StartCommand.Start(ContainerStore.Find(word)));

    private static int Execute(string verb, string[] args, Action<string> andThen)
    {
        VerbWords words = Verbs.Find(verb)!.Parse(args);
        if (words.IsHelp)
        {
            StandardStreams.Out(Verbs.Find(verb)!.Help);
            return 0;
        }

        int? timeout = words.Last("time") is { } time ? (int)Numbers.Parse("--time", time, -1, int.MaxValue) : null;
        int? signal = words.Last("signal") is { } word ? SignalParser.Parse("--signal", word) : null;
        StopExplainer explainer = new(StandardStreams.Error, words.Switch("explain"));
        return EachContainer.Do(words.Operands, entry =>
        {
            Stop(entry, timeout, signal, explainer);
            andThen(entry.Id);
        });
    }

    /// <summary>Stops one; one that does not run is fine.</summary>
    /// <exception cref="LinuxException">It cannot be ended.</exception>
    public static void Stop(ContainerEntry entry, int? timeout, int? signal, IStopObserver observer)
    {
        ContainerRecord? record = entry.Record;
        TellMonitor(entry);
        if (!entry.IsAlive)
        {
            return;
        }

        ProcessIdentity init = EachContainer.InitOf(entry);
        StopRequest request = new(
            init, entry.HasOwnPids, entry.Groups, signal ?? record?.StopSignal ?? SignalNumber.SIGTERM,
            timeout ?? record?.StopTimeout ?? DefaultTimeout)
        {
            Running = Math.Max(0, (Timestamp.Now - entry.State.Started) / (double)Timestamp.Second),
        };
        StopResult result = Stopper.Stop(request, observer);
        if (result.End == StopEnd.Held)
        {
            throw new LinuxException("stop", entry.Name, Errno.EBUSY, "something outside of it keeps it from ending: see above");
        }

        ContainerEnd.Await(entry);
    }

    // Before the signal: otherwise the restart policy would start it again.
    private static void TellMonitor(ContainerEntry entry)
    {
        if (MessageSocket.TryConnect(entry.Directory.Socket, out _) is { } monitor)
        {
            using (monitor)
            {
                byte[] answer = new byte[MessageSocket.MostBytes + 1];
                _ = monitor.TrySend(MessageKind.Stop, []);
                while (monitor.Receive(answer) > 0 && answer[0] != MessageKind.Noted)
                {
                    // it says first that the container runs
                }
            }
        }
    }
}
