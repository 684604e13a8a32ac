namespace MiniRun.Commands;

/// <summary>The verbs, in the order that help lists them.</summary>
internal static class Verbs
{
    /// <summary>All; made when asked for, since a start of <c>run</c> needs none of it.</summary>
    public static Verb[] All =>
    [
        new("run", "Run a command in a new container", "IMAGE [COMMAND] [ARG…]")
        {
            Flags = static () => RunFlags.Table, Interspersed = false, Least = 1, OwnHelp = static () => RunHelp.Text,
        },
        new("init", "Be the init of a container, or write it to a file", "PROGRAM [ARG…]") { OwnHelp = static () => InitCommand.Help },
        new("doctor", "Say what of this machine works for containers, and what does not and why") { OwnHelp = static () => DoctorCommand.Help },
        new("completion", "Print the completion script of a shell", "bash|zsh|fish") { OwnHelp = static () => CompletionCommand.Help },
        new("version", "Print the version"),
        new("help", "Explain a command", "[VERB]"),
    ];

    /// <summary>The names alone.</summary>
    public static string[] Names => Array.ConvertAll(All, verb => verb.Name);

    /// <summary>The verb of this name; null for none.</summary>
    public static Verb? Find(string name) => Array.Find(All, verb => verb.Name == name);
}
