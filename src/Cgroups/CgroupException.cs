namespace MiniRun.Cgroups;

/// <summary>
/// A limit, a name or a layout that cannot be used, found before anything was made. The message is one sentence; what the
/// kernel itself refuses is a <see cref="Linux.LinuxException"/> instead.
/// </summary>
public sealed class CgroupException : Exception
{
    /// <summary>Makes it.</summary>
    /// <param name="message">One sentence that names the option or the controller and the value.</param>
    /// <param name="hint">What to do about it, where we know; a sentence without the word "hint".</param>
    public CgroupException(string message, string? hint = null)
        : base(message) => Hint = hint;

    /// <summary>What to do about it, or null.</summary>
    public string? Hint { get; }
}
