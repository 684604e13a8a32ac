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

        ContainerSpec spec = SpecBuilder.Build(options);
        foreach (string notice in spec.Notices)
        {
            StandardStreams.Error($"minirun: {notice}\n");
        }

        if (InitParser.Doubled(spec) is { } warning)
        {
            StandardStreams.Error($"minirun: {Printable.Escape(warning)}\n");
        }

        ContainerRecord record = new()
        {
            Spec = spec,
            Name = options.Name is null ? null : ContainerName.Check("--name", options.Name),
            Created = Timestamp.Now,
            Image = options.Rootfs ?? options.Image!,
            AutoRemove = true,
        };
        return ContainerRunner.Run(record, settings);
    }

    private static PlanFormat PlanFormatOf(string? word) => word switch
    {
        null => PlanFormat.None,
        "" or "shell" => PlanFormat.Shell,
        "json" => PlanFormat.Json,
        _ => throw new UsageException("--plan", word, "not a format", "formats: shell, json"),
    };
}
