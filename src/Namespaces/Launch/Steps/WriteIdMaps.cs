using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>
/// Writes the id maps of a new user namespace and takes hold of it.
/// </summary>
/// <param name="users">The maps; gets the descriptor.</param>
public sealed class WriteIdMaps(UserNamespace users) : ParentStep
{
    /// <inheritdoc/>
    public override string Operation => "write the id maps";

    /// <inheritdoc/>
    public override string Why =>
        "A user namespace without maps has no ids at all; only a process outside of it with rights over both sides may write ranges.";

    /// <inheritdoc/>
    public override string Manual => "user_namespaces(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => [];

    /// <inheritdoc/>
    public override void Run(int child)
    {
        Write($"/proc/{child}/uid_map", UserNamespace.MapText(users.Uids));
        Write($"/proc/{child}/gid_map", UserNamespace.MapText(users.Gids));
        users.Take(Files.Open($"/proc/{child}/ns/user", Fcntl.O_RDONLY));
    }

    private static void Write(string path, string map)
    {
        Errno errno = Files.TryWriteValue(path, map);
        if (errno != Errno.None)
        {
            string? hint = errno == Errno.EPERM ? "minirun itself runs in a user namespace in which these ids do not exist" : null;
            throw new LinuxException("write the id map", path, errno, hint);
        }
    }
}
