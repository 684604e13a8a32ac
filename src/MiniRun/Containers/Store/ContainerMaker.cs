using MiniRun.Cgroups;

namespace MiniRun.Containers.Store;

/// <summary>Makes containers that stay, and takes hold of them to start them.</summary>
internal static class ContainerMaker
{
    private const int Patience = 200; // looks of 5 ms each

    /// <summary>Makes one; its lock is held.</summary>
    /// <exception cref="Linux.LinuxException">The name is taken, or the kernel refused. Nothing is left.</exception>
    public static ContainerDirectory Make(ContainerRecord record)
    {
        ContainerDirectory directory = new(record.Id, isKept: true);
        string parent = record.Spec.Linux.CgroupParent ?? CgroupPlanner.DefaultParent;
        ContainerCreation.Create(directory, record, CgroupLayout.Discover(), parent);
        try
        {
            StateSlot.Write(directory.State, new ContainerState());
            return directory;
        }
        catch
        {
            DeadContainer.Remove(directory);
            throw;
        }
    }

    /// <summary>Takes the lock of one that does not run.</summary>
    /// <exception cref="UsageException">It runs, or somebody else is about to start or remove it.</exception>
    public static unsafe void Lock(ContainerEntry entry)
    {
        for (int look = 0; look < Patience; look++)
        {
            if (entry.Directory.TryLock())
            {
                return;
            }

            _ = Linux.LibC.poll(null, 0, 5);
        }

        throw new UsageException("container", entry.Name, "is in use by another minirun");
    }
}
