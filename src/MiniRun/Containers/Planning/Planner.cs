using MiniRun.Cgroups;
using MiniRun.Containers.Planning.Steps;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Namespaces;
using MiniRun.Namespaces.Launch;
using MiniRun.Namespaces.Launch.Steps;

namespace MiniRun.Containers.Planning;

/// <summary>
/// Turns a specification into the ordered steps that make the container. The order is the security of it: each place where
/// another order would be wrong says so.
/// </summary>
internal static class Planner
{
    /// <summary>The plan. Reads the machine (cgroup layout, kinds of the files to mount), changes nothing.</summary>
    /// <exception cref="CgroupException">A limit that cannot be applied here.</exception>
    /// <exception cref="LinuxException">A file to mount cannot be looked at.</exception>
    public static ContainerPlan Plan(ContainerSpec spec) => Plan(new ContainerRecord { Spec = spec }, new ContainerDirectory(spec.Id, isKept: false));

    /// <summary>The plan of a container with this record, in this directory.</summary>
    /// <exception cref="CgroupException">A limit that cannot be applied here.</exception>
    /// <exception cref="LinuxException">A file to mount cannot be looked at.</exception>
    public static ContainerPlan Plan(ContainerRecord record, ContainerDirectory directory)
    {
        ContainerSpec spec = record.Spec;
        CgroupLayout layout = CgroupLayout.Discover();
        bool ownPids = spec.Linux.NewNamespaces.Contains(NamespaceKind.Pid);

        // Without a PID namespace to end, a container is its group: it must be in one. On pure v2 also because the
        // group of the caller is no root to show to a container.
        // Everybody else too: a program that gets other rights when it is executed is not sent the signal of its parent's death,
        // and is then found by its group. The device rules make one, and without them (--privileged) one is made for this.
        bool killable = !ownPids || spec.Linux.Resources.DeviceRules is null || layout.Find("devices") is null;
        string parent = spec.Linux.CgroupParent ?? CgroupPlanner.DefaultParent;
        CgroupPlan cgroups = CgroupPlanner.Plan(layout, spec.Linux.Resources, parent, spec.Id, killable, freezable: true);
        LaunchPlan plan = new();
        UserNamespace? users = spec.Linux.NewNamespaces.Contains(NamespaceKind.User)
            ? new UserNamespace(spec.Linux.UidMappings, spec.Linux.GidMappings)
            : null;
        MountPlanner mounts = new(spec, plan, cgroups, layout, directory, users);

        AddParentSteps(plan, record, cgroups, layout, parent, directory, users);
        mounts.Acquire(); // before the new mount namespace, while copies are still related to their originals
        if (users is not null)
        {
            mounts.AcquireFiles(); // here, by the machine's root: they are in a directory that nobody else may enter
            EnterUsers(plan, spec, users, mounts);
        }

        AddNamespaces(plan, spec, cgroups, users is null ? null : ContainerDirectory.Merged);
        if (users is null)
        {
            mounts.AcquireFiles();
        }

        mounts.Attach();
        AddSettings(plan, spec);
        mounts.Protect();
        AddRoot(plan, spec, mounts.HasOwnDev);
        ProcessPlanner.Add(plan, spec, endsWithParent: !directory.IsKept);
        return new ContainerPlan(spec, plan, cgroups, directory);
    }

    private static void AddParentSteps(LaunchPlan plan, ContainerRecord record, CgroupPlan cgroups, CgroupLayout layout,
        string parent, ContainerDirectory directory, UserNamespace? users)
    {
        plan.Add(directory.IsKept
            ? new RenewContainerDirectory(directory, record, layout, parent, users)
            : new MakeContainerDirectory(directory, record, layout, parent, users));
        foreach (GeneratedFile file in record.Spec.GeneratedFiles)
        {
            plan.Add(new WriteGeneratedFile(directory.GeneratedFile(file.Destination), file, users));
        }

        foreach (CgroupAction action in cgroups.Actions)
        {
            plan.Add(new ApplyCgroupAction(action));
        }

        if (users is not null)
        {
            plan.Add(new MakeUserNamespace(users));
        }
    }

    // The launcher prepares as the machine's root, then enters the namespace: what it clones next is owned by it.
    private static void EnterUsers(LaunchPlan plan, ContainerSpec spec, UserNamespace users, MountPlanner mounts)
    {
        int descriptor = plan.Pass(() => users.Descriptor);
        mounts.MakeForUsers(descriptor);
        if (spec.Process.OomScoreAdj is { } adjustment)
        {
            plan.Add(new SetOomScoreAdjustment(adjustment, inherited: true)); // lowering it is a right over the machine
        }

        plan.Add(new EnterUserNamespace(descriptor));
    }

    private static void AddNamespaces(LaunchPlan plan, ContainerSpec spec, CgroupPlan cgroups, string? attachRootTo)
    {
        HashSet<NamespaceKind> kinds = [.. spec.Linux.NewNamespaces.Where(kind => kind != NamespaceKind.User)];
        plan.Add(new CloneNamespaces(kinds, cgroups.IntoDirectory));
        if (attachRootTo is null)
        {
            plan.Add(new MakeMountsPrivate());
            AddNames(plan, spec, kinds);
            JoinGroups(plan, cgroups, kinds); // before the mounts: the memory that they take is the container's
        }
        else
        {
            // The joins and the way to this directory are open to the machine's root only: it is given up after them.
            JoinGroups(plan, cgroups, kinds);
            plan.Add(new AttachRoot(attachRootTo));
            plan.Add(new BecomeContainerRoot());
            AddNames(plan, spec, kinds);
        }
    }

    private static void JoinGroups(LaunchPlan plan, CgroupPlan cgroups, HashSet<NamespaceKind> kinds)
    {
        foreach (CgroupJoin join in cgroups.TasksFiles)
        {
            plan.Add(new JoinCgroup(join.TasksFile));
        }

        if (kinds.Contains(NamespaceKind.Cgroup))
        {
            plan.Add(new UnshareCgroupNamespace()); // after the last join: its root is where we are now
        }
    }

    private static void AddNames(LaunchPlan plan, ContainerSpec spec, HashSet<NamespaceKind> kinds)
    {
        if (spec.Hostname is { } hostname)
        {
            plan.Add(new SetHostname(hostname, domain: false));
        }

        if (spec.Domainname is { } domainname)
        {
            plan.Add(new SetHostname(domainname, domain: true));
        }

        if (kinds.Contains(NamespaceKind.Network))
        {
            plan.Add(new BringUpLoopback());
        }

        plan.Add(new StartSession());
        plan.Add(new JoinSessionKeyring());
    }

    private static void AddSettings(LaunchPlan plan, ContainerSpec spec)
    {
        foreach ((string name, string value) in spec.Linux.Sysctl)
        {
            plan.Add(new WriteSysctl(name, value)); // before /proc/sys becomes read-only
        }

        if (spec.Process.OomScoreAdj is { } adjustment && !spec.Linux.NewNamespaces.Contains(NamespaceKind.User))
        {
            plan.Add(new SetOomScoreAdjustment(adjustment));
        }
    }

    private static void AddRoot(LaunchPlan plan, ContainerSpec spec, bool hasOwnDev)
    {
        if (spec.Process.Terminal)
        {
            plan.Add(new OpenTerminal(spec.Process.Uid, hasOwnDev));
        }

        plan.Add(new PivotRoot());
        plan.Add(new EnterWorkingDirectory(spec.Process.Cwd)); // may have to be made: before the root is read-only
        if (spec.Root.ReadOnly)
        {
            plan.Add(new RemountReadOnly("/"));
        }
    }
}
