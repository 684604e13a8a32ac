using MiniRun.Cgroups;
using MiniRun.Linux;
using MiniRun.Namespaces;
using MiniRun.Namespaces.Launch;
using MiniRun.Namespaces.Launch.Steps;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Containers.Planning;

/// <summary>The mounts of a container: the root, what is mounted onto it, and what is then masked.</summary>
internal sealed class MountPlanner(
    ContainerSpec spec, LaunchPlan plan, CgroupPlan cgroups, CgroupLayout layout, ContainerDirectory directory,
    UserNamespace? users)
{
    // What goes with the container needs no sync when it is unmounted; what stays must be whole after a crash of the machine.
    private readonly bool isVolatile = !directory.IsKept;
    private readonly Dictionary<MountSpec, AcquireTree> volumes = [];
    private readonly List<(GeneratedFile File, AcquireTree Tree)> files = [];

    /// <summary>Whether /dev is a tmpfs that we fill; otherwise the user brings one.</summary>
    public bool HasOwnDev { get; } = spec.Mounts.Exists(mount => mount is { Destination: "/dev", Type: "tmpfs" });

    private string Layer => spec.Root.UpperOnTmpfs ? directory.LayerInMemory : directory.Path;

    private bool HidesGroups => spec.Linux.NewNamespaces.Contains(NamespaceKind.Cgroup);

    /// <summary>Takes copies of what is bound from the machine.</summary>
    public void Acquire()
    {
        foreach (MountSpec mount in spec.Mounts)
        {
            if (mount.Type == "bind")
            {
                volumes[mount] = Take(mount.Source, mount.Options);
            }
            else if (mount.Type == "cgroup" && !HidesGroups)
            {
                volumes[mount] = Take("/sys/fs/cgroup", ["rbind", "rslave", .. mount.Options]);
            }
        }
    }

    /// <summary>Takes copies of the small files that the parent made.</summary>
    public void AcquireFiles()
    {
        foreach (GeneratedFile file in spec.GeneratedFiles)
        {
            files.Add((file, Take(directory.GeneratedFile(file.Destination), [], needsParent: true)));
        }
    }

    /// <summary>
    /// With a user namespace: what only the machine's root may do, before the container's process exists. A namespace may not
    /// make device nodes, nor mount file systems of the machine with other ids.
    /// </summary>
    /// <param name="descriptor">The number under which the launcher has the namespace.</param>
    public void MakeForUsers(int descriptor)
    {
        plan.Add(new UnshareMountNamespace());
        plan.Add(new MakeMountsPrivate());
        if (spec.Root.UpperOnTmpfs)
        {
            plan.Add(new MakeLayerInMemory(directory.LayerInMemory, users!.HostUid(0), users.HostGid(0)));
        }

        MapLowerIds lower = new(spec.Root.Path, ContainerDirectory.Merged, descriptor);
        plan.Add(lower);
        plan.Add(new MountOverlay(spec.Root.Path, $"{Layer}/upper", $"{Layer}/work", ContainerDirectory.Merged, isVolatile, lower));
        if (spec.Mounts.Find(mount => mount is { Destination: "/dev", Type: "tmpfs" }) is { } dev)
        {
            plan.Add(new MakeDevDetached(MountOptions.Parse(dev.Options), users!));
            AddDeviceNodes();
        }
        else
        {
            plan.Add(new MakeNullDevice());
        }
    }

    /// <summary>The root and everything that is mounted onto it.</summary>
    public void Attach()
    {
        if (users is null)
        {
            AddRoot();
        }

        foreach (MountSpec mount in spec.Mounts)
        {
            Add(mount);
        }

        if (!HasOwnDev && users is null)
        {
            plan.Add(new MakeNullDevice());
        }

        foreach ((GeneratedFile file, AcquireTree tree) in files)
        {
            plan.Add(new AttachTree(tree, file.Destination, directory: false));
        }
    }

    /// <summary>Masks and read-only paths: the last change to the mounts.</summary>
    public void Protect()
    {
        MaskPath? previous = null;
        foreach (string path in spec.Linux.MaskedPaths)
        {
            bool isDirectory = IsDirectory(path);
            bool ofKernel = path.StartsWith("/proc/", StringComparison.Ordinal) || path.StartsWith("/sys/", StringComparison.Ordinal);
            MaskPath mask = new(path, isDirectory, previous, mayLack: !ofKernel);
            plan.Add(mask);
            previous = isDirectory && ofKernel ? previous ?? mask : previous; // one that is surely mounted
        }

        foreach (string path in spec.Linux.ReadonlyPaths)
        {
            plan.Add(new MakePathReadOnly(path, IsDirectory(path)));
        }
    }

    private void AddRoot()
    {
        if (spec.Root.UpperOnTmpfs)
        {
            plan.Add(new MakeLayerInMemory(directory.LayerInMemory));
        }

        plan.Add(new MountOverlay(spec.Root.Path, $"{Layer}/upper", $"{Layer}/work", ContainerDirectory.Merged, isVolatile));
    }

    private void Add(MountSpec mount)
    {
        if (volumes.TryGetValue(mount, out AcquireTree? tree))
        {
            plan.Add(new AttachTree(tree, mount.Destination, IsDirectory(tree.Argument)));
        }
        else if (mount.Type == "cgroup")
        {
            AddCgroups(mount);
        }
        else if (users is not null && mount is { Destination: "/dev", Type: "tmpfs" })
        {
            plan.Add(new AttachDev());
            plan.Add(new MakeDeviceLinks());
        }
        else
        {
            plan.Add(new MountFileSystem(mount.Type, mount.Source, mount.Destination, MountOptions.Parse(mount.Options)));
            if (mount.Destination == "/dev" && HasOwnDev)
            {
                AddDeviceNodes();
                plan.Add(new MakeDeviceLinks());
            }
        }
    }

    private void AddDeviceNodes()
    {
        foreach (DeviceNode node in DeviceNode.Defaults)
        {
            if (!spec.Linux.Devices.Exists(other => other.Path == node.Path))
            {
                plan.Add(new MakeDevice(OwnedInside(node)));
            }
        }

        foreach (DeviceNode node in spec.Linux.Devices)
        {
            plan.Add(new MakeDevice(OwnedInside(node)));
        }
    }

    private DeviceNode OwnedInside(DeviceNode node) =>
        users is null ? node : node with { Uid = users.HostUid(node.Uid), Gid = users.HostGid(node.Gid) };

    // In a cgroup namespace a new mount of a hierarchy shows the container's own group as the root of it.
    private void AddCgroups(MountSpec mount)
    {
        if (cgroups.TasksFiles.Count == 0 && cgroups.IntoDirectory is not null && layout.Unified?.Directory == "/sys/fs/cgroup")
        {
            plan.Add(new MountFileSystem("cgroup2", "cgroup", mount.Destination, MountOptions.Parse(mount.Options)));
            return;
        }

        List<string> options = [.. mount.Options];
        options.Remove("ro");
        plan.Add(new MountFileSystem("tmpfs", "cgroup", mount.Destination, MountOptions.Parse([.. options, "mode=755"])));
        foreach (CgroupJoin join in cgroups.TasksFiles)
        {
            string[] controllers = join.Controller.Split(',');
            string at = $"{mount.Destination}/{join.Controller}";
            plan.Add(new MountFileSystem("cgroup", "cgroup", at, MountOptions.Parse([.. mount.Options, .. controllers])));
        }

        if (cgroups.IntoDirectory is not null)
        {
            plan.Add(new MountFileSystem("cgroup2", "cgroup", $"{mount.Destination}/unified", MountOptions.Parse(mount.Options)));
        }

        if (mount.Options.Contains("ro"))
        {
            plan.Add(new RemountReadOnly(mount.Destination));
        }
    }

    private AcquireTree Take(string source, IReadOnlyList<string> options, bool needsParent = false)
    {
        AcquireTree tree = new(source, MountOptions.Parse(options), needsParent);
        plan.Add(tree);
        return tree;
    }

    private static bool IsDirectory(string path)
    {
        FileStatus? status = FileStatus.TryGet(path, out Errno errno);
        return status?.IsDirectory ?? throw new LinuxException("look at", path, errno);
    }
}
