using System.Diagnostics;
using MiniRun.Init;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch;

/// <summary>
/// Performs a launch plan: the parent's steps here, the child's by the freestanding program. In two phases: after
/// <see cref="Prepare"/> everything is in place and the program waits, <see cref="LaunchedProcess.Release"/> starts it.
/// Must be called on a thread that lives as long as the container: the kernel sends the death signal when that thread ends.
/// </summary>
public static class Launcher
{
    private const int SafeDescriptor = 200; // above every number the child is given, so that no dup2 overwrites a source
    private const int LeastDescriptors = 256;

    /// <summary>Performs all steps up to the release.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="program">The freestanding ELF.</param>
    /// <param name="streams">What becomes its standard streams.</param>
    /// <param name="observer">Told of every step, or null.</param>
    /// <exception cref="StepFailureException">A step failed; what the parent's steps made is the caller's to remove.</exception>
    public static LaunchedProcess Prepare(
        LaunchPlan plan, ReadOnlySpan<byte> program, StandardDescriptors streams, ILaunchObserver? observer)
    {
        RequireDescriptors();
        PlanWriter writer = new();
        byte[] block = plan.Compile(writer, observer is not null);
        bool together = plan.BeginsTogether;
        if (!together)
        {
            RunLeadingSteps(plan, observer);
        }

        using FileDescriptor elf = Raise(MemoryFile.CreateProgram("init", program));
        using FileDescriptor flat = Raise(MemoryFile.Create("plan", block));
        LaunchChannel channel = new();
        try
        {
            int launcher = Start(plan, elf, flat, channel, streams);
            channel.Theirs.Dispose();
            LaunchedProcess process = new(plan, channel, launcher, observer);
            if (together)
            {
                process.RunLeadingSteps();
            }

            process.RunUntilPrepared();
            return process;
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    // Before anything is made: without descriptors it could not be removed either.
    private static void RequireDescriptors()
    {
        ulong limit = OpenFileLimit.Soft();
        if (limit < LeastDescriptors)
        {
            throw new LinuxException("launch with at most", $"{limit} open files", Errno.EMFILE, $"it takes {LeastDescriptors}: raise `ulimit -n`");
        }
    }

    /// <summary>Performs the parent's steps at the beginning.</summary>
    internal static void RunLeadingSteps(LaunchPlan plan, ILaunchObserver? observer)
    {
        int leading = plan.LeadingParentSteps;
        for (int index = 0; index < leading; index++)
        {
            RunParentStep(plan, index, 0, observer);
        }
    }

    /// <summary>Performs one step of the parent and names it when it fails.</summary>
    internal static void RunParentStep(LaunchPlan plan, int index, int child, ILaunchObserver? observer)
    {
        ParentStep step = (ParentStep)plan.Steps[index];
        long start = Stopwatch.GetTimestamp();
        try
        {
            step.Run(child);
        }
        catch (LinuxException exception)
        {
            throw new StepFailureException(step, exception);
        }

        observer?.Done(index, step, 0, Stopwatch.GetElapsedTime(start).Ticks * 100);
    }

    private static int Start(LaunchPlan plan, FileDescriptor elf, FileDescriptor flat, LaunchChannel channel, StandardDescriptors streams)
    {
        List<Func<FileDescriptor>> passed = plan.PassedDescriptors;
        const int Fixed = 5;
        Span<(int, int)> descriptors = new (int, int)[passed.Count + Fixed];
        using FileDescriptor input = Raise(streams.Input);
        using FileDescriptor output = Raise(streams.Output);
        using FileDescriptor error = Raise(streams.Error);
        using FileDescriptor theirs = Raise(channel.Theirs.Number);
        descriptors[0] = (input.Number, 0);
        descriptors[1] = (output.Number, 1);
        descriptors[2] = (error.Number, 2);
        descriptors[3] = (flat.Number, PlanFormat.PlanDescriptor);
        descriptors[4] = (theirs.Number, PlanFormat.ChannelDescriptor);
        List<FileDescriptor> raised = new(passed.Count);
        for (int i = 0; i < passed.Count; i++)
        {
            raised.Add(Raise(passed[i]().Number));
            descriptors[i + Fixed] = (raised[i].Number, PlanFormat.FirstPassedDescriptor + i);
        }

        try
        {
            return Spawn.Start($"/proc/self/fd/{elf.Number}", ["init"], [], descriptors);
        }
        finally
        {
            raised.ForEach(descriptor => descriptor.Dispose());
        }
    }

    private static FileDescriptor Raise(FileDescriptor file)
    {
        using (file)
        {
            return Raise(file.Number);
        }
    }

    private static FileDescriptor Raise(int number)
    {
        int raised = LibC.fcntl(number, Fcntl.F_DUPFD_CLOEXEC, SafeDescriptor);
        return raised >= 0
            ? new FileDescriptor(raised)
            : throw new LinuxException("duplicate the descriptor", $"{number}", LibC.LastError, "raise `ulimit -n`");
    }
}
