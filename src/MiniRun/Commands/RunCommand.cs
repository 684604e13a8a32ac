using MiniRun.Commands.Life;
using MiniRun.Containers;
using MiniRun.Containers.Parsing;
using MiniRun.Containers.Store;
using MiniRun.Output;

namespace MiniRun.Commands;

/// <summary><c>minirun run</c>: options to a specification, the specification to a container, its exit code to ours.</summary>
internal static class RunCommand
{
    /// <summary>Runs it; answers the container's exit code.</summary>
    public static int Execute(string[] args)
    {
        VerbWords words = RunBinder.Divide(args);
        if (words.IsHelp)
        {
            StandardStreams.Out(RunHelp.Text);
            return 0;
        }

        RunOptions options = RunBinder.Bind(words);
        if (options.Detach && (options.Plan is not null || options.Explain))
        {
            throw new UsageException("--detach", null, "leaves nobody to tell the steps to", "leave out -d, or --plan and --explain");
        }

        if (!options.Detach && options.Restart is not (null or "no"))
        {
            throw new UsageException("--restart", options.Restart, "a run in the foreground is removed when it ends", "add -d");
        }

        RunSettings settings = new()
        {
            Plan = PlanFormatOf(options.Plan),
            Explain = options.Explain,
            Interactive = options.Interactive,
            Terminal = options.Tty,
            SigProxy = options.SigProxy,
        };
        if (settings.Plan == PlanFormat.None)
        {
            RootRights.Require();
        }

        ContainerSpec spec = BuildSpec(options);
        ContainerRecord record = RecordBuilder.Build(options, spec, isKept: options.Detach);
        return options.Detach ? DetachedRun.Execute(record, options) : ContainerRunner.Run(record, settings);
    }

    /// <summary>The specification, after what is to be said about it.</summary>
    public static ContainerSpec BuildSpec(RunOptions options)
    {
        ContainerSpec spec = SpecBuilder.Build(options);
        foreach (string notice in spec.Notices)
        {
            StandardStreams.Error($"minirun: {notice}\n");
        }

        if (InitParser.Doubled(spec) is { } warning)
        {
            StandardStreams.Error($"minirun: {Printable.Escape(warning)}\n");
        }

        return spec;
    }

    private static PlanFormat PlanFormatOf(string? word) => word switch
    {
        null => PlanFormat.None,
        "" or "shell" => PlanFormat.Shell,
        "json" => PlanFormat.Json,
        _ => throw new UsageException("--plan", word, "not a format", "formats: shell, json"),
    };
}
