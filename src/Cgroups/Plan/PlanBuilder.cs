using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>Collects the actions of a plan: makes each group once, with the levels above it, before anything is written there.</summary>
internal sealed class PlanBuilder(CgroupLimits limits, string[] parent, string id)
{
    internal List<CgroupAction> Actions { get; } = new(24);

    internal List<CgroupJoin> Joins { get; } = new(6);

    internal List<CgroupMember> Groups { get; } = new(7);

    internal string? Into { get; private set; }

    internal CgroupLimits Limits => limits;

    internal void Write(string directory, string file, string value, string why, string manual = "cgroups(7)") =>
        Actions.Add(new WriteValueAction($"{directory}/{file}", value, why, manual));

    /// <summary>The container's group in a v1 hierarchy, to be joined through <c>tasks</c>.</summary>
    internal string V1Group(CgroupMount mount)
    {
        foreach (CgroupMember group in Groups)
        {
            if (ReferenceEquals(group.Mount, mount))
            {
                return group.Directory;
            }
        }

        CpusetFiller? cpuset = mount.Has("cpuset") ? new CpusetFiller(this, mount.Directory) : null;
        string directory = mount.Directory;
        foreach (string name in parent)
        {
            directory = $"{directory}/{name}";
            Actions.Add(new MakeGroupAction(directory, own: false));
            cpuset?.FillLevel(directory);
        }

        directory = $"{directory}/{id}";
        AddOwn(mount, directory);
        cpuset?.FillOwn(directory);
        Joins.Add(new CgroupJoin(mount.Controllers, directory, $"{directory}/tasks"));
        return directory;
    }

    /// <summary>The container's group in the v2 hierarchy, which its first process is born in.</summary>
    /// <param name="mount">The v2 mount.</param>
    /// <param name="controllers">The controllers that it has to have there, by their v2 names.</param>
    internal string V2Group(CgroupMount mount, IReadOnlyList<string> controllers)
    {
        string directory = mount.Directory;
        Enable(directory, controllers);
        foreach (string name in parent)
        {
            directory = $"{directory}/{name}";
            Actions.Add(new MakeGroupAction(directory, own: false));
            Enable(directory, controllers);
        }

        directory = $"{directory}/{id}";
        AddOwn(mount, directory);
        Into = directory;
        return directory;
    }

    private void AddOwn(CgroupMount mount, string directory)
    {
        MakeGroupAction make = new(directory, own: true);
        Actions.Add(make);
        Groups.Add(new CgroupMember(mount, directory, make));
    }

    /// <summary>Passes controllers on to the groups below; those passed on already are left alone (delegation: no right to write).</summary>
    private void Enable(string directory, IReadOnlyList<string> controllers)
    {
        if (controllers.Count == 0)
        {
            return;
        }

        const string file = "cgroup.subtree_control";
        string[] enabled = Files.TryReadText($"{directory}/{file}")?.Trim().Split(' ') ?? [];
        string missing = "";
        foreach (string controller in controllers)
        {
            if (Array.IndexOf(enabled, controller) < 0)
            {
                missing = missing.Length == 0 ? $"+{controller}" : $"{missing} +{controller}";
            }
        }

        if (missing.Length > 0)
        {
            Write(directory, file, missing, "On v2 a group has only the controllers that the group above passes on.");
        }
    }
}
