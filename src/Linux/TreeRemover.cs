namespace MiniRun.Linux;

/// <summary>
/// Removes a directory and all below it, by descriptors and without following any link: the names and types in it were chosen
/// by a container.
/// </summary>
public static class TreeRemover
{
    /// <summary>Removes <paramref name="path"/>; one that is already gone is fine.</summary>
    /// <exception cref="LinuxException">Something in it cannot be removed, such as a mount point (EBUSY).</exception>
    public static void Remove(string path)
    {
        int slash = path.TrimEnd('/').LastIndexOf('/');
        using FileDescriptor parent = Files.Open(slash <= 0 ? "/" : path[..slash], Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
        RemoveAt(parent, path[(slash + 1)..], path, isDirectory: true);
    }

    private static void RemoveAt(FileDescriptor parent, string name, string path, bool isDirectory)
    {
        if (isDirectory)
        {
            const int Flags = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW;
            int descriptor = Files.TryOpenAt(parent.Number, name, Flags, 0, out Errno opened);
            if (descriptor < 0)
            {
                if (opened == Errno.ENOENT)
                {
                    return;
                }

                throw new LinuxException("open", path, opened);
            }

            using FileDescriptor directory = new(descriptor);
            foreach ((string entry, bool entryIsDirectory) in DirectoryEntries.Read(directory, path))
            {
                RemoveAt(directory, entry, $"{path}/{entry}", entryIsDirectory);
            }
        }

        Errno errno = TryUnlinkAt(parent, name, isDirectory ? Fcntl.AT_REMOVEDIR : 0);
        if (errno is not (Errno.None or Errno.ENOENT))
        {
            throw new LinuxException("remove", path, errno);
        }
    }

    private static unsafe Errno TryUnlinkAt(FileDescriptor parent, string name, int flags)
    {
        using CString text = new(name);
        return LibC.unlinkat(parent.Number, text.Pointer, flags) == 0 ? Errno.None : LibC.LastError;
    }
}
