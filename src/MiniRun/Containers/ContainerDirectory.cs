using MiniRun.Containers.Store;
using MiniRun.Linux;

namespace MiniRun.Containers;

/// <summary>
/// The directory of one container: its record, its state, its writable layer, its small files and its log. The holder of the lock
/// on it is the process that runs the container. Those of <c>run</c> in the foreground end with their CLI and are apart from those
/// that are kept: what a killed CLI has left is found without reading through all that are there to stay.
/// </summary>
/// <param name="id">The container.</param>
/// <param name="isKept">Whether it is there until it is removed.</param>
internal sealed class ContainerDirectory(string id, bool isKept) : IDisposable
{
    /// <summary>Where those are that stay.</summary>
    public const string AllKept = "/var/lib/minirun/containers";

    /// <summary>Where those are that end with their CLI.</summary>
    public const string AllForeground = "/var/lib/minirun/foreground";

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

    /// <summary>Whether it is there until it is removed.</summary>
    public bool IsKept => isKept;

    /// <summary>The directory itself.</summary>
    public string Path => $"{(isKept ? AllKept : AllForeground)}/{id}";

    /// <summary>Where a tmpfs is mounted for a layer that cannot be on the disk; <c>upper</c> and <c>work</c> are in it, then.</summary>
    public string LayerInMemory => $"{Path}/layer";

    /// <summary>The writable layer.</summary>
    public string Upper => $"{Path}/upper";

    /// <summary>Overlayfs's own directory, on the same file system.</summary>
    public string Work => $"{Path}/work";

    /// <summary>What it is and is to be, and where its cgroups are: written before anything is made outside of the directory.</summary>
    public string Record => $"{Path}/config.json";

    /// <summary>How it is.</summary>
    public string State => $"{Path}/state";

    /// <summary>What it has written.</summary>
    public string Log => $"{Path}/log";

    /// <summary>The socket of its monitor.</summary>
    public string Socket => $"{Path}/attach";

    /// <summary>The file whose content becomes <paramref name="destination"/> in the container.</summary>
    public string GeneratedFile(string destination) => $"{Path}/{destination.AsSpan(destination.LastIndexOf('/') + 1)}";

    /// <summary>Whether <see cref="Make"/> made it, or it was given to us locked: whether what is there is the caller's.</summary>
    public bool IsMade { get; private set; }

    /// <summary>The container's name, once it has been claimed.</summary>
    public string? Name { get; set; }

    /// <summary>The lock, to pass on.</summary>
    public FileDescriptor Lock => locked ?? throw new InvalidOperationException("not locked");

    /// <summary>Whether there is a container with this id.</summary>
    public static bool Exists(string id) => Files.Exists($"{AllKept}/{id}") || Files.Exists($"{AllForeground}/{id}");

    /// <summary>Makes the directory and takes its lock.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public void Make()
    {
        MakeParents();
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            // Somebody's sweep may come between the two and take it for a dead one's.
            if (Files.MakeDirectory(Path, OwnerOnly) && TryLock())
            {
                IsMade = true;
                return;
            }
        }

        throw new LinuxException("lock", Path, Errno.EBUSY, "other minirun processes remove and make it at the same time");
    }

    /// <summary>Takes over a lock that was passed on to this process.</summary>
    public void Adopt(FileDescriptor passed)
    {
        locked = passed;
        IsMade = true;
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

    /// <summary>Removes what <see cref="Make"/> made: nothing else has been made yet.</summary>
    public void Abandon()
    {
        IsMade = false;
        Remove();
    }

    /// <summary>Removes it with all that is in it.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public void Remove() => TreeRemover.Remove(Path);

    /// <inheritdoc/>
    public void Dispose() => locked?.Dispose();

    private static void MakeParents()
    {
        if (!Files.Exists(NameRegistry.Directory))
        {
            Files.MakeDirectory("/var/lib/minirun", OwnerOnly);
            Files.MakeDirectory(AllKept, OwnerOnly);
            Files.MakeDirectory(AllForeground, OwnerOnly);
            Files.MakeDirectory(Merged, OwnerOnly);
            Files.MakeDirectory(NameRegistry.Directory, OwnerOnly); // the last: where it is, the others are
        }
    }
}
