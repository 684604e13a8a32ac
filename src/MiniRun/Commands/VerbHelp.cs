using System.Text;

namespace MiniRun.Commands;

/// <summary><c>minirun VERB --help</c>, made of the table that the parser reads.</summary>
internal static class VerbHelp
{
    private const int WidestNames = 36;

    /// <summary>Usage, one line of what it is for, the flags, the notes.</summary>
    public static string Text(Verb verb)
    {
        FlagTable table = verb.Flags?.Invoke() ?? FlagTable.Of();
        StringBuilder text = new StringBuilder("Usage: minirun ").Append(verb.Name);
        if (table.Groups is not [(_, [_])])
        {
            text.Append(" [OPTIONS]"); // more than --help
        }

        if (verb.Usage.Length > 0)
        {
            text.Append(' ').Append(verb.Usage);
        }

        text.Append("\n\n").Append(verb.Summary).Append(".\n");
        AppendFlags(text, table);
        if (verb.Notes.Length > 0)
        {
            text.Append('\n').Append(verb.Notes.TrimEnd('\n')).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The groups of a table, summaries in one column.</summary>
    public static void AppendFlags(StringBuilder text, FlagTable table)
    {
        int column = 0;
        foreach ((_, Flag[] flags) in table.Groups)
        {
            foreach (Flag flag in flags)
            {
                int width = Names(flag).Length + 3;
                column = width > WidestNames ? WidestNames : Math.Max(column, width);
            }
        }

        foreach ((string title, Flag[] flags) in table.Groups)
        {
            text.Append('\n').Append(title).Append(":\n");
            foreach (Flag flag in flags)
            {
                string names = Names(flag);
                text.Append(names.Length < column ? names.PadRight(column) : $"{names}\n{new string(' ', column)}")
                    .Append(flag.Summary).Append('\n');
            }
        }
    }

    private static string Names(Flag flag)
    {
        string letter = flag.Short == '\0' ? "    " : $"-{flag.Short}, ";
        string value = flag.Kind switch
        {
            FlagKind.Switch => "",
            FlagKind.Optional => $"[={flag.Placeholder}]",
            _ => $" {flag.Placeholder}",
        };
        return $"  {letter}--{flag.Name}{value}";
    }
}
