using System.Text;
using MiniRun.Cgroups;
using MiniRun.Commands;
using MiniRun.Containers.Logs;
using MiniRun.Containers.Planning;
using MiniRun.Containers.Running;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Namespaces;
using MiniRun.Namespaces.Launch;
using MiniRun.Namespaces.Launch.Steps;
using MiniRun.Output;

namespace MiniRun.Containers.Monitoring;

/// <summary>
/// The parent of a container that outlives the command which started it: one process with one thread, which sleeps in poll(2).
/// It writes the log, serves who attaches, records the end, and starts again what is to be started again.
/// </summary>
internal sealed unsafe class ContainerMonitor : IDisposable
{
    private const int SIGCHLD = 17;
    private const int FirstPause = 100; // ms, doubled from restart to restart as docker does
    private const int LongestPause = 60_000;
    private const int LongEnough = 10_000; // ms after which a run counts as a good one
    private const int Lateness = 200; // ms for output of processes that outlive the first, where PIDs are shared

    private readonly ContainerDirectory directory;
    private readonly ContainerRecord record;
    private readonly MessageSocket listener;
    private readonly SignalPipe signals = new();
    private readonly List<MonitorClient> clients = [];
    private readonly byte[] message = new byte[MessageSocket.MostBytes + 1];
    private readonly LogWriter log;
    private ContainerState state;
    private MonitoredProcess? running;
    private MonitorClient? owner; // whose end of input is the container's: the one that started it

    private ContainerMonitor(ContainerDirectory directory, MessageSocket first)
    {
        this.directory = directory;
        record = RecordFile.Read(directory);
        directory.Name = record.Name;
        log = new LogWriter(directory.Log, new LogOptions(record.LogSize, record.LogFiles));
        state = StateSlot.TryRead(directory.State) ?? new ContainerState();
        _ = Files.TryUnlink(directory.Socket); // of a monitor that was killed
        listener = MessageSocket.Listen(directory.Socket);
        owner = new MonitorClient(first);
        clients.Add(owner);
        signals.Catch(SIGCHLD);
        signals.Catch(SignalNumber.SIGTERM);
    }

    /// <summary>Runs the container whose lock and first client were passed to this process.</summary>
    public static void Run(ContainerDirectory directory, MessageSocket first)
    {
        using ContainerMonitor monitor = new(directory, first);
        monitor.Serve();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        running?.Dispose();
        clients.ForEach(client => client.Dispose());
        listener.Dispose();
        log.Dispose();
    }

    private void Serve()
    {
        state = state with { IsStopped = false, Restarts = 0, Parent = ProcessIdentity.Of(Environment.ProcessId) };
        int pause = FirstPause;
        while (true)
        {
            long begin = Environment.TickCount64;
            int code = RunOnce();
            bool again = state.Started != 0 && !state.IsStopped && record.Restart.Wants(code, state.Restarts);
            if (!again)
            {
                Finish(code);
                return;
            }

            pause = Environment.TickCount64 - begin > LongEnough ? FirstPause : Math.Min(pause * 2, LongestPause);
            state = state with { Status = ContainerStatus.Restarting, Init = null };
            StateSlot.Write(directory.State, state);
            WaitUntil(Environment.TickCount64 + pause);
            if (state.IsStopped)
            {
                state = state with { Status = ContainerStatus.Exited };
                Finish(code);
                return;
            }

            state = state with { Restarts = state.Restarts + 1 };
        }
    }

    private int RunOnce()
    {
        state = state with { Error = "", Verdict = [], IsOutOfMemory = false };
        ContainerPlan? plan = null;
        try
        {
            plan = Planner.Plan(record, directory);
            Start(plan);
        }
        catch (Exception exception)
        {
            return FailToStart(plan, exception);
        }

        int code = WaitForEnd();
        End(plan, code);
        return code;
    }

    private void Start(ContainerPlan plan)
    {
        running = MonitoredProcess.Prepare(plan.Launch, record.Spec, log, clients);
        ReadWishes();
        state = state with
        {
            Status = ContainerStatus.Running,
            Init = ProcessIdentity.Of(running.Process.Pid),
            Started = Timestamp.Now,
            Finished = 0,
            ExitCode = 0,
        };
        StateSlot.Write(directory.State, state);
        running.Process.Release();
        clients.ForEach(client => client.Send(MessageKind.Started, running.Process.Pid));
    }

