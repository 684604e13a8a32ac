namespace MiniRun.Linux;

/// <summary>
/// An operation that the kernel refused. The message is the one sentence a user reads:
/// <c>operation `argument`: reason (ERRNO)</c>, and where the cause is known a second line <c>hint: …</c>.
/// </summary>
public sealed class LinuxException : Exception
{
    /// <summary>Makes the exception for <paramref name="operation"/> on <paramref name="argument"/>.</summary>
    /// <param name="operation">What was tried, as a verb: "open", "mount", "write 20000 to".</param>
    /// <param name="argument">What it was tried on, such as a path; null where there is nothing to name.</param>
    /// <param name="errno">What the kernel said.</param>
    /// <param name="hint">What to do about it, where we know; a sentence without the word "hint".</param>
    public LinuxException(string operation, string? argument, Errno errno, string? hint = null)
        : base(Sentence(operation, argument, errno))
    {
        Operation = operation;
        Argument = argument;
        Errno = errno;
        Hint = hint;
    }

    /// <summary>What was tried.</summary>
    public string Operation { get; }

    /// <summary>What it was tried on, or null.</summary>
    public string? Argument { get; }

    /// <summary>What the kernel said.</summary>
    public Errno Errno { get; }

    /// <summary>What to do about it, or null.</summary>
    public string? Hint { get; }

    /// <summary>The sentence of the error grammar, without a hint.</summary>
    public static string Sentence(string operation, string? argument, Errno errno) =>
        argument is null
            ? $"{operation}: {errno.Message()} ({errno.Name()})"
            : $"{operation} `{argument}`: {errno.Message()} ({errno.Name()})";
}
