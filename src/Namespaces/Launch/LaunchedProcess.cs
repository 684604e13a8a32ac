using System.Diagnostics;
using MiniRun.Init;
using MiniRun.Linux;
using MiniRun.Namespaces.Launch.Steps;

namespace MiniRun.Namespaces.Launch;

/// <summary>A container's first process between its clone and its program, and after; a child of ours.</summary>
public sealed class LaunchedProcess : IDisposable
{
    private readonly LaunchPlan plan;
    private readonly LaunchChannel channel;
    private readonly int launcher;
    private readonly ILaunchObserver? observer;
    private Pidfd? pidfd;
    private ulong lastTime = Now(); // of the step before: CLOCK_MONOTONIC in ns, as in the records
    private ulong leadingDone;
    private bool released;

    internal LaunchedProcess(LaunchPlan plan, LaunchChannel channel, int launcher, ILaunchObserver? observer)
    {
        this.plan = plan;
        this.channel = channel;
        this.launcher = launcher;
        this.observer = observer;
    }

    /// <summary>Its process id in our namespace; 0 before the clone.</summary>
    public int Pid { get; private set; }

    /// <summary>The process by descriptor.</summary>
    public Pidfd Pidfd => pidfd ??= new Pidfd(Pid);

    /// <summary>Our end of its terminal, if it has one.</summary>
    public FileDescriptor? Terminal { get; private set; }

    /// <summary>Starts the program, and returns when execve has succeeded.</summary>
    /// <exception cref="StepFailureException">It could not be executed; the process is gone.</exception>
    public void Release()
    {
        released = true;
        channel.GoOn();
        while (channel.TryReceive(out PlanRecord record))
        {
            Handle(record);
        }

        channel.Dispose();
        _ = WaitStatus.Wait(launcher);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        channel.Dispose();
        pidfd?.Dispose();
        Terminal?.Dispose();
    }

    /// <summary>Ends it instead of releasing it, and returns when it is gone.</summary>
    public void Abandon() => Reap();

    /// <summary>Performs the parent's leading steps while the child is at those that do not need them.</summary>
    internal void RunLeadingSteps()
    {
        try
        {
            Launcher.RunLeadingSteps(plan, observer);
        }
        catch (StepFailureException)
        {
            MeetChild();
            Reap();
            throw;
        }

        leadingDone = Now();
        channel.GoOn();
    }

    internal void RunUntilPrepared()
    {
        while (channel.TryReceive(out PlanRecord record))
        {
            if (record.Kind == PlanRecordKind.Waiting && plan.Steps[(int)record.Step] is ChildStep)
            {
                AwaitChild((int)record.Step);
                return;
            }

            Handle(record);
        }

        // The other side is gone without a word: killed, or out of memory.
        Reap();
        LaunchStep last = plan.Steps[plan.LeadingParentSteps];
        throw new StepFailureException(
            last, new LinuxException("prepare the container", null, Errno.ECANCELED, "its first process was killed before the program started"));
    }

    private void Handle(PlanRecord record)
    {
        LaunchStep step = plan.Steps[(int)record.Step];
        switch (record.Kind)
        {
            case PlanRecordKind.Child:
                Pid = (int)record.Value;
                break;

            case PlanRecordKind.Descriptor:
                Terminal = channel.Received;
                break;

            case PlanRecordKind.Waiting when record.Step < plan.LeadingParentSteps:
                lastTime = Math.Max(record.Time, leadingDone);
                return; // those were done meanwhile, and the word was given

            case PlanRecordKind.Waiting:
                AwaitChild((int)record.Step);
                RunParentSteps((int)record.Step);
                channel.GoOn();
                break;

            case PlanRecordKind.Done when step is ParentStep:
                return; // the child has waited for it

            case PlanRecordKind.Done:
                observer?.Done((int)record.Step, step, record.Value, (long)(record.Time - lastTime));
                break;

            case PlanRecordKind.Failed:
                MeetChild();
                Reap();
                throw new StepFailureException(step, step.Failure((Errno)record.Value));
        }

        lastTime = record.Time;
    }

    // Nobody else can end or reap it: its number must be known.
    private void MeetChild()
    {
        bool waits = false;
        while ((Pid == 0 || !waits) && channel.TryReceive(out PlanRecord record))
        {
            Pid = record.Kind == PlanRecordKind.Child ? (int)record.Value : Pid;
            waits |= record.Kind == PlanRecordKind.Waiting;
        }
    }

    // Two processes report: the child may say that it waits before the launcher has said who it is.
    private void AwaitChild(int step)
    {
        bool cloned = plan.Steps.Take(step).Any(earlier => earlier is CloneNamespaces);
        while (cloned && Pid == 0 && channel.TryReceive(out PlanRecord record))
        {
            Handle(record);
        }
    }

    private void RunParentSteps(int index)
    {
        try
        {
            for (; plan.Steps[index] is ParentStep; index++)
            {
                Launcher.RunParentStep(plan, index, Pid, observer);
            }
        }
        catch (StepFailureException)
        {
            _ = Pidfd.SendSignal(9);
            Reap();
            throw;
        }
    }

    private static ulong Now() => (ulong)Stopwatch.GetTimestamp();

    // After a failure nobody else may be left to wait for.
    private void Reap()
    {
        channel.Dispose();
        _ = WaitStatus.Wait(launcher);
        if (Pid != 0)
        {
            if (!released)
            {
                _ = Pidfd.SendSignal(9);
            }

            _ = WaitStatus.Wait(Pid);
        }
    }
}
