namespace MiniRun.Rootfs;

/// <summary>
/// Something wanted of a root file system that it does not have: a user, a sample. The message is the one sentence a user
/// reads; what the kernel refuses is a <see cref="Linux.LinuxException"/>.
/// </summary>
public sealed class RootfsException(string message, string? hint = null) : Exception(message)
{
    /// <summary>What to do about it, or null; a sentence without the word "hint".</summary>
    public string? Hint => hint;
}
