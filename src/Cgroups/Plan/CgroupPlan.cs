namespace MiniRun.Cgroups;

/// <summary>All that is to be done to the cgroup tree for one container, in order; nothing of it has happened yet.</summary>
public sealed class CgroupPlan
{
    internal CgroupPlan(PlanBuilder builder)
    {
        Actions = builder.Actions;
        TasksFiles = builder.Joins;
        Groups = builder.Groups;
        IntoDirectory = builder.Into;
        Limits = builder.Limits;
        List<string> directories = new(Groups.Count);
        foreach (CgroupMember group in Groups)
        {
            directories.Add(group.Directory);
        }

        Directories = directories;
    }

    /// <summary>What the parent does before the container starts, in this order.</summary>
    public IReadOnlyList<CgroupAction> Actions { get; }

    /// <summary>The v1 groups that the first process joins, in this order.</summary>
    public IReadOnlyList<CgroupJoin> TasksFiles { get; }

    /// <summary>The v2 group to be born in (<c>CLONE_INTO_CGROUP</c>); null where there is none.</summary>
    public string? IntoDirectory { get; }

    /// <summary>The container's own groups, which <see cref="Cgroup.Remove"/> removes.</summary>
    public IReadOnlyList<string> Directories { get; }

    internal IReadOnlyList<CgroupMember> Groups { get; }

    internal CgroupLimits Limits { get; }
}

/// <summary>One of the container's own groups.</summary>
internal sealed record CgroupMember(CgroupMount Mount, string Directory, MakeGroupAction? Made)
{
    /// <summary>Whether it may be removed: it was found, or made by us.</summary>
    internal bool IsOurs => Made is null || Made.IsOurs;
}
