using System.Diagnostics;
using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>Stops all processes of a container where they are, and lets them go on: the v1 freezer, or <c>cgroup.freeze</c> of v2.</summary>
internal static class GroupFreezer
{
    /// <summary>The group to freeze: that of the v1 freezer where the container is in one, otherwise that of v2.</summary>
    internal static CgroupMember? Find(IReadOnlyList<CgroupMember> groups)
    {
        CgroupMember? unified = null;
        foreach (CgroupMember group in groups)
        {
            if (group.Mount.Version == CgroupVersion.V1 && group.Mount.Has("freezer"))
            {
                return group;
            }

            unified ??= group.Mount.Version == CgroupVersion.V2 && Files.Exists($"{group.Directory}/cgroup.freeze") ? group : null;
        }

        return unified;
    }

    /// <summary>Whether it is frozen or about to be.</summary>
    internal static bool IsFrozen(CgroupMember group) => group.Mount.Version == CgroupVersion.V1
        ? Files.TryReadText($"{group.Directory}/freezer.state")?.Trim() is "FROZEN" or "FREEZING"
        : Files.TryReadText($"{group.Directory}/cgroup.freeze")?.Trim() == "1";

    /// <summary>Freezes it.</summary>
    /// <returns>The error of the kernel; ETIMEDOUT where some process could not be frozen in time: it goes on to be tried.</returns>
    internal static Errno Freeze(CgroupMember group, int timeout)
    {
        bool v1 = group.Mount.Version == CgroupVersion.V1;
        Errno errno = v1
            ? Files.TryWriteValue($"{group.Directory}/freezer.state", "FROZEN")
            : Files.TryWriteValue($"{group.Directory}/cgroup.freeze", "1");
        if (errno != Errno.None)
        {
            return errno;
        }

        long start = Stopwatch.GetTimestamp();
        while (!IsComplete(group.Directory, v1))
        {
            if (Stopwatch.GetElapsedTime(start).TotalMilliseconds >= timeout)
            {
                return Errno.ETIMEDOUT;
            }

            GroupTree.Pause(1);
        }

        return Errno.None;
    }

    /// <summary>Lets it go on.</summary>
    /// <param name="group">The group.</param>
    /// <param name="below">Also the groups below it, which the container itself may have frozen.</param>
    internal static void Thaw(CgroupMember group, bool below)
    {
        bool v1 = group.Mount.Version == CgroupVersion.V1;
        (string file, string value) = v1 ? ("freezer.state", "THAWED") : ("cgroup.freeze", "0");
        foreach (string directory in below ? GroupTree.WithBelow(group.Directory) : [group.Directory])
        {
            _ = Files.TryWriteValue($"{directory}/{file}", value);
        }
    }

    /// <summary>The frozen group that a process is in, its own or one above; null where it is in none.</summary>
    internal static string? FrozenGroupOf(CgroupLayout layout, int pid)
    {
        foreach (string line in Files.TryReadText($"/proc/{pid}/cgroup")?.Split('\n') ?? [])
        {
            string[] parts = line.Split(':', 3); // number, controllers, path; cgroups(7)
            if (parts.Length < 3)
            {
                continue;
            }

            if (parts[1].Length == 0 && layout.Unified is { } unified && IsComplete($"{unified.Directory}{parts[2]}", v1: false))
            {
                return $"{unified.Directory}{parts[2]}";
            }

            if (layout.Find("freezer") is { Version: CgroupVersion.V1 } freezer && Array.IndexOf(parts[1].Split(','), "freezer") >= 0
                && Files.TryReadText($"{freezer.Directory}{parts[2]}/freezer.state")?.Trim() is "FROZEN" or "FREEZING")
            {
                return $"{freezer.Directory}{parts[2]}";
            }
        }

        return null;
    }

    // Reading freezer.state is also what makes the kernel look whether all have stopped.
    private static bool IsComplete(string directory, bool v1) => v1
        ? Files.TryReadText($"{directory}/freezer.state")?.Trim() != "FREEZING"
        : KeyedText.Find(Files.TryReadText($"{directory}/cgroup.events"), "frozen") == 1;
}
