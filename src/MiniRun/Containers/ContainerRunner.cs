using MiniRun.Cgroups;
using MiniRun.Commands;
using MiniRun.Containers.Planning;
using MiniRun.Containers.Running;
using MiniRun.Containers.Store;
using MiniRun.Explain;
using MiniRun.Generated;
using MiniRun.Linux;
using MiniRun.Namespaces;
using MiniRun.Namespaces.Launch;
using MiniRun.Namespaces.Launch.Steps;
using MiniRun.Output;

namespace MiniRun.Containers;

/// <summary>The life of one container in the foreground: plan, start, serve until it ends, remove what is left.</summary>
internal static class ContainerRunner
{
    /// <summary>Runs it to its end, or prints its plan.</summary>
    /// <returns>The exit code of the container: its own, or 128 + the signal that ended it; 126 and 127 when it cannot be executed.</returns>
    /// <exception cref="UsageException">Standard input is no terminal.</exception>
    /// <exception cref="StepFailureException">A step of the launch failed; nothing is left.</exception>
    public static int Run(ContainerRecord record, RunSettings settings)
    {
        ContainerPlan plan = Planner.Plan(record, new ContainerDirectory(record.Id, isKept: false));
        if (settings.Plan != PlanFormat.None)
        {
            StandardStreams.Out(settings.Plan == PlanFormat.Json ? PlanJson.Of(plan) : PlanScript.Of(plan));
            return 0;
        }

        using Terminal? terminal = OurTerminal(settings);
        SignalPipe signals = ForwardedSignals.Catch(settings);
        int code;
        using (plan.Directory)
        {
            Cgroup groups = new(plan.Cgroups);
            try
            {
                code = Serve(plan, settings, signals, terminal, groups);
            }
            finally
            {
                CleanUp(plan, groups);
            }
        }

        DeadContainer.Sweep();
        return code;
    }

    // As docker: -it asks for a terminal on our side too; -t alone does not.
    private static Terminal? OurTerminal(RunSettings settings)
    {
        if (!settings.Terminal || !settings.Interactive)
        {
            return null;
        }

        return LibC.isatty(0) == 1
            ? new Terminal(0)
            : throw new UsageException("--tty", null, "standard input is not a terminal", "leave out -t to pass a pipe or a file to the container");
    }

    private static int Serve(ContainerPlan plan, RunSettings settings, SignalPipe signals, Terminal? terminal, Cgroup groups)
    {
        try
        {
            using FileDescriptor? nothing = settings.Interactive || settings.Terminal ? null : Files.Open("/dev/null", Fcntl.O_RDONLY);
            using LaunchedProcess process = Launcher.Prepare(
                plan.Launch, BuiltInInit.Elf, StandardDescriptors.Ours with { Input = nothing?.Number ?? 0 }, settings.Explain ? new ExplainObserver() : null);
            RecordRunning(plan, process);
            terminal?.MakeRaw();
            using TerminalRelay? relay = process.Terminal is { } master ? new TerminalRelay(master, settings.Interactive) : null;
            relay?.CopySize(terminal is null ? 1 : 0);
            process.Release();
            WaitStatus end = new Supervisor(process, signals, settings, terminal, relay).WaitForEnd();
            terminal?.Restore();
            Judge(plan, groups, end);
            return end.ExitCode;
        }
        catch (StepFailureException failure) when (failure.Step is Execute)
        {
            terminal?.Restore();
            Errno errno = failure.Failure.Errno;
            StandardStreams.Error(ErrorReport.Of(ExecuteFailure.Explain(plan.Spec, errno) ?? failure.Failure));
            return errno is Errno.ENOENT or Errno.ENOTDIR ? ExitCodes.NotFound : ExitCodes.NotExecutable;
        }
    }

    // For whoever looks from outside, until the directory is removed.
    private static void RecordRunning(ContainerPlan plan, LaunchedProcess process)
    {
        ContainerState state = new()
        {
            Status = ContainerStatus.Running,
            Init = ProcessIdentity.Of(process.Pid),
            Started = Timestamp.Now,
        };
        StateSlot.Write(plan.Directory.State, state);
    }

    // What the kernel counted is evidence, and gone with the groups.
    private static void Judge(ContainerPlan plan, Cgroup groups, WaitStatus end)
    {
        LimitVerdict verdict = LimitVerdict.From(groups.ReadStats(), plan.Spec.Linux.Resources);
        foreach (string sentence in verdict.Sentences)
        {
            StandardStreams.Error($"minirun: {plan.Name}: {sentence}\n");
        }

        if (plan.Spec.Linux.NewNamespaces.Contains(NamespaceKind.Pid) && Reboot.SentenceOf(end) is { } reboot)
        {
            StandardStreams.Error($"minirun: {plan.Spec.Id}: {reboot}\n");
        }
    }

    private static void CleanUp(ContainerPlan plan, Cgroup groups)
    {
        if (!plan.Directory.IsMade)
        {
            return; // and so nothing after it: making it is the first step
        }

        if (!plan.Spec.Linux.NewNamespaces.Contains(NamespaceKind.Pid))
        {
            groups.KillAll(); // in a namespace of its own the kernel did, when its first process ended
        }

        groups.Remove();
        plan.Directory.Remove();
        NameRegistry.Release(plan.Directory.Name!, plan.Spec.Id);
    }
}
