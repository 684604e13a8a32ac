using System.Buffers.Binary;

namespace MiniRun.Linux;

/// <summary>
/// A descriptor that is readable when a file in a directory was written, made or renamed, or the directory removed;
/// inotify(7). One watch on the directory stays right while the files in it are exchanged.
/// </summary>
public sealed unsafe class DirectoryWatch : IDisposable
{
    private const int EventSize = 16; // struct inotify_event: watch, mask, cookie, length of the name that follows
    private readonly FileDescriptor inotify;

    /// <summary>Watches <paramref name="path"/> from now on.</summary>
    /// <exception cref="LinuxException">It is no directory, or the kernel has no more watches to give.</exception>
    public DirectoryWatch(string path)
    {
        int descriptor = LibC.inotify_init1(Inotify.IN_NONBLOCK | Inotify.IN_CLOEXEC);
        if (descriptor < 0)
        {
            Errno errno = LibC.LastError;
            string? instances = errno == Errno.EMFILE ? "the user has no more inotify instances: raise fs.inotify.max_user_instances" : null;
            throw new LinuxException("watch", path, errno, instances);
        }

        inotify = new FileDescriptor(descriptor);
        const uint Mask = Inotify.IN_MODIFY | Inotify.IN_CREATE | Inotify.IN_MOVED_TO | Inotify.IN_DELETE_SELF | Inotify.IN_ONLYDIR;
        using CString name = new(path);
        if (LibC.inotify_add_watch(descriptor, name.Pointer, Mask) < 0)
        {
            Errno errno = LibC.LastError;
            inotify.Dispose();
            string? watches = errno == Errno.ENOSPC ? "the user has no more inotify watches: raise fs.inotify.max_user_watches" : null;
            throw new LinuxException("watch", path, errno, watches);
        }
    }

    /// <summary>For poll(2).</summary>
    public int Descriptor => inotify.Number;

    /// <summary>Whether the directory is gone, as far as <see cref="Drain"/> has read.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Takes all events; what they were does not matter, the caller looks for itself.</summary>
    public void Drain()
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (true)
        {
            nint length;
            fixed (byte* start = buffer)
            {
                length = LibC.read(inotify.Number, start, (nuint)buffer.Length);
            }

            if (length <= 0)
            {
                return; // EAGAIN: there are no more
            }

            for (int at = 0; at < length;)
            {
                ReadOnlySpan<byte> happened = buffer[at..];
                uint mask = BinaryPrimitives.ReadUInt32LittleEndian(happened[4..]);
                IsGone |= (mask & (Inotify.IN_DELETE_SELF | Inotify.IN_IGNORED)) != 0;
                at += EventSize + BinaryPrimitives.ReadInt32LittleEndian(happened[12..]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => inotify.Dispose();
}
