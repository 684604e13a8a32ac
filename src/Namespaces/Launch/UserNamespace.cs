using System.Globalization;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch;

/// <summary>The user namespace of a container: its maps, and once it has been made, the namespace itself.</summary>
/// <param name="uids">User ids.</param>
/// <param name="gids">Group ids.</param>
public sealed class UserNamespace(IReadOnlyList<IdMap> uids, IReadOnlyList<IdMap> gids)
{
    private const uint OverflowId = 65534; // as the kernel shows an id that is not mapped
    private FileDescriptor? descriptor;

    /// <summary>User ids.</summary>
    public IReadOnlyList<IdMap> Uids => uids;

    /// <summary>Group ids.</summary>
    public IReadOnlyList<IdMap> Gids => gids;

    /// <summary>The namespace.</summary>
    /// <exception cref="InvalidOperationException">It has not been made.</exception>
    public FileDescriptor Descriptor => descriptor ?? throw new InvalidOperationException("the user namespace has not been made");

    /// <summary>The user on the machine that is <paramref name="id"/> inside.</summary>
    public uint HostUid(uint id) => ToHost(uids, id);

    /// <summary>The group on the machine that is <paramref name="id"/> inside.</summary>
    public uint HostGid(uint id) => ToHost(gids, id);

    /// <summary>The maps as /proc/PID/uid_map takes them: all lines in one write.</summary>
    public static string MapText(IReadOnlyList<IdMap> maps) => string.Concat(maps.Select(map =>
        string.Create(CultureInfo.InvariantCulture, $"{map.ContainerId} {map.HostId} {map.Size}\n")));

    internal void Take(FileDescriptor made) => descriptor = made;

    private static uint ToHost(IReadOnlyList<IdMap> maps, uint id)
    {
        foreach (IdMap map in maps)
        {
            if (id >= map.ContainerId && id - map.ContainerId < map.Size)
            {
                return map.HostId + (id - map.ContainerId);
            }
        }

        return OverflowId;
    }
}
