using MiniRun.Linux;

namespace MiniRun.Rootfs.Users;

/// <summary>One line of /etc/passwd; passwd(5).</summary>
/// <param name="Name">User name.</param>
/// <param name="Uid">User id.</param>
/// <param name="Gid">Primary group.</param>
/// <param name="Home">Home directory, "" if the line has none.</param>
public sealed record PasswdEntry(string Name, uint Uid, uint Gid, string Home)
{
    /// <summary>The highest id: the one above it, (uid_t)-1, means "no change" to the kernel.</summary>
    public const uint HighestId = uint.MaxValue - 1;
}

/// <summary>The users of a root; lines that are not as passwd(5) says are passed over, as the C library does.</summary>
public static class PasswdFile
{
    /// <summary>The first entry that fits.</summary>
    /// <param name="text">The file.</param>
    /// <param name="name">A name to look for, or null to look for <paramref name="uid"/>.</param>
    /// <param name="uid">An id to look for.</param>
    public static PasswdEntry? Find(string text, string? name, uint uid)
    {
        foreach (Range range in text.AsSpan().Split('\n')) // nothing else ends a line to the C library
        {
            ReadOnlySpan<char> line = text.AsSpan(range);
            if (TryParse(line) is { } entry && (name is null ? entry.Uid == uid : entry.Name == name))
            {
                return entry;
            }
        }

        return null;
    }

    private static PasswdEntry? TryParse(ReadOnlySpan<char> line)
    {
        Span<Range> fields = stackalloc Range[7];
        int count = line.Split(fields, ':');
        if (count < 4 || line[fields[0]].IsEmpty || line[0] is '#' or '+' or '-'
            || !DecimalText.TryParse(line[fields[2]], PasswdEntry.HighestId, out ulong uid)
            || !DecimalText.TryParse(line[fields[3]], PasswdEntry.HighestId, out ulong gid))
        {
            return null;
        }

        string home = count > 5 ? line[fields[5]].ToString() : "";
        return new PasswdEntry(line[fields[0]].ToString(), (uint)uid, (uint)gid, home);
    }
}
