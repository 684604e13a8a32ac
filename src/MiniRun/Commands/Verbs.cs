using MiniRun.Commands.Life;

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
        new("create", "Make a container, to be started later", "IMAGE [COMMAND] [ARG…]")
        {
            Flags = static () => RunFlags.Table, Interspersed = false, Least = 1,
        },
        new("start", "Start containers that do not run", "CONTAINER [CONTAINER…]") { Flags = StartCommand.Flags, Least = 1 },
        new("ps", "List containers") { Flags = PsCommand.Flags, Most = 0 },
        new("logs", "Show what a container has written", "CONTAINER") { Flags = LogsCommand.Flags, Least = 1, Most = 1 },
        new("attach", "Join the standard streams of a container that runs", "CONTAINER") { Flags = AttachCommand.Flags, Least = 1, Most = 1 },
        new("wait", "Wait until containers have ended, and print their exit codes", "CONTAINER [CONTAINER…]") { Least = 1 },
        new("stop", "End containers: a signal, time to react, then SIGKILL", "CONTAINER [CONTAINER…]") { Flags = StopCommand.Flags, Least = 1 },
        new("restart", "Stop containers and start them again", "CONTAINER [CONTAINER…]") { Flags = StopCommand.Flags, Least = 1 },
        new("kill", "Send a signal to the first process of containers", "CONTAINER [CONTAINER…]") { Flags = KillCommand.Flags, Least = 1 },
        new("pause", "Freeze all processes of containers", "CONTAINER [CONTAINER…]") { Least = 1 },
        new("unpause", "Let frozen containers go on", "CONTAINER [CONTAINER…]") { Least = 1 },
        new("rename", "Give a container another name", "CONTAINER NAME") { Least = 2, Most = 2 },
        new("rm", "Remove containers", "CONTAINER [CONTAINER…]") { Flags = RmCommand.Flags, Least = 1 },
        new("inspect", "Show all that is known of containers, as JSON", "CONTAINER [CONTAINER…]") { Flags = InspectCommand.Flags, Least = 1 },
        new("why", "Say why a container is stuck, slow or gone", "CONTAINER [CONTAINER…]") { Least = 1 },
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
