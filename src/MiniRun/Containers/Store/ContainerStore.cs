using MiniRun.Linux;

namespace MiniRun.Containers.Store;

/// <summary>All containers of this machine.</summary>
internal static class ContainerStore
{
    /// <summary>Every one, the newest first.</summary>
    public static List<ContainerEntry> All()
    {
        List<ContainerEntry> entries = [];
        foreach (ContainerDirectory directory in Directories())
        {
            if (ContainerEntry.TryRead(directory) is { } entry)
            {
                entries.Add(entry);
            }
        }

        entries.Sort((one, other) => (other.Record?.Created ?? 0).CompareTo(one.Record?.Created ?? 0));
        return entries;
    }

    /// <summary>The container with this name, this id, or an id that begins so.</summary>
    /// <exception cref="UsageException">None, or several.</exception>
    public static ContainerEntry Find(string word)
    {
        if (word.Length == 0 || !ContainerName.IsValid(word))
        {
            throw new UsageException("container", word, "neither a name nor an id", "`minirun ps -a` lists them");
        }

        List<string> ids = NameRegistry.Find(word) is { } id ? [id] : WithPrefix(word);
        ContainerEntry? entry = ids switch
        {
            [] => null,
            [string one] => ContainerEntry.TryRead(DirectoryOf(one)),
            _ => throw new UsageException("container", word, $"the ids of {ids.Count} containers begin so", "give more digits, or the name"),
        };
        return entry ?? throw new UsageException("container", word, "no such container", "`minirun ps -a` lists them");
    }

    private static List<string> WithPrefix(string prefix)
    {
        List<string> ids = [];
        foreach (ContainerDirectory directory in Directories())
        {
            if (directory.Id.StartsWith(prefix, StringComparison.Ordinal))
            {
                ids.Add(directory.Id);
            }
        }

        return ids;
    }

    private static ContainerDirectory DirectoryOf(string id)
    {
        ContainerDirectory kept = new(id, isKept: true);
        return Files.Exists(kept.Path) ? kept : new ContainerDirectory(id, isKept: false);
    }

    private static IEnumerable<ContainerDirectory> Directories()
    {
        foreach (bool kept in new[] { true, false })
        {
            foreach (string id in Names(kept ? ContainerDirectory.AllKept : ContainerDirectory.AllForeground))
            {
                yield return new ContainerDirectory(id, kept);
            }
        }
    }

    private static List<string> Names(string path)
    {
        List<string> names = [];
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY, 0, out Errno errno);
        if (descriptor < 0)
        {
            return errno == Errno.ENOENT ? names : throw new LinuxException("open", path, errno, errno == Errno.EACCES ? "this needs root" : null);
        }

        using FileDescriptor directory = new(descriptor);
        foreach ((string name, bool isDirectory) in DirectoryEntries.Read(directory, path))
        {
            if (isDirectory && ContainerId.IsValid(name))
            {
                names.Add(name);
            }
        }

        return names;
    }
}
