using MiniRun.Cgroups;
using MiniRun.Linux;

namespace MiniRun.Containers.Stopping;

/// <summary>
/// <c>pause</c> and <c>unpause</c>: all processes stand still where they are, and see nothing of it. Every container is started in
/// a group that can do this, of v2 or of the v1 freezer.
/// </summary>
internal static class Freezer
{
    /// <summary>Freezes it.</summary>
    /// <returns>False if it was frozen already.</returns>
    /// <exception cref="LinuxException">ENOENT: it has no group for that; ETIMEDOUT: a process cannot be stopped.</exception>
    public static bool Pause(Cgroup groups)
    {
        if (groups.IsFrozen)
        {
            return false;
        }

        groups.Freeze();
        return true;
    }

    /// <summary>Lets it go on; what it has frozen itself, in groups below its own, stays so.</summary>
    /// <returns>False if it was not frozen.</returns>
    public static bool Unpause(Cgroup groups)
    {
        if (!groups.IsFrozen)
        {
            return false;
        }

        groups.Thaw();
        return true;
    }
}
