using MiniRun.Cgroups;

namespace MiniRun.Containers.Store;

/// <summary>The first thing that is made of a container, by which all the rest can be found and removed.</summary>
internal static class ContainerCreation
{
    /// <summary>Makes and locks its directory, takes its name, writes its record.</summary>
    /// <exception cref="Linux.LinuxException">The name is taken, there are groups of this name, or the kernel refused. Nothing is left.</exception>
    public static void Create(ContainerDirectory directory, ContainerRecord record, CgroupLayout layout, string cgroupParent)
    {
        directory.Make();
        try
        {
            Cgroup.Find(layout, cgroupParent, directory.Id).RequireEmpty();
            directory.Name = NameRegistry.Claim(record.Name, directory.Id);
            RecordFile.Write(directory.Record, record with { Name = directory.Name });
        }
        catch
        {
            if (directory.Name is { } name)
            {
                NameRegistry.Release(name, directory.Id);
            }

            directory.Abandon();
            throw;
        }
    }
}
