namespace MiniRun.Commands;

/// <summary>Whether a flag takes a value.</summary>
internal enum FlagKind
{
    /// <summary>On by its name alone; <c>--init=false</c> switches it off.</summary>
    Switch,

    /// <summary>One value; given twice, the last counts, as in docker.</summary>
    Value,

    /// <summary>Values, each with the flag before it.</summary>
    List,

    /// <summary>A value only with <c>=</c>.</summary>
    Optional,
}

/// <summary>What completes a value of a flag, or an operand, in a shell.</summary>
internal enum FlagCompletion
{
    /// <summary>Nothing is known.</summary>
    None,

    /// <summary>Files.</summary>
    AnyFile,

    /// <summary>Directories.</summary>
    AnyDirectory,

    /// <summary>The words between the braces of the placeholder: <c>host|private</c>.</summary>
    Words,

    /// <summary>Names of capabilities.</summary>
    Capability,

    /// <summary>Names of containers.</summary>
    Container,

    /// <summary>Names of samples.</summary>
    Sample,

    /// <summary>Verbs of minirun.</summary>
    Verb,
}

/// <summary>One flag of a verb: the parser, help and completion all read this.</summary>
/// <param name="Name">Without the dashes.</param>
/// <param name="Short">The letter, or '\0'.</param>
/// <param name="Kind">Whether it takes a value.</param>
/// <param name="Placeholder">How help names the value.</param>
/// <param name="Summary">One line.</param>
/// <param name="Completion">What completes the value.</param>
internal sealed record Flag(
    string Name,
    char Short,
    FlagKind Kind,
    string Placeholder,
    string Summary,
    FlagCompletion Completion = FlagCompletion.None)
{
    /// <summary>A second name, as docker has them for a few; help does not show it.</summary>
    public string? Alias { get; init; }

    /// <summary>How a user writes it: <c>-m, --memory</c>.</summary>
    public string Spelling => Short == '\0' ? $"--{Name}" : $"-{Short}, --{Name}";
}
