using System.Globalization;
using MiniRun.Containers.Parsing;
using MiniRun.Linux;
using MiniRun.Rootfs.Samples;

namespace MiniRun.Containers;

/// <summary>What is mounted: docker's kernel file systems in docker's order, then the user's mounts from the top down.</summary>
internal static class SpecMounts
{
    private const ulong DefaultShmSize = 64 << 20;

    /// <summary>Adds all mounts.</summary>
    /// <exception cref="UsageException">A mount that cannot be, or two on one place.</exception>
    public static void Add(ContainerSpec spec, RunOptions options, SpecNamespaces namespaces, SpecRoot image)
    {
        List<MountSpec> own = OfUser(options);
        foreach (MountSpec mount in Defaults(options, namespaces, image))
        {
            // A mount of the user's takes the place of a default one, as -v /x:/dev/shm does.
            if (!own.Exists(other => other.Destination == mount.Destination))
            {
                spec.Mounts.Add(mount);
            }
        }

        spec.Mounts.AddRange(own);
        spec.GeneratedFiles.RemoveAll(file => own.Exists(mount => mount.Destination == file.Destination));
    }

    private static List<MountSpec> OfUser(RunOptions options)
    {
        List<MountSpec> mounts = [];
        foreach (string text in options.Volumes)
        {
            AddOnce(mounts, VolumeParser.Parse(text));
        }

        foreach (string text in options.Mounts)
        {
            AddOnce(mounts, MountParser.Parse(text));
        }

        foreach (string text in options.Tmpfs)
        {
            AddOnce(mounts, TmpfsParser.Parse(text));
        }

        // By insertion, which keeps the order of the command line among equals; List.Sort does not.
        List<MountSpec> sorted = [];
        foreach (MountSpec mount in mounts)
        {
            int depth = ContainerPath.Depth(mount.Destination);
            int at = sorted.Count;
            while (at > 0 && ContainerPath.Depth(sorted[at - 1].Destination) > depth)
            {
                at--;
            }

            sorted.Insert(at, mount);
        }

        return sorted;
    }

    private static void AddOnce(List<MountSpec> mounts, MountSpec mount)
    {
        if (mounts.Exists(other => other.Destination == mount.Destination))
        {
            throw new UsageException("mount", mount.Destination, "asked for twice");
        }

        mounts.Add(mount);
    }

    private static IEnumerable<MountSpec> Defaults(RunOptions options, SpecNamespaces namespaces, SpecRoot image)
    {
        bool newUser = namespaces.User == NamespaceMode.Private;
        string access = options.Privileged ? "rw" : "ro";
        if (image.IsMachine)
        {
            // Sockets of services, run-time state, other people's files: not for a container. And our own store, which may
            // be made only now, with this very container in it.
            yield return Mount("/run", "tmpfs", "tmpfs", "nosuid", "nodev", "mode=755");
            yield return Mount("/tmp", "tmpfs", "tmpfs", "nosuid", "nodev", "mode=1777");
            yield return Mount(SampleStore.SystemDirectory, "tmpfs", "tmpfs", "nosuid", "nodev", "noexec", "ro", "mode=000");
        }

        // A user namespace may mount these only for namespaces that it owns; otherwise the machine's are bound.
        yield return newUser && namespaces.Pid == NamespaceMode.Host
            ? Mount("/proc", "bind", "/proc", "rbind", "rslave")
            : Mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev");
        yield return Mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k");
        yield return Mount("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5");
        if (namespaces.Ipc == NamespaceMode.Host)
        {
            yield return Mount("/dev/shm", "bind", "/dev/shm", "bind", "rprivate", "nosuid", "noexec", "nodev");
            if (Files.Exists("/dev/mqueue"))
            {
                yield return Mount("/dev/mqueue", "bind", "/dev/mqueue", "bind", "rprivate", "nosuid", "noexec", "nodev");
            }
        }
        else
        {
            ulong size = options.ShmSize is null ? DefaultShmSize : ByteSize.Parse("--shm-size", options.ShmSize);
            if (namespaces.Ipc != NamespaceMode.None)
            {
                string bytes = "size=" + size.ToString(CultureInfo.InvariantCulture);
                yield return Mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", bytes);
            }

            yield return Mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev");
        }

        yield return newUser && namespaces.Network == NamespaceMode.Host
            ? Mount("/sys", "bind", "/sys", "rbind", "rslave", "nosuid", "noexec", "nodev", access)
            : Mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", access);
        yield return Mount("/sys/fs/cgroup", "cgroup", "cgroup", access, "nosuid", "noexec", "nodev");
    }

    private static MountSpec Mount(string destination, string type, string source, params List<string> options) =>
        new() { Destination = destination, Type = type, Source = source, Options = options };
}
