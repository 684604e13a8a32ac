using MiniRun.Output;

namespace MiniRun.Commands;

/// <summary><c>minirun help [COMMAND]</c>.</summary>
internal static class HelpCommand
{
    /// <summary>Prints the help of the program or of a verb.</summary>
    public static int Execute(string[] args)
    {
        if (args.Length > 1)
        {
            throw new UsageException("help", args[1], "takes one command");
        }

        StandardStreams.Out(args.Length == 0 ? ProgramHelp.Text : Of(args[0]));
        return 0;
    }

    private static string Of(string verb)
    {
        switch (verb)
        {
            case "run":
                return RunHelp.Text;
            case "init":
                return InitCommand.Help;
            case "doctor":
                return DoctorCommand.Help;
            case "completion":
                return CompletionCommand.Help;
        }

        foreach ((string name, string summary) in Verbs.All)
        {
            if (name == verb)
            {
                return $"Usage: minirun {name}\n\n{summary}.\n";
            }
        }

        string? near = Suggestion.For(verb, Verbs.Names);
        throw new UsageException("unknown command", verb, null, near is null ? "`minirun --help` lists the commands" : $"did you mean `{near}`?");
    }
}
