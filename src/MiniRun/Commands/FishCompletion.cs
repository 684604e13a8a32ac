using System.Text;

namespace MiniRun.Commands;

/// <summary>The completion script of fish.</summary>
internal static class FishCompletion
{
    /// <summary>The script.</summary>
    public static string Script(Verb[] verbs)
    {
        StringBuilder text = new("""
            # fish completion of minirun; made by `minirun completion fish`
            function __minirun_verb # VERB: whether it is the verb of the line
                set -l words (commandline -opc)
                test (count $words) -gt 1; and test $words[2] = $argv[1]
            end
            complete -c minirun -f

            """);
        foreach (Verb verb in verbs)
        {
            text.Append("complete -c minirun -n __fish_use_subcommand -a ").Append(verb.Name)
                .Append(" -d '").Append(Escape(verb.Summary)).Append("'\n");
        }

        foreach (Verb verb in verbs)
        {
            string inVerb = $"complete -c minirun -n '__minirun_verb {verb.Name}'";
            foreach ((_, Flag[] group) in verb.Flags?.Invoke().Groups ?? [])
            {
                foreach (Flag flag in group)
                {
                    string letter = flag.Short == '\0' ? "" : $" -s {flag.Short}";
                    string value = flag.Kind is FlagKind.Switch or FlagKind.Optional ? "" : $" {CompletionValues.Of(flag)?.Fish ?? "-x"}";
                    text.Append(inVerb).Append(letter).Append(" -l ").Append(flag.Name).Append(value)
                        .Append(" -d '").Append(Escape(flag.Summary)).Append("'\n");
                }
            }

            AppendOperand(text, inVerb, verb.First, verb.FirstWords);
            if (verb.Others != verb.First)
            {
                AppendOperand(text, inVerb, verb.Others, "");
            }
        }

        return text.ToString();
    }

    // Fish is not told which operand it is at: it offers what any of them may be.
    private static void AppendOperand(StringBuilder text, string inVerb, FlagCompletion kind, string words)
    {
        if (CompletionValues.Of(kind, words)?.Fish is { } fish)
        {
            // -x and -r are about the value of an option, which this is not.
            text.Append(inVerb).Append(fish.StartsWith("-x", StringComparison.Ordinal) ? fish[2..] : " -F").Append('\n');
        }
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
}
