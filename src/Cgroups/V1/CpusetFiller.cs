using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>
/// A new v1 cpuset has no CPUs and no memory nodes, and nothing can join it (ENOSPC): each level takes over those of the
/// level above, the container's own those that were asked for.
/// </summary>
internal sealed class CpusetFiller
{
    private const string Cpus = "cpuset.cpus";
    private const string Mems = "cpuset.mems";
    private const string Why = "A new cpuset is empty and nothing can run in it; it takes over what the group above has.";

    private readonly PlanBuilder builder;
    private string cpus;
    private string mems;

    internal CpusetFiller(PlanBuilder builder, string root)
    {
        this.builder = builder;
        cpus = Read(root, Cpus);
        mems = Read(root, Mems);
    }

    internal void FillLevel(string directory)
    {
        cpus = Fill(directory, Cpus, cpus);
        mems = Fill(directory, Mems, mems);
    }

    internal void FillOwn(string directory)
    {
        CgroupLimits limits = builder.Limits;
        Write(directory, Cpus, limits.CpusetCpus, cpus, "These are the only CPUs that the scheduler gives to the group.");
        Write(directory, Mems, limits.CpusetMems, mems, "Memory for the group comes from these nodes only.");
    }

    private string Fill(string directory, string file, string above)
    {
        string own = Read(directory, file);
        if (own.Length > 0)
        {
            return own;
        }

        builder.Write(directory, file, above, Why, "cpuset(7)");
        return above;
    }

    private void Write(string directory, string file, string? asked, string above, string why)
    {
        bool given = !string.IsNullOrEmpty(asked);
        builder.Write(directory, file, given ? asked! : above, given ? why : Why, "cpuset(7)");
    }

    private static string Read(string directory, string file) => Files.TryReadText($"{directory}/{file}")?.Trim() ?? "";
}
