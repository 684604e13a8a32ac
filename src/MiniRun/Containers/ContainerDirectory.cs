using MiniRun.Linux;

namespace MiniRun.Containers;

/// <summary>
/// The directory of one container, <c>/var/lib/minirun/containers/ID</c>: its writable layer, its small files and the record of
/// its cgroups. The holder of the lock on it is the process that runs the container; a free lock means the container is gone.
/// </summary>
internal sealed class ContainerDirectory(string id) : IDisposable
{
    /// <summary>Where all of them are.</summary>
    public const string All = "/var/lib/minirun/containers";

    /// <summary>
    /// Where the root is mounted until pivot_root. One directory serves all containers: each mounts on it in a mount namespace of
    /// its own, and making and removing a directory is among the slowest things that a start does.
    /// </summary>
    public const string Merged = "/var/lib/minirun/merged";

    private const uint OwnerOnly = 0x1C0; // 0700: an upper layer may hold set-user-ID programs and secrets
    private const int Attempts = 20;
    private FileDescriptor? locked;

    /// <summary>The container.</summary>
    public string Id => id;

    /// <summary>The directory itself.</summary>
    public string Path => $"{All}/{id}";

    /// <summary>Where a tmpfs is mounted for a layer that cannot be on the disk; <c>upper</c> and <c>work</c> are in it, then.</summary>
    public string LayerInMemory => $"{Path}/layer";

    /// <summary>The writable layer.</summary>
    public string Upper => $"{Path}/upper";

    /// <summary>Overlayfs's own directory, on the same file system.</summary>
    public string Work => $"{Path}/work";

    /// <summary>The record of where its cgroups are - the group above them - written before the first of them is made.</summary>
    public string CgroupRecord => $"{Path}/cgroup-parent";

    /// <summary>The file whose content becomes <paramref name="destination"/> in the container.</summary>
    public string GeneratedFile(string destination) => $"{Path}/{destination.AsSpan(destination.LastIndexOf('/') + 1)}";

    /// <summary>Whether <see cref="Make"/> made it: whether what is there is the caller's.</summary>
    public bool IsMade { get; private set; }

    /// <summary>Makes the directory and takes its lock.</summary>
    /// <exception cref="LinuxException">EEXIST: a container of this name runs; or the kernel refused.</exception>
    public void Make()
    {
        MakeParents();
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            bool made = Files.MakeDirectory(Path, OwnerOnly);
            if (!TryLock())
            {
                if (made)
                {
                    continue; // somebody's sweep came between the two and took it for a dead one's: it is gone in a moment
                }

                throw new LinuxException(
                    "make the container", id, Errno.EEXIST, "a container of this name is running; choose another --name");
            }

            if (made)
            {
                IsMade = true;
                return;
            }

            DeadContainer.Remove(this); // left behind by a minirun that was killed
        }

        throw new LinuxException("lock", Path, Errno.EBUSY, "other minirun processes remove and make it at the same time");
    }

    /// <summary>Takes the lock; false if another process holds it, or if the directory is gone.</summary>
    public bool TryLock()
    {
        locked?.Dispose();
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, Path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW, 0, out _);
        if (descriptor < 0)
        {
            return false;
        }

        locked = new FileDescriptor(descriptor);

        // Whoever held the lock a moment ago may have removed the directory, and the name may belong to a new one by now.
        return LibC.flock(descriptor, Flock.LOCK_EX | Flock.LOCK_NB) == 0
            && FileStatus.TryGet(Path, out _)?.Identity == FileStatus.Of(locked).Identity;
    }

    /// <summary>Removes it with all that is in it.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public void Remove() => TreeRemover.Remove(Path);

    /// <inheritdoc/>
    public void Dispose() => locked?.Dispose();

    private static void MakeParents()
    {
        if (!Files.Exists(Merged))
        {
            Files.MakeDirectory("/var/lib/minirun", OwnerOnly);
            Files.MakeDirectory(All, OwnerOnly);
            Files.MakeDirectory(Merged, OwnerOnly); // the last: where it is, the others are
        }
    }
}
