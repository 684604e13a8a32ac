using MiniRun.Commands;
using MiniRun.Commands.Life;
using MiniRun.Containers.Monitoring;
using MiniRun.Output;

namespace MiniRun;

/// <summary>The command line: finds the verb, runs it, turns every failure into one sentence and the exit code 125.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        StandardStreams.EnsureOpen();
        try
        {
            string[] words = RawArguments.Restore(args);
            return InitDialect.OfName(Environment.GetCommandLineArgs()[0]) is { } dialect
                ? InitCommand.Execute(words, dialect)
                : Run(words);
        }
        catch (Exception exception)
        {
            // Of every kind: an exception that leaves Main ends the process without its clean-up.
            StandardStreams.Error(ErrorReport.Of(exception));
            return ExitCodes.OurFailure;
        }
    }

    private static int Run(string[] args)
    {
        if (args.Length == 0)
        {
            StandardStreams.Error(ProgramHelp.Text);
            return ExitCodes.OurFailure;
        }

        string[] rest = args[1..];
        switch (args[0])
        {
            case "run":
                return RunCommand.Execute(rest);
            case "create":
                return CreateCommand.Execute(rest);
            case "start":
                return StartCommand.Execute(rest);
            case "ps":
                return PsCommand.Execute(rest);
            case "logs":
                return LogsCommand.Execute(rest);
            case "attach":
                return AttachCommand.Execute(rest);
            case "wait":
                return WaitCommand.Execute(rest);
            case "stop":
                return StopCommand.Execute(rest);
            case "restart":
                return StopCommand.ExecuteRestart(rest);
            case "kill":
                return KillCommand.Execute(rest);
            case "pause":
                return KillCommand.ExecutePause(rest);
            case "unpause":
                return KillCommand.ExecuteUnpause(rest);
            case "rename":
                return RenameCommand.Execute(rest);
            case "rm":
                return RmCommand.Execute(rest);
            case "inspect":
                return InspectCommand.Execute(rest);
            case "why":
                return WhyCommand.Execute(rest);
            case MonitorStart.Verb:
                return MonitorStart.Execute(rest);
            case "init":
                return InitCommand.Execute(rest, null);
            case "doctor":
                return DoctorCommand.Execute(rest);
            case "completion":
                return CompletionCommand.Execute(rest);
            case "version" or "--version" or "-v":
                return VersionCommand.Execute(rest);
            case "help" or "--help" or "-h":
                return HelpCommand.Execute(rest);
            default:
                throw Unknown(args[0]);
        }
    }

    private static UsageException Unknown(string word)
    {
        bool option = word.StartsWith('-');
        string? near = option ? null : Suggestion.For(word, Verbs.Names);
        string hint = near is null ? "`minirun --help` lists the commands" : $"did you mean `minirun {near}`?";
        return new UsageException(option ? "unknown option" : "unknown command", word, null, hint);
    }
}
