namespace MiniRun.Linux;

/// <summary>
/// Removes a directory and all below it, by descriptors and without following any link: the names, types and depth in it were
/// chosen by a container. It goes down and up with one descriptor open and no recursion, so that no depth is too deep.
/// </summary>
public sealed class TreeRemover
{
    private const int Flags = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW;
    private const int ShownLevels = 16;
    private readonly string above;
    private readonly Stack<Level> levels = new();

    private TreeRemover(string above) => this.above = above;

    /// <summary>Removes <paramref name="path"/>; one that is already gone is fine.</summary>
    /// <exception cref="LinuxException">Something in it cannot be removed, such as a mount point (EBUSY).</exception>
    public static void Remove(string path)
    {
        int slash = path.TrimEnd('/').LastIndexOf('/');
        string above = slash <= 0 ? "/" : path[..slash];
        using FileDescriptor parent = Files.Open(above, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
        new TreeRemover(above).Remove(parent, path[(slash + 1)..]);
    }

    private void Remove(FileDescriptor parent, string name)
    {
        FileDescriptor? current = Enter(parent, name);
        if (current is null)
        {
            return;
        }

        try
        {
            while (levels.Count > 0)
            {
                current = levels.Peek().Directories.TryPop(out string? below) ? Down(current, below) : Up(current, parent);
            }
        }
        finally
        {
            current.Dispose();
        }
    }

    // An empty directory goes at once; otherwise answers the directory itself, which takes the place of the current one.
    private FileDescriptor Down(FileDescriptor current, string name)
    {
        Errno errno = TryUnlinkAt(current, name, Fcntl.AT_REMOVEDIR);
        if (errno is Errno.None or Errno.ENOENT)
        {
            return current;
        }

        if (errno is not (Errno.ENOTEMPTY or Errno.EEXIST))
        {
            throw new LinuxException("remove", Describe(name), errno);
        }

        FileDescriptor? below = Enter(current, name);
        if (below is null)
        {
            return current;
        }

        current.Dispose();
        return below;
    }

    // The current directory is empty: back to the one above it, where its name can be removed.
    private FileDescriptor Up(FileDescriptor current, FileDescriptor parent)
    {
        Level done = levels.Pop();
        FileDescriptor higher = levels.Count == 0
            ? Files.Open($"/proc/self/fd/{parent.Number}", Fcntl.O_RDONLY | Fcntl.O_DIRECTORY)
            : Files.OpenAt(current.Number, "..", Flags);
        try
        {
            // Were it moved elsewhere meanwhile, ".." would lead out of the tree.
            if (levels.TryPeek(out Level? expected) && FileStatus.Of(higher).Identity != expected.Identity)
            {
                throw new LinuxException("remove", Describe(done.Name), Errno.ESTALE, "something moves directories in it");
            }

            Errno errno = TryUnlinkAt(higher, done.Name, Fcntl.AT_REMOVEDIR);
            if (errno is not (Errno.None or Errno.ENOENT))
            {
                throw new LinuxException("remove", Describe(done.Name), errno);
            }
        }
        catch
        {
            higher.Dispose();
            throw;
        }

        current.Dispose();
        return higher;
    }

    // Opens a directory, removes all in it that is none, and takes note of the rest. Null if it is gone.
    private FileDescriptor? Enter(FileDescriptor parent, string name)
    {
        int descriptor = Files.TryOpenAt(parent.Number, name, Flags, 0, out Errno errno);
        if (descriptor < 0)
        {
            return errno == Errno.ENOENT ? null : throw new LinuxException("open", Describe(name), errno);
        }

        FileDescriptor directory = new(descriptor);
        try
        {
            Level level = new(name, FileStatus.Of(directory).Identity);
            levels.Push(level);
            foreach ((string entry, bool isDirectory) in DirectoryEntries.Read(directory, name))
            {
                errno = isDirectory ? Errno.EISDIR : TryUnlinkAt(directory, entry, 0);
                if (errno == Errno.EISDIR)
                {
                    level.Directories.Push(entry); // also where a file system does not tell the type in the listing
                }
                else if (errno is not (Errno.None or Errno.ENOENT))
                {
                    throw new LinuxException("remove", Describe(entry), errno);
                }
            }

            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    // The last few levels: a whole path may be longer than memory.
    private string Describe(string name)
    {
        IEnumerable<string> names = levels.Take(ShownLevels).Reverse().Select(level => level.Name).Append(name);
        return $"{(levels.Count > ShownLevels ? "…" : above)}/{string.Join('/', names)}";
    }

    private static unsafe Errno TryUnlinkAt(FileDescriptor parent, string name, int flags)
    {
        using CString text = new(name);
        return LibC.unlinkat(parent.Number, text.Pointer, flags) == 0 ? Errno.None : LibC.LastError;
    }

    private sealed record Level(string Name, (ulong FileSystem, ulong Inode) Identity)
    {
        public Stack<string> Directories { get; } = new();
    }
}
