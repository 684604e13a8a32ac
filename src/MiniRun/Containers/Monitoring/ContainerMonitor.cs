using System.Text;
using MiniRun.Cgroups;
using MiniRun.Commands;
using MiniRun.Containers.Logs;
using MiniRun.Containers.Planning;
using MiniRun.Containers.Running;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Namespaces.Launch;
using MiniRun.Namespaces.Launch.Steps;
using MiniRun.Output;

namespace MiniRun.Containers.Monitoring;

/// <summary>
/// The parent of a container that outlives the command which started it: one process with one thread, which sleeps in poll(2).
/// It writes the log, serves who attaches, records the end, and starts again what is to be started again.
/// </summary>
internal sealed unsafe partial class ContainerMonitor : IDisposable
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
}
