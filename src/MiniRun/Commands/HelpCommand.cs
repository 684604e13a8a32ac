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

        StandardStreams.Out(args is [] or ["--help"] or ["-h"] ? ProgramHelp.Text : Of(args[0]));
        return 0;
    }

    private static string Of(string verb)
    {
        if (Verbs.Find(verb) is { } known)
        {
            return known.Help;
        }

        string? near = Suggestion.For(verb, Verbs.Names);
        throw new UsageException("unknown command", verb, null, near is null ? "`minirun --help` lists the commands" : $"did you mean `{near}`?");
    }
}
