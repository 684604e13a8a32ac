namespace MiniRun.Commands;

/// <summary>One verb of the command line, as help and completion know it and its command parses it.</summary>
/// <param name="Name">The verb.</param>
/// <param name="Summary">One line, without a full stop.</param>
/// <param name="Usage">What follows the options, in docker's words: <c>CONTAINER [CONTAINER...]</c>; "" for nothing.</param>
internal sealed record Verb(string Name, string Summary, string Usage = "")
{
    /// <summary>Makes the table of flags; null for a verb that reads its words in its own way.</summary>
    public Func<FlagTable>? Flags { get; init; }

    /// <summary>Whether options may follow operands; docker's run, create, exec and top stop at the first operand.</summary>
    public bool Interspersed { get; init; } = true;

    /// <summary>Fewest operands.</summary>
    public int Least { get; init; }

    /// <summary>Most operands.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>Help that is not made from the table alone; null for help that is.</summary>
    public Func<string>? OwnHelp { get; init; }

    /// <summary>Lines of help after the options; "" for none.</summary>
    public string Notes { get; init; } = "";

    /// <summary>The whole help text.</summary>
    public string Help => OwnHelp is null ? VerbHelp.Text(this) : OwnHelp();

    /// <summary>What completes the first operand.</summary>
    public FlagCompletion First => OperandCompletion(0);

    /// <summary>What completes the operands after the first.</summary>
    public FlagCompletion Others => OperandCompletion(1);

    /// <summary>Words to offer for the first operand where there is a list of them, as <c>bash|zsh|fish</c>; otherwise "".</summary>
    public string FirstWords => First == FlagCompletion.Words ? Operand(0) : "";

    /// <summary>
    /// Divides the words after the verb and counts the operands, unless help is asked for: look at
    /// <see cref="VerbWords.IsHelp"/> first.
    /// </summary>
    /// <exception cref="UsageException">As <see cref="VerbWords.Parse"/>, or a wrong number of operands.</exception>
    public VerbWords Parse(string[] args)
    {
        VerbWords words = VerbWords.Parse(Name, Flags?.Invoke() ?? FlagTable.Of(), args, Interspersed);
        if (!words.IsHelp)
        {
            words.CheckOperands(Least, Most);
        }

        return words;
    }

    // The words of the usage say what an operand is: CONTAINER, CONTAINER:PATH, IMAGE, COMMAND, FILE, a|b|c.
    private FlagCompletion OperandCompletion(int index)
    {
        string operand = Operand(index);
        return operand switch
        {
            "" => FlagCompletion.None,
            "VERB" => FlagCompletion.Verb,
            "IMAGE" => FlagCompletion.Sample,
            "COMMAND" or "ARG" or "PROGRAM" => FlagCompletion.AnyFile,
            _ when operand.StartsWith("CONTAINER", StringComparison.Ordinal) => FlagCompletion.Container,
            _ when operand.Contains("FILE", StringComparison.Ordinal) || operand.Contains("PATH", StringComparison.Ordinal) => FlagCompletion.AnyFile,
            _ when char.IsAsciiLetterLower(operand[0]) && operand.Contains('|') => FlagCompletion.Words,
            _ => FlagCompletion.None,
        };
    }

    private string Operand(int index)
    {
        string[] words = Usage.Split(' ');
        string word = index < words.Length ? words[index] : words[^1].TrimEnd(']') is [.., '.' or '…'] ? words[^1] : "";
        return word.Trim('[', ']', '.', '…');
    }
}
