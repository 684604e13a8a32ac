using MiniRun.Containers;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Commands.Life;

/// <summary><c>minirun create</c>: everything that <c>run</c> decides, written down and not started.</summary>
internal static class CreateCommand
{
    /// <summary>Makes it and prints its id.</summary>
    public static int Execute(string[] args)
    {
        VerbWords words = VerbWords.Parse("create", RunFlags.Table, args, interspersed: false);
        if (words.IsHelp)
        {
            StandardStreams.Out(Verbs.Find("create")!.Help);
            return 0;
        }

        RootRights.Require();
        RunOptions options = RunBinder.Bind(words);
        if (options.Detach || options.Plan is not null || options.Explain)
        {
            throw new UsageException("create", null, "starts nothing, so -d, --plan and --explain mean nothing to it", "`minirun run` has them");
        }

        ContainerSpec spec = RunCommand.BuildSpec(options);
        ContainerRecord record = RecordBuilder.Build(options, spec, isKept: true);
        using FileDescriptor? idFile = IdFile.Open(options.CidFile);
        using ContainerDirectory directory = ContainerMaker.Make(record);
        IdFile.Write(idFile, options.CidFile, record.Id);
        StandardStreams.Out($"{record.Id}\n");
        return 0;
    }
}
