using MiniRun.Linux;

namespace MiniRun.Containers.Running;

/// <summary>A file of the container as its root, or the volume it is in, has it: found where the container would find it.</summary>
/// <param name="Descriptor">The open file.</param>
/// <param name="Volume">The bind mount it is in; null for the root.</param>
internal sealed record ContainerFile(FileDescriptor Descriptor, MountSpec? Volume) : IDisposable
{
    /// <summary>Opens it; null where there is none, or none that we can see.</summary>
    public static ContainerFile? Open(ContainerSpec spec, string path, int flags)
    {
        MountSpec? volume = null;
        string below = path;
        foreach (MountSpec mount in spec.Mounts) // from the top down: the last that fits is the one
        {
            string place = mount.Destination;
            if (path == place || path.StartsWith($"{place}/", StringComparison.Ordinal))
            {
                volume = mount;
                below = path[place.Length..];
            }
        }

        if (volume is not (null or { Type: "bind" }))
        {
            return null; // a file system of the container's own, gone with it
        }

        string from = volume?.Source ?? spec.Root.Path;
        int root = Files.TryOpenAt(Fcntl.AT_FDCWD, from, Fcntl.O_PATH, 0, out _);
        if (root < 0)
        {
            return null;
        }

        using FileDescriptor directory = new(root);
        int descriptor = below.Length == 0
            ? Files.TryOpenAt(Fcntl.AT_FDCWD, from, flags, 0, out _)
            : OpenAt2.InRoot(root, below, flags, 0, out _);
        return descriptor < 0 ? null : new ContainerFile(new FileDescriptor(descriptor), volume);
    }

    /// <summary>Whether no program can be executed on the mount it is on.</summary>
    public bool IsNoExec => Volume is not null && (Volume.Options.Contains("noexec") || FileSystemStatus.Of(Descriptor).IsNoExec);

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Dispose();
}
