namespace MiniRun.Commands;

/// <summary>The flags of a verb, in the groups and the order that help shows them in.</summary>
/// <param name="groups">Each with its title.</param>
internal sealed class FlagTable((string Title, Flag[] Flags)[] groups)
{
    /// <summary>The flag that every verb has. Its letter is -h where the verb has no other use for it.</summary>
    public static Flag Help { get; } = new("help", '\0', FlagKind.Switch, "", "This text");

    /// <summary>The groups.</summary>
    public (string Title, Flag[] Flags)[] Groups { get; } = groups;

    /// <summary>Names and letters of docker's that this version does not have: said of them instead of a suggestion.</summary>
    public string[] NotHere { get; init; } = [];

    /// <summary>A table of one group, with <see cref="Help"/> at its end.</summary>
    public static FlagTable Of(params Flag[] flags) => new([("Options", [.. flags, Help])]);

    /// <summary>The flag called <paramref name="name"/>, without dashes; docker's second names too.</summary>
    public Flag? Find(ReadOnlySpan<char> name)
    {
        foreach ((_, Flag[] flags) in Groups)
        {
            foreach (Flag flag in flags)
            {
                if (name.SequenceEqual(flag.Name) || (flag.Alias is not null && name.SequenceEqual(flag.Alias)))
                {
                    return flag;
                }
            }
        }

        return null;
    }

    /// <summary>The flag with this letter.</summary>
    public Flag? Find(char letter)
    {
        foreach ((_, Flag[] flags) in Groups)
        {
            foreach (Flag flag in flags)
            {
                if (flag.Short == letter)
                {
                    return flag;
                }
            }
        }

        return letter == 'h' ? Help : null;
    }

    /// <summary>All names, for suggestions.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            foreach ((_, Flag[] flags) in Groups)
            {
                foreach (Flag flag in flags)
                {
                    yield return flag.Name;
                }
            }
        }
    }

    /// <summary>What to say about an option that does not exist.</summary>
    /// <param name="verb">Whose table this is.</param>
    /// <param name="word">The word as typed.</param>
    /// <param name="name">The name or letter in it that is unknown.</param>
    public UsageException Unknown(string verb, string word, string name)
    {
        if (name.Length > 0 && Array.IndexOf(NotHere, name) >= 0)
        {
            string dockers = name.Length == 1 ? $"-{name}" : $"--{name}";
            return new UsageException("unknown option", word, $"docker's {dockers} is not in this version", SeeHelp(verb));
        }

        string? near = name.Length < 2 ? null : Suggestion.For(name, Names);
        return new UsageException("unknown option", word, null, near is null ? SeeHelp(verb) : $"did you mean --{near}?");
    }

    /// <summary>The hint where nothing better is known.</summary>
    public static string SeeHelp(string verb) => $"`minirun {verb} --help` lists the options";
}
