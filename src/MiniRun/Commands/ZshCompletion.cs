using System.Text;

namespace MiniRun.Commands;

/// <summary>The completion script of zsh.</summary>
internal static class ZshCompletion
{
    /// <summary>The script.</summary>
    public static string Script()
    {
        StringBuilder verbs = new();
        foreach ((string name, string summary) in Verbs.All)
        {
            verbs.Append("        '").Append(name).Append(':').Append(Escape(summary)).Append("'\n");
        }

        StringBuilder flags = new();
        foreach ((_, RunFlag[] group) in RunFlags.Groups)
        {
            foreach (RunFlag flag in group)
            {
                flags.Append("                ").Append(Specification(flag)).Append(" \\\n");
            }
        }

        return $$"""
            #compdef minirun
            # zsh completion of minirun; made by `minirun completion zsh`
            _minirun_samples() { compadd -- ${(f)"$(minirun completion --samples 2>/dev/null)"} }
            _minirun() {
                local -a verbs=(
            {{verbs}}    )
                if (( CURRENT == 2 )); then
                    _describe command verbs
                    return
                fi
                local verb=$words[2]
                shift words
                (( CURRENT-- ))
                case $verb in
                    run)
                        _arguments -s -S -A '-*' \
            {{flags}}                '1:image:_minirun_samples' '*::command:_normal' ;;
                    completion) _arguments '1:shell:(bash zsh fish)' ;;
                    help) _describe command verbs ;;
                esac
            }
            compdef _minirun minirun

            """;
    }

    private static string Specification(RunFlag flag)
    {
        string repeat = flag.Kind is FlagKind.List ? "*" : "";
        string help = $"[{Escape(flag.Summary)}]";
        string value = flag.Kind switch
        {
            FlagKind.Switch => "",
            FlagKind.Optional => ":format:(shell json)",
            _ => $":{Escape(flag.Placeholder)}:{CompletionValues.Of(flag)?.Zsh ?? " "}",
        };
        string name = flag.Kind switch
        {
            FlagKind.Switch => $"--{flag.Name}",
            FlagKind.Optional => $"--{flag.Name}=-",
            _ => $"--{flag.Name}=",
        };
        string full = $"'{repeat}{name}{help}{value}'";
        return flag.Short == '\0' ? full : $"'{repeat}-{flag.Short}{(value.Length > 0 ? "+" : "")}{help}{value}' {full}";
    }

    private static string Escape(string text) =>
        text.Replace("'", "'\\''", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
}
