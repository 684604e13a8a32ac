using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Commands;

/// <summary>How each shell completes the value of a flag, or an operand.</summary>
/// <param name="Bash">A command that sets COMPREPLY.</param>
/// <param name="Zsh">An action of _arguments.</param>
/// <param name="Fish">Options of complete.</param>
internal sealed record CompletionValues(string Bash, string Zsh, string Fish)
{
    /// <summary>What lists the names of containers; without containers, or without rights, nothing.</summary>
    public const string ListContainers = "minirun ps -a --format \"{{.Names}}\" 2>/dev/null";

    /// <summary>What lists the names of samples.</summary>
    public const string ListSamples = "minirun completion --samples 2>/dev/null";

    /// <summary>For the value of one flag; null where nothing is known of its values.</summary>
    public static CompletionValues? Of(Flag flag) => Of(flag.Completion, flag.Placeholder);

    /// <summary>For one kind of value; null where nothing is known of it.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="words">The words, with | between them, of <see cref="FlagCompletion.Words"/>.</param>
    public static CompletionValues? Of(FlagCompletion kind, string words) => kind switch
    {
        FlagCompletion.AnyFile => new("COMPREPLY=($(compgen -f -- \"$cur\"))", "_files", "-r -F"),
        FlagCompletion.AnyDirectory => new("COMPREPLY=($(compgen -d -- \"$cur\"))", "_files -/", "-x -a '(__fish_complete_directories)'"),
        FlagCompletion.Words => OfWords(words.Replace('|', ' ')),
        FlagCompletion.Capability => OfWords("ALL " + string.Join(' ', CapabilitySet.Names)),
        FlagCompletion.Verb => OfWords(string.Join(' ', Verbs.Names)),
        FlagCompletion.Container => OfList("_minirun_containers", ListContainers),
        FlagCompletion.Sample => OfList("_minirun_samples", ListSamples),
        _ => null,
    };

    private static CompletionValues OfWords(string words) =>
        new($"COMPREPLY=($(compgen -W \"{words}\" -- \"$cur\"))", $"({words})", $"-x -a '{words}'");

    // The function is one of the script's own.
    private static CompletionValues OfList(string function, string command) =>
        new($"COMPREPLY=($(compgen -W \"$({function})\" -- \"$cur\"))", function, $"-x -a '({command})'");
}