    // The first client has said what it wants before we began; nothing that the program writes may be missed.
    private void ReadWishes()
    {
        foreach (MonitorClient client in clients)
        {
            PollEntry entry = client.Next(takesInput: true);
            if (client.Wish == AttachWish.None && LibC.poll(&entry, 1, 0) > 0)
            {
                Take(client);
            }
        }
    }

    private int FailToStart(ContainerPlan? plan, Exception exception)
    {
        Exception cause = exception;
        int code = ExitCodes.OurFailure;
        if (exception is StepFailureException failure)
        {
            Errno errno = failure.Failure.Errno;
            bool isProgram = failure.Step is Execute;
            cause = (isProgram ? ExecuteFailure.Explain(record.Spec, errno) : null) ?? failure.Failure;
            code = !isProgram ? code : errno is Errno.ENOENT or Errno.ENOTDIR ? ExitCodes.NotFound : ExitCodes.NotExecutable;
        }

        string text = ErrorReport.Of(cause);
        bool before = state.Status == ContainerStatus.Created;
        state = state with
        {
            Status = before || state.Started == 0 ? ContainerStatus.Created : ContainerStatus.Exited,
            Init = null,
            Started = before ? 0 : state.Started,
            Finished = before ? 0 : Timestamp.Now,
            ExitCode = code,
            Error = text.TrimEnd('\n'),
        };
        running?.Dispose();
        running = null;
        if (plan is not null)
        {
            RemoveGroups(new Cgroup(plan.Cgroups));
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        clients.ForEach(client => client.Send(MessageKind.Failed, code, bytes));
        return code;
    }

    private int WaitForEnd()
    {
        while (true)
        {
            Poll(running!.Process.Pidfd.Number, -1, out bool ended);
            if (ended)
            {
                int code = WaitStatus.Wait(running.Process.Pid).ExitCode;
                while (running.Outputs.Exists(output => output.IsOpen) && Poll(-1, Lateness, out _, drain: true))
                {
                }

                return code;
            }
        }
    }

    private void WaitUntil(long time)
    {
        for (long left = time - Environment.TickCount64; left > 0 && !state.IsStopped; left = time - Environment.TickCount64)
        {
            Poll(-1, (int)left, out _);
        }
    }

    // One poll(2) and what it brings. While somebody attached is behind, nothing more is read for him: a container whose output
    // is watched goes as fast as it is watched, and one that nobody watches goes as fast as its log.
    private bool Poll(int process, int timeout, out bool ended, bool drain = false)
    {
        bool isBehind = !drain && clients.Exists(client => client.IsBehind);
        List<MonitoredOutput> outputs = running?.Outputs ?? [];
        MonitorClient[] now = [.. clients];
        PollEntry nothing = new() { Descriptor = -1 };
        bool takesInput = running?.Input.IsEmpty ?? true;
        const int Fixed = 6;
        PollEntry* entries = stackalloc PollEntry[Fixed + now.Length];
        entries[0] = new PollEntry { Descriptor = process, Events = PollEntry.In };
        entries[1] = new PollEntry { Descriptor = signals.Descriptor, Events = PollEntry.In };
        entries[2] = new PollEntry { Descriptor = listener.Number, Events = PollEntry.In };
        entries[3] = running?.Input.Next ?? nothing;
        entries[4] = outputs.Count > 0 && !isBehind ? outputs[0].Next : nothing;
        entries[5] = outputs.Count > 1 && !isBehind ? outputs[1].Next : nothing;
        for (int i = 0; i < now.Length; i++)
        {
            entries[Fixed + i] = now[i].Next(takesInput);
        }

        ended = false;
        int count = LibC.poll(entries, (nuint)(Fixed + now.Length), timeout);
        if (count <= 0)
        {
            return count < 0; // EINTR: the handler has filled the pipe
        }

        ended = entries[0].Happened != 0;
        if (entries[1].Happened != 0)
        {
            TakeSignals();
        }

        for (int i = 0; i < 2; i++)
        {
            if (entries[4 + i].Happened != 0)
            {
                outputs[i].Move();
            }
        }

        if (entries[3].Happened != 0)
        {
            running!.Input.Move();
        }

        for (int i = 0; i < now.Length; i++)
        {
            Serve(now[i], entries[Fixed + i].Happened);
        }

        if (entries[2].Happened != 0 && listener.TryAccept() is { } caller)
        {
            Welcome(new MonitorClient(caller));
        }

        return !drain || entries[4].Happened != 0 || entries[5].Happened != 0;
    }

    private void Serve(MonitorClient client, short happened)
    {
        if ((happened & PollEntry.Out) != 0)
        {
            client.Flush();
        }

        if ((happened & ~PollEntry.Out) != 0)
        {
            Take(client);
        }

        if (!client.IsOpen)
        {
            clients.Remove(client);
            if (client == owner)
            {
                owner = null;
                if (client.Wish.HasFlag(AttachWish.Input))
                {
                    running?.Input.End();
                }
            }
        }
    }

    private void Welcome(MonitorClient client)
    {
        clients.Add(client);
        if (running is not null)
        {
            client.Send(MessageKind.Started, running.Process.Pid);
        }
    }

    private void Take(MonitorClient client)
    {
        int length = client.Receive(message);
        if (length == 0)
        {
            return;
        }

        ReadOnlySpan<byte> content = message.AsSpan(1, length - 1);
        switch (message[0])
        {
            case MessageKind.Attach when content.Length == 1:
                client.Wish = (AttachWish)content[0];
                break;
            case MessageKind.Input:
                running?.Input.Add(content);
                break;
            case MessageKind.InputEnd:
                running?.Input.End();
                break;
            case MessageKind.Size:
                running?.Input.Resize(content);
                break;
            case MessageKind.Stop:
                state = state with { IsStopped = true };
                client.Send(MessageKind.Noted, []);
                break;
        }
    }

    private void TakeSignals()
    {
        for (int signal = signals.Take(); signal != 0; signal = signals.Take())
        {
            if (signal == SignalNumber.SIGTERM && running is not null)
            {
                _ = running.Process.Pidfd.SendSignal(record.StopSignal); // the machine is going down
            }
        }

        // Where process ids are shared, orphans of the container are ours: we are a subreaper. The first process is not theirs.
        OrphanReaper.ReapAllBut(running?.Process.Pid ?? 0);
    }

    private void End(ContainerPlan plan, int code)
    {
        Cgroup groups = new(plan.Cgroups);
        LimitVerdict verdict = LimitVerdict.From(groups.ReadStats(), plan.Spec.Linux.Resources);
        state = state with
        {
            Status = ContainerStatus.Exited,
            Init = null,
            Finished = Timestamp.Now,
            ExitCode = code,
            Verdict = [.. verdict.Sentences],
            IsOutOfMemory = verdict.OomKills > 0,
        };
        running!.Dispose();
        running = null;
        log.Flush();
        if (!plan.Spec.Linux.NewNamespaces.Contains(NamespaceKind.Pid))
        {
            groups.KillAll(); // in a namespace of its own the kernel did, when its first process ended
        }

        RemoveGroups(groups);
        foreach (string sentence in verdict.Sentences)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(sentence);
            clients.ForEach(client => client.Send(MessageKind.Verdict, bytes));
        }
    }

    private void RemoveGroups(Cgroup groups)
    {
        try
        {
            groups.Remove();
        }
        catch (LinuxException exception)
        {
            state = state with { Verdict = [.. state.Verdict, ErrorReport.Of(exception).TrimEnd('\n')] }; // `rm` tries again
        }
    }

    // Who is told of the end may rely on it: a container that is to be removed is gone by then.
    private void Finish(int code)
    {
        state = state with { Parent = null };
        _ = Files.TryUnlink(directory.Socket);
        if (record.AutoRemove)
        {
            DeadContainer.Remove(directory);
        }
        else
        {
            StateSlot.Write(directory.State, state);
        }

        directory.Dispose();
        clients.ForEach(client => client.Send(MessageKind.Ended, code));
        while (clients.Exists(client => client.IsBehind))
        {
            Poll(-1, -1, out _);
        }
    }
}
