namespace MiniRun.Linux;

/// <summary>
/// A descriptor that is readable when a file in a directory was written, made or renamed, or the directory removed;
/// inotify(7). One watch on the directory stays right while the files in it are exchanged.
/// </summary>
public sealed unsafe class DirectoryWatch : IDisposable
{
    private readonly string path;
    private readonly FileDescriptor inotify;
    private readonly FileStatus? watched;

    /// <summary>Watches <paramref name="path"/> from now on.</summary>
    /// <exception cref="LinuxException">It is no directory, or the kernel has no more watches to give.</exception>
    public DirectoryWatch(string path)
    {
        this.path = path;
        int descriptor = LibC.inotify_init1(Inotify.IN_NONBLOCK | Inotify.IN_CLOEXEC);
        if (descriptor < 0)
        {
            Errno errno = LibC.LastError;
            string? instances = errno == Errno.EMFILE ? "the user has no more inotify instances: raise fs.inotify.max_user_instances" : null;
            throw new LinuxException("watch", path, errno, instances);
        }

        inotify = new FileDescriptor(descriptor);

        // IN_DELETE_SELF of the directory itself comes only after everybody has closed the files that were in it, we too.
        Add(Path.GetDirectoryName(path)!, Inotify.IN_DELETE | Inotify.IN_MOVED_FROM);
        Add(path, Inotify.IN_MODIFY | Inotify.IN_CREATE | Inotify.IN_MOVED_TO);
        watched = FileStatus.TryGet(path, out _);
    }

    /// <summary>For poll(2).</summary>
    public int Descriptor => inotify.Number;

    /// <summary>Takes all events; what they were does not matter, the caller looks for itself.</summary>
    /// <returns>Whether the directory is still there.</returns>
    public bool Drain()
    {
        const int Size = 4096;
        byte* events = stackalloc byte[Size];
        while (LibC.read(inotify.Number, events, Size) > 0)
        {
        }

        return FileStatus.TryGet(path, out _) is { } now && now.Identity == watched?.Identity;
    }

    /// <inheritdoc/>
    public void Dispose() => inotify.Dispose();

    private void Add(string directory, uint events)
    {
        using CString name = new(directory);
        if (LibC.inotify_add_watch(inotify.Number, name.Pointer, events | Inotify.IN_ONLYDIR) < 0)
        {
            Errno errno = LibC.LastError;
            inotify.Dispose();
            string? watches = errno == Errno.ENOSPC ? "the user has no more inotify watches: raise fs.inotify.max_user_watches" : null;
            throw new LinuxException("watch", directory, errno, watches);
        }
    }
}
