using MiniRun.Linux;

namespace MiniRun.Containers.Store;

/// <summary>
/// Who has which name: <c>/var/lib/minirun/names/NAME</c> is a symbolic link whose text is the id. symlink(2) makes it whole or
/// not at all, and refuses a second one. A link to a container that is gone holds nothing.
/// </summary>
internal static unsafe class NameRegistry
{
    /// <summary>Where the links are.</summary>
    public const string Directory = "/var/lib/minirun/names";

    /// <summary>Takes a name for a container whose directory exists.</summary>
    /// <param name="wanted">The name; null for one drawn by lot.</param>
    /// <param name="id">The container.</param>
    /// <returns>The name it has now.</returns>
    /// <exception cref="LinuxException">EEXIST: another container has it; or the kernel refused.</exception>
    public static string Claim(string? wanted, string id)
    {
        for (int attempt = 0; ; attempt++)
        {
            string name = wanted ?? ContainerName.Random(attempt);
            if (TryClaim(name, id, out string owner))
            {
                return name;
            }

            if (wanted is not null || attempt > 1000)
            {
                throw new LinuxException(
                    "name the container", name, Errno.EEXIST,
                    $"it is the name of the container {ContainerId.Short(owner)}; `minirun rm {name}` removes that one, or choose another --name");
            }
        }
    }

    /// <summary>The id of the container with this name; null for none.</summary>
    public static string? Find(string name)
    {
        string? id = Files.TryReadLink($"{Directory}/{name}");
        return id is not null && ContainerId.IsValid(id) && ContainerDirectory.Exists(id) ? id : null;
    }

    /// <summary>Gives a name up; one that is another container's by now stays.</summary>
    public static void Release(string name, string id)
    {
        string path = $"{Directory}/{name}";
        if (Files.TryReadLink(path) == id)
        {
            using CString text = new(path);
            _ = LibC.unlinkat(Fcntl.AT_FDCWD, text.Pointer, 0); // what stays is taken over by whoever wants the name
        }
    }

    private static bool TryClaim(string name, string id, out string owner)
    {
        string path = $"{Directory}/{name}";
        owner = "";
        for (int attempt = 0; attempt < 100; attempt++)
        {
            Errno errno = Link(id, path);
            if (errno == Errno.None)
            {
                return true;
            }

            if (errno != Errno.EEXIST)
            {
                throw new LinuxException("make the name", path, errno);
            }

            owner = Files.TryReadLink(path) ?? "";
            if (attempt == 0)
            {
                DeadContainer.Sweep(); // one whose command was killed has no need of its name any more
            }

            if (owner.Length > 0 && ContainerDirectory.Exists(owner))
            {
                return owner == id;
            }

            RemoveStale(path, owner);
        }

        throw new LinuxException("make the name", path, Errno.EBUSY, "other minirun processes make and remove it at the same time");
    }

    // Only who holds the lock removes another's link, and only the very link that was seen to lead nowhere: between the two a
    // third one may have taken the name.
    private static void RemoveStale(string path, string seen)
    {
        using FileDescriptor all = Files.Open(Directory, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
        if (LibC.flock(all.Number, Flock.LOCK_EX) == 0 && Files.TryReadLink(path) == seen && !ContainerDirectory.Exists(seen))
        {
            using CString text = new(path);
            _ = LibC.unlinkat(Fcntl.AT_FDCWD, text.Pointer, 0);
        }
    }

    private static Errno Link(string target, string path)
    {
        using CString text = new(target);
        using CString name = new(path);
        return LibC.symlinkat(text.Pointer, Fcntl.AT_FDCWD, name.Pointer) == 0 ? Errno.None : LibC.LastError;
    }
}
