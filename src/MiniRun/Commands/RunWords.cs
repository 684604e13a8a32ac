namespace MiniRun.Commands;

/// <summary>
/// The words after <c>run</c>, divided as docker divides them: options, then IMAGE, then whatever belongs to the container. The
/// container's words are taken from the raw arguments: System.CommandLine drops a <c>--</c> among them and takes <c>-it</c> apart.
/// </summary>
/// <param name="Options">Options alone, each in the one spelling <c>--name=value</c>, so that no value is taken for an option.</param>
/// <param name="Rest">From IMAGE on, unchanged.</param>
internal sealed record RunWords(List<string> Options, string[] Rest)
{
    /// <summary>Divides <paramref name="args"/>.</summary>
    /// <exception cref="UsageException">An unknown option, or one without its value.</exception>
    public static RunWords Split(string[] args)
    {
        List<string> options = [];
        int at = 0;
        while (at < args.Length && args[at].Length > 1 && args[at][0] == '-')
        {
            string word = args[at++];
            if (word == "--")
            {
                break;
            }

            at = word[1] == '-' ? TakeLong(word, args, at, options) : TakeShort(word, args, at, options);
        }

        return new RunWords(options, args[at..]);
    }

    private static int TakeLong(string word, string[] args, int at, List<string> options)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        ReadOnlySpan<char> name = equals < 0 ? word.AsSpan(2) : word.AsSpan(2, equals - 2);
        RunFlag flag = RunFlags.Find(name) ?? throw UnknownFlags.Error(word, name.ToString());
        if (equals >= 0)
        {
            Add(options, flag, word[(equals + 1)..]);
            return at;
        }

        return TakeValue(flag, word, args, at, options);
    }

    // -it, -eA=B, -m64m, -i=false: letters without a value may stand together, the last may be followed by its value.
    private static int TakeShort(string word, string[] args, int at, List<string> options)
    {
        for (int i = 1; i < word.Length; i++)
        {
            RunFlag flag = RunFlags.Find(word[i]) ?? throw UnknownFlags.Error(word, word[i].ToString());
            bool hasMore = i + 1 < word.Length;
            if (hasMore && word[i + 1] == '=')
            {
                Add(options, flag, word[(i + 2)..]);
                return at;
            }

            if (flag.Kind == FlagKind.Switch)
            {
                Add(options, flag, "true");
                continue;
            }

            if (hasMore)
            {
                Add(options, flag, word[(i + 1)..]);
                return at;
            }

            return TakeValue(flag, $"-{flag.Short}", args, at, options);
        }

        return at;
    }

    private static int TakeValue(RunFlag flag, string spelling, string[] args, int at, List<string> options)
    {
        switch (flag.Kind)
        {
            case FlagKind.Switch:
                Add(options, flag, "true");
                return at;
            case FlagKind.Optional:
                Add(options, flag, "");
                return at;
            default:
                if (at == args.Length)
                {
                    throw new UsageException("option", spelling, $"needs a value {flag.Placeholder}", UnknownFlags.SeeHelp);
                }

                Add(options, flag, args[at]);
                return at + 1;
        }
    }

    // An empty value must be a word of its own: System.CommandLine takes the next word for the value of `--name=`.
    private static void Add(List<string> options, RunFlag flag, string value)
    {
        if (value.Length == 0)
        {
            options.Add($"--{flag.Name}");
            options.Add("");
        }
        else
        {
            options.Add($"--{flag.Name}={value}");
        }
    }
}
