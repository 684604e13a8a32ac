namespace MiniRun.Commands;

/// <summary>The options before a program's name, one after the other, as <c>getopt_long(3)</c> reads them in POSIX order.</summary>
/// <param name="owner">The program whose options they are, for what is said of a wrong one.</param>
/// <param name="args">The words.</param>
internal sealed class OptionWords(string owner, string[] args)
{
    private int at;
    private string letters = ""; // of the current word, not yet taken: "-cv" is "-c" and "-v"
    private string? value; // of "--name=value", not yet asked for
    private string last = "";

    /// <summary>The words after the options.</summary>
    public string[] Rest => args[at..];

    /// <summary>The next option as "-c" or "--name"; null after the last.</summary>
    /// <exception cref="UsageException">The one before was given a value that it does not take.</exception>
    public string? Next()
    {
        if (value is not null)
        {
            throw new UsageException(owner, last, "takes no value");
        }

        if (letters.Length == 0)
        {
            if (at == args.Length || args[at].Length < 2 || args[at][0] != '-')
            {
                return null;
            }

            string word = args[at++];
            if (word is "--")
            {
                return null;
            }

            if (word[1] == '-')
            {
                int equals = word.IndexOf('=', StringComparison.Ordinal);
                value = equals < 0 ? null : word[(equals + 1)..];
                return last = equals < 0 ? word : word[..equals];
            }

            letters = word[1..];
        }

        last = $"-{letters[0]}";
        letters = letters[1..];
        return last;
    }

    /// <summary>The value of the option that was last answered: the rest of its word, or the next one.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public string Value()
    {
        string? found = value ?? (letters.Length > 0 ? letters : at < args.Length ? args[at++] : null);
        value = null;
        letters = "";
        return found ?? throw new UsageException(owner, last, "needs a value");
    }

    /// <summary>What to throw for the option that was last answered if nobody knows it.</summary>
    public UsageException Unknown() => new(owner, last, "unknown option");
}
