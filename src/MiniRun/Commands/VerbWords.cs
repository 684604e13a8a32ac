using MiniRun.Containers.Parsing;

namespace MiniRun.Commands;

/// <summary>
/// The words after a verb, divided as docker divides them: options with their values, and operands. Of a repeated scalar the last
/// counts. An empty value stays an empty value; whether it means something is for the verb to say (docs/docker.md).
/// </summary>
internal sealed class VerbWords
{
    private readonly FlagTable table;
    private readonly List<(Flag Flag, string Value)> given = [];

    private VerbWords(string verb, FlagTable table)
    {
        Verb = verb;
        this.table = table;
    }

    /// <summary>The verb they follow.</summary>
    public string Verb { get; }

    /// <summary>The words that are no options, unchanged.</summary>
    public string[] Operands { get; private set; } = [];

    /// <summary>Whether help was asked for: then nothing else counts, not even what is missing.</summary>
    public bool IsHelp => Switch(FlagTable.Help.Name);

    /// <summary>Divides <paramref name="args"/>.</summary>
    /// <param name="verb">For what is said of a wrong word.</param>
    /// <param name="table">The verb's flags.</param>
    /// <param name="args">The words after the verb.</param>
    /// <param name="interspersed">
    /// Whether options may follow operands, as in <c>rm x -f</c>. Not in docker's run, create, exec and top: there the first
    /// operand ends the options, and what follows belongs to the container.
    /// </param>
    /// <exception cref="UsageException">An unknown option, one without its value, or a switch that is neither true nor false.</exception>
    public static VerbWords Parse(string verb, FlagTable table, string[] args, bool interspersed)
    {
        VerbWords words = new(verb, table);
        List<string> operands = [];
        int at = 0;
        while (at < args.Length)
        {
            string word = args[at];
            if (word.Length < 2 || word[0] != '-')
            {
                if (!interspersed)
                {
                    break;
                }

                operands.Add(word);
                at++;
                continue;
            }

            at++;
            if (word == "--")
            {
                break;
            }

            at = word[1] == '-' ? words.TakeLong(word, args, at) : words.TakeShort(word, args, at);
        }

        words.Operands = operands.Count == 0 ? args[at..] : [.. operands, .. args.AsSpan(at)];
        return words;
    }

    /// <summary>Whether a switch is on.</summary>
    public bool Switch(string name, bool absent = false) => Last(name) is string value ? Booleans.Parse($"--{name}", value) : absent;

    /// <summary>The value of a flag, the last if there are several; "" for an optional one without; null without the flag.</summary>
    public string? Last(string name)
    {
        for (int i = given.Count - 1; i >= 0; i--)
        {
            if (given[i].Flag.Name == name)
            {
                return given[i].Value;
            }
        }

        return null;
    }

    /// <summary>As <see cref="Last"/>, for a flag that has no use for an empty value: an unset variable of a script is a mistake.</summary>
    /// <exception cref="UsageException">It is empty.</exception>
    public string? LastNotEmpty(string name) =>
        Last(name) is "" ? throw new UsageException($"--{name}", "", "empty", FlagTable.SeeHelp(Verb)) : Last(name);

    /// <summary>Every value of a flag, in order.</summary>
    public string[] All(string name)
    {
        List<string>? values = null;
        foreach ((Flag flag, string value) in given)
        {
            if (flag.Name == name)
            {
                (values ??= []).Add(value);
            }
        }

        return values is null ? [] : [.. values];
    }

    /// <summary>Refuses a wrong number of operands, in docker's words.</summary>
    /// <exception cref="UsageException">There are fewer or more.</exception>
    public void CheckOperands(int least, int most = int.MaxValue)
    {
        if (Operands.Length >= least && Operands.Length <= most)
        {
            return;
        }

        string reason = (least, most) switch
        {
            (0, 0) => "accepts no arguments",
            (_, int.MaxValue) => $"requires at least {Count(least)}",
            (0, _) => $"requires at most {Count(most)}",
            _ when least == most => $"requires {Count(least)}",
            _ => $"requires at least {least} and at most {Count(most)}",
        };
        // The word that is too much says more than their number.
        string? surplus = Operands.Length > most ? Operands[most] : null;
        throw new UsageException(Verb, surplus, reason, $"`minirun {Verb} --help` tells how it is used");
    }

    private static string Count(int number) => number == 1 ? "1 argument" : $"{number} arguments";

    private int TakeLong(string word, string[] args, int at)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        ReadOnlySpan<char> name = equals < 0 ? word.AsSpan(2) : word.AsSpan(2, equals - 2);
        Flag flag = table.Find(name) ?? throw table.Unknown(Verb, word, name.ToString());
        if (equals >= 0)
        {
            Add(flag, word[(equals + 1)..]);
            return at;
        }

        return TakeValue(flag, word, args, at);
    }

    // -it, -eA=B, -m64m, -i=false: letters without a value may stand together, the last may be followed by its value.
    private int TakeShort(string word, string[] args, int at)
    {
        for (int i = 1; i < word.Length; i++)
        {
            Flag flag = table.Find(word[i]) ?? throw table.Unknown(Verb, word, word[i].ToString());
            bool hasMore = i + 1 < word.Length;
            if (hasMore && word[i + 1] == '=')
            {
                Add(flag, word[(i + 2)..]);
                return at;
            }

            if (flag.Kind == FlagKind.Switch)
            {
                Add(flag, "true");
                continue;
            }

            if (hasMore)
            {
                Add(flag, word[(i + 1)..]);
                return at;
            }

            return TakeValue(flag, $"-{word[i]}", args, at);
        }

        return at;
    }

    private int TakeValue(Flag flag, string spelling, string[] args, int at)
    {
        switch (flag.Kind)
        {
            case FlagKind.Switch:
                Add(flag, "true");
                return at;
            case FlagKind.Optional:
                Add(flag, "");
                return at;
            default:
                if (at == args.Length)
                {
                    throw new UsageException("option", spelling, $"needs a value {flag.Placeholder}", FlagTable.SeeHelp(Verb));
                }

                Add(flag, args[at]);
                return at + 1;
        }
    }

    private void Add(Flag flag, string value)
    {
        if (flag.Kind == FlagKind.Switch)
        {
            _ = Booleans.Parse($"--{flag.Name}", value); // here, so that no verb can forget to ask
        }

        given.Add((flag, value));
    }
}
