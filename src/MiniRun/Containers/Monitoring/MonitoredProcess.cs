using MiniRun.Containers.Logs;
using MiniRun.Generated;
using MiniRun.Linux;
using MiniRun.Namespaces.Launch;

namespace MiniRun.Containers.Monitoring;

/// <summary>One run of a monitored container: its first process and its streams.</summary>
internal sealed class MonitoredProcess : IDisposable
{
    private MonitoredProcess(LaunchedProcess process, MonitoredInput input, List<MonitoredOutput> outputs)
    {
        Process = process;
        Input = input;
        Outputs = outputs;
    }

    /// <summary>Its first process.</summary>
    public LaunchedProcess Process { get; }

    /// <summary>Its standard input.</summary>
    public MonitoredInput Input { get; }

    /// <summary>What it writes to.</summary>
    public List<MonitoredOutput> Outputs { get; }

    /// <summary>Prepares it; the program waits to be released.</summary>
    /// <exception cref="StepFailureException">A step failed.</exception>
    public static MonitoredProcess Prepare(LaunchPlan plan, ContainerSpec spec, LogWriter log, List<MonitorClient> clients)
    {
        using FileDescriptor nothing = Files.Open("/dev/null", Fcntl.O_RDWR);
        if (spec.Process.Terminal)
        {
            StandardDescriptors streams = new(nothing.Number, nothing.Number, nothing.Number);
            LaunchedProcess process = Launcher.Prepare(plan, BuiltInInit.Elf, streams, null);
            FileDescriptor master = process.Terminal!;
            return new MonitoredProcess(process, new MonitoredInput(master, isTerminal: true), [new(master, LogStream.Stdout, log, clients)]);
        }

        (FileDescriptor output, FileDescriptor theirOutput) = Pipe.ToRead();
        (FileDescriptor error, FileDescriptor theirError) = Pipe.ToRead();
        (FileDescriptor Ours, FileDescriptor Theirs)? input = spec.Process.Interactive ? Pipe.ToWrite() : null;
        using (theirOutput)
        using (theirError)
        using (input?.Theirs)
        {
            StandardDescriptors streams = new(input?.Theirs.Number ?? nothing.Number, theirOutput.Number, theirError.Number);
            return new MonitoredProcess(
                Launcher.Prepare(plan, BuiltInInit.Elf, streams, null),
                new MonitoredInput(input?.Ours, isTerminal: false),
                [new(output, LogStream.Stdout, log, clients), new(error, LogStream.Stderr, log, clients)]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Input.Dispose();
        Outputs.ForEach(output => output.Dispose());
        Process.Dispose();
    }
}
