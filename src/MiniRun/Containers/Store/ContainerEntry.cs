using MiniRun.Cgroups;
using MiniRun.Linux;
using MiniRun.Namespaces;

namespace MiniRun.Containers.Store;

/// <summary>A container as it is found: its record, and its state compared with what really lives.</summary>
internal sealed class ContainerEntry
{
    private const int Looks = 100;
    private const int Interval = 5; // ms
    private Cgroup? groups;

    private ContainerEntry(ContainerDirectory directory, ContainerRecord? record, ContainerState state, string? damage)
    {
        Directory = directory;
        Record = record;
        State = state;
        Damage = damage;
    }

    /// <summary>Where it is.</summary>
    public ContainerDirectory Directory { get; }

    /// <summary>Its record; null if that is damaged. What is damaged may be the state alone.</summary>
    public ContainerRecord? Record { get; }

    /// <summary>How it is now.</summary>
    public ContainerState State { get; }

    /// <summary>What is wrong with its files; null for nothing.</summary>
    public string? Damage { get; }

    /// <summary>Its id.</summary>
    public string Id => Directory.Id;

    /// <summary>Its name, or the short id of one whose record is damaged.</summary>
    public string Name => Record?.Name ?? ContainerId.Short(Id);

    /// <summary>Whether it lives and the process that ran it does not: nobody will see its end.</summary>
    public bool IsMonitorLost { get; private init; }

    /// <summary>Whether it lives, frozen or not.</summary>
    public bool IsAlive => State.Status is ContainerStatus.Running or ContainerStatus.Paused;

    /// <summary>Whether its first process is PID 1 of a namespace of its own.</summary>
    public bool HasOwnPids => Record?.Spec.Linux.NewNamespaces.Contains(NamespaceKind.Pid) ?? true;

    /// <summary>Its groups.</summary>
    public Cgroup Groups => groups ??= Cgroup.Find(
        CgroupLayout.Discover(), Record?.Spec.Linux.CgroupParent ?? CgroupPlanner.DefaultParent, Id);

    /// <summary>Reads one.</summary>
    /// <returns>Null if it is gone.</returns>
    public static ContainerEntry? TryRead(ContainerDirectory directory)
    {
        ContainerRecord? record = null;
        try
        {
            record = RecordFile.Read(directory);
            directory.Name = record.Name;
            ContainerState state = StateSlot.TryRead(directory.State) ?? new ContainerState();
            return Compare(directory, record, state);
        }
        catch (Exception exception) when (exception is UsageException or LinuxException)
        {
            return Files.Exists(directory.Path)
                ? new ContainerEntry(directory, record, new ContainerState { Status = ContainerStatus.Dead }, Output.ErrorReport.Of(exception).TrimEnd('\n'))
                : null;
        }
    }

    // What the file says was true when it was written; processes are asked for what is true now.
    private static ContainerEntry Compare(ContainerDirectory directory, ContainerRecord record, ContainerState state)
    {
        bool parentLives = !record.IsKept || (state.Parent is { } parent && parent.Exists());
        for (int look = 0; look < Looks && parentLives && HasJustEnded(state); look++)
        {
            Pause(); // its monitor is writing down the end
            state = StateSlot.TryRead(directory.State) ?? new ContainerState();
        }

        if (state.Status == ContainerStatus.Restarting && !parentLives)
        {
            state = state with { Status = ContainerStatus.Exited };
        }

        if (state.Status != ContainerStatus.Running)
        {
            return new ContainerEntry(directory, record, state, null);
        }

        if (HasJustEnded(state))
        {
            state = state with { Status = ContainerStatus.Exited, Init = null, ExitCode = -1 }; // there was nobody to see it
            return new ContainerEntry(directory, record, state, null);
        }

        ContainerEntry entry = new(directory, record, state, null) { IsMonitorLost = !parentLives };
        return entry.Groups.IsFrozen
            ? new ContainerEntry(directory, record, state with { Status = ContainerStatus.Paused }, null) { IsMonitorLost = !parentLives }
            : entry;
    }

    private static unsafe void Pause() => _ = LibC.poll(null, 0, Interval);

    private static bool HasJustEnded(ContainerState state) =>
        state.Status == ContainerStatus.Running && (state.Init is not { } init || init.TryOpen() is not { } held || Ended(held));

    private static bool Ended(Pidfd held)
    {
        using (held)
        {
            return held.WaitForEnd(0);
        }
    }
}
