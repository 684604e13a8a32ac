using System.Text;

namespace MiniRun.Commands;

/// <summary>The completion script of zsh.</summary>
internal static class ZshCompletion
{
    /// <summary>The script.</summary>
    public static string Script(Verb[] verbs)
    {
        StringBuilder summaries = new();
        StringBuilder cases = new();
        foreach (Verb verb in verbs)
        {
            summaries.Append("        '").Append(verb.Name).Append(':').Append(Escape(verb.Summary)).Append("'\n");
            AppendCase(cases, verb);
        }

        return $$"""
            #compdef minirun
            # zsh completion of minirun; made by `minirun completion zsh`
            _minirun_containers() { compadd -- ${(f)"$({{CompletionValues.ListContainers}})"} }
            _minirun_samples() { compadd -- ${(f)"$({{CompletionValues.ListSamples}})"} }
            _minirun() {
                local -a verbs=(
            {{summaries}}    )
                if (( CURRENT == 2 )); then
                    _describe command verbs
                    return
                fi
                local verb=$words[2]
                shift words
                (( CURRENT-- ))
                case $verb in
            {{cases}}    esac
            }
            compdef _minirun minirun

            """;
    }

    private static void AppendCase(StringBuilder text, Verb verb)
    {
        List<string> words = [];
        foreach ((_, Flag[] group) in verb.Flags?.Invoke().Groups ?? [])
        {
            words.AddRange(Array.ConvertAll(group, Specification));
        }

        if (CompletionValues.Of(verb.First, verb.FirstWords)?.Zsh is { } first)
        {
            words.Add(verb.First == verb.Others ? $"'*:{Subject(verb.First)}:{first}'" : $"'1:{Subject(verb.First)}:{first}'");
        }

        if (!verb.Interspersed)
        {
            words.Add("'*::command:_normal'");
        }
        else if (verb.First != verb.Others && CompletionValues.Of(verb.Others, "")?.Zsh is { } others)
        {
            words.Add($"'*:{Subject(verb.Others)}:{others}'");
        }

        if (words.Count > 0)
        {
            text.Append("        ").Append(verb.Name).Append(")\n            _arguments -s -S").Append(verb.Interspersed ? "" : " -A '-*'");
            words.ForEach(word => text.Append(" \\\n                ").Append(word));
            text.Append(" ;;\n");
        }
    }

    private static string Subject(FlagCompletion kind) => kind switch
    {
        FlagCompletion.Container => "container",
        FlagCompletion.Sample => "image",
        FlagCompletion.AnyFile => "file",
        FlagCompletion.Verb => "command",
        _ => "word",
    };

    private static string Specification(Flag flag)
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
