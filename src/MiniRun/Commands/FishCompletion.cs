using System.Text;

namespace MiniRun.Commands;

/// <summary>The completion script of fish.</summary>
internal static class FishCompletion
{
    /// <summary>The script.</summary>
    public static string Script()
    {
        StringBuilder text = new("""
            # fish completion of minirun; made by `minirun completion fish`
            complete -c minirun -f

            """);
        foreach ((string name, string summary) in Verbs.All)
        {
            text.Append("complete -c minirun -n __fish_use_subcommand -a ").Append(name)
                .Append(" -d '").Append(Escape(summary)).Append("'\n");
        }

        const string InRun = "complete -c minirun -n '__fish_seen_subcommand_from run'";
        foreach ((_, RunFlag[] group) in RunFlags.Groups)
        {
            foreach (RunFlag flag in group)
            {
                string letter = flag.Short == '\0' ? "" : $" -s {flag.Short}";
                string value = flag.Kind is FlagKind.Switch or FlagKind.Optional ? "" : $" {CompletionValues.Of(flag)?.Fish ?? "-x"}";
                text.Append(InRun).Append(letter).Append(" -l ").Append(flag.Name).Append(value)
                    .Append(" -d '").Append(Escape(flag.Summary)).Append("'\n");
            }
        }

        return text.Append(InRun).Append(" -a '(minirun completion --samples 2>/dev/null)'\n")
            .Append("complete -c minirun -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'\n").ToString();
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
}
