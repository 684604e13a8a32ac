namespace MiniRun.Commands;

/// <summary>The verbs and what each is for, in the order that help lists them.</summary>
internal static class Verbs
{
    /// <summary>Name and one line.</summary>
    public static (string Name, string Summary)[] All =>
    [
        ("run", "Run a command in a new container"),
        ("init", "Be the init of a container, or write it to a file"),
        ("doctor", "Say what of this machine works for containers, and what does not and why"),
        ("completion", "Print the completion script of a shell"),
        ("version", "Print the version"),
        ("help", "Explain a command"),
    ];

    /// <summary>The names alone.</summary>
    public static string[] Names => Array.ConvertAll(All, verb => verb.Name);
}
