using MiniRun.Linux;

namespace MiniRun.Rootfs.Users;

/// <summary>Who a process is to be, all of it from the root file system or the command line and nothing from the caller.</summary>
/// <param name="Uid">User id.</param>
/// <param name="Gid">Primary group.</param>
/// <param name="Groups">Supplementary groups, the primary first: a file that denies the group must deny it.</param>
/// <param name="Home">Home directory.</param>
public sealed record ResolvedUser(uint Uid, uint Gid, IReadOnlyList<uint> Groups, string Home);

/// <summary>
/// <c>-u USER[:GROUP]</c> and <c>--group-add</c> against the root's /etc/passwd and /etc/group. Digits are always a number,
/// never a name, and a number is what it says or an error.
/// </summary>
public static class UserResolver
{
    /// <summary>Resolves; no user means root.</summary>
    /// <param name="root">The root directory.</param>
    /// <param name="user"><c>USER</c>, <c>USER:GROUP</c> or null.</param>
    /// <param name="groupAdd">More groups, names or numbers.</param>
    /// <exception cref="RootfsException">No such user or group, or not of this form.</exception>
    public static ResolvedUser Resolve(FileDescriptor root, string? user, IReadOnlyList<string> groupAdd)
    {
        (string name, string? group) = Split(user ?? "0");
        bool isNumber = TryId(name, "user", user!, out uint uid);
        PasswdEntry? entry = PasswdFile.Find(RootFile.Read(root, "/etc/passwd"), isNumber ? null : name, uid);
        if (entry is null && !isNumber)
        {
            throw new RootfsException($"user `{name}`: not in the root's /etc/passwd", "a number works without an entry");
        }

        // Read only if a group is wanted by name or by membership.
        string? groupText = null;
        string Groups() => groupText ??= RootFile.Read(root, "/etc/group");

        uint gid = group is not null ? GroupId(group, Groups) : entry?.Gid ?? 0;
        List<uint> groups = [gid];
        if (group is null && entry is not null)
        {
            AddNew(groups, GroupFile.OfMember(Groups(), entry.Name));
        }

        foreach (string more in groupAdd)
        {
            AddNew(groups, [GroupId(more, Groups)]);
        }

        string home = entry is { Home.Length: > 0 } ? entry.Home : "/";
        return new ResolvedUser(entry?.Uid ?? uid, gid, groups, home);
    }

    private static (string User, string? Group) Split(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string user = colon < 0 ? text : text[..colon];
        string? group = colon < 0 ? null : text[(colon + 1)..];
        return user.Length > 0 && group is not "" && group?.Contains(':') != true
            ? (user, group)
            : throw new RootfsException($"user `{text}`: not of the form USER or USER:GROUP");
    }

    private static uint GroupId(string group, Func<string> file) =>
        TryId(group, "group", group, out uint gid)
            ? gid
            : GroupFile.Find(file(), group)
                ?? throw new RootfsException($"group `{group}`: not in the root's /etc/group", "a number works without an entry");

    // A word that begins like a number is one, or refused: "01", "1abc", "-1" and " 1" are more likely mistakes than names.
    private static bool TryId(string word, string what, string typed, out uint id)
    {
        bool number = DecimalText.TryParse(word, PasswdEntry.HighestId, out ulong value);
        id = number ? (uint)value : 0;
        if (number || (word.Length > 0 && (char.IsAsciiLetter(word[0]) || word[0] == '_')))
        {
            return number;
        }

        throw new RootfsException($"{what} `{typed}`: neither a name nor a number from 0 to {PasswdEntry.HighestId}");
    }

    private static void AddNew(List<uint> groups, List<uint> more)
    {
        foreach (uint gid in more)
        {
            if (!groups.Contains(gid))
            {
                groups.Add(gid);
            }
        }
    }
}
