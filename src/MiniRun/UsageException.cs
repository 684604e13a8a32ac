namespace MiniRun;

/// <summary>
/// Something asked for on the command line that cannot be: one sentence <c>what `word`: reason</c> and a hint. Thrown before
/// anything is made, so there is nothing to clean up.
/// </summary>
internal sealed class UsageException(string what, string? word, string? reason, string? hint = null) : Exception(Sentence(what, word, reason))
{
    /// <summary>What to do about it, a sentence without the word "hint"; null where the sentence says enough.</summary>
    public string? Hint { get; } = hint;

    private static string Sentence(string what, string? word, string? reason)
    {
        string subject = word is null ? what : $"{what} `{word}`";
        return reason is null ? subject : $"{subject}: {reason}";
    }
}
