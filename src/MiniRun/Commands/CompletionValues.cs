using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Commands;

/// <summary>How each shell completes the value of a flag.</summary>
/// <param name="Bash">A command that sets COMPREPLY.</param>
/// <param name="Zsh">An action of _arguments.</param>
/// <param name="Fish">Options of complete.</param>
internal sealed record CompletionValues(string Bash, string Zsh, string Fish)
{
    /// <summary>For one flag; null where nothing is known of its values.</summary>
    public static CompletionValues? Of(RunFlag flag) => flag.Completion switch
    {
        FlagCompletion.AnyFile => new("COMPREPLY=($(compgen -f -- \"$cur\"))", "_files", "-r -F"),
        FlagCompletion.AnyDirectory => new("COMPREPLY=($(compgen -d -- \"$cur\"))", "_files -/", "-x -a '(__fish_complete_directories)'"),
        FlagCompletion.Words => OfWords(flag.Placeholder.Replace('|', ' ')),
        FlagCompletion.Capability => OfWords("ALL " + string.Join(' ', CapabilitySet.Names)),
        _ => null,
    };

    private static CompletionValues OfWords(string words) =>
        new($"COMPREPLY=($(compgen -W \"{words}\" -- \"$cur\"))", $"({words})", $"-x -a '{words}'");
}
