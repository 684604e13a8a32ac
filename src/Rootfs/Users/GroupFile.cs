using MiniRun.Linux;

namespace MiniRun.Rootfs.Users;

/// <summary>The groups of a root; group(5). Lines that are not as it says are passed over.</summary>
public static class GroupFile
{
    /// <summary>The id of the group <paramref name="name"/>; null where there is none.</summary>
    public static uint? Find(string text, string name)
    {
        foreach (Range range in text.AsSpan().Split('\n')) // nothing else ends a line to the C library
        {
            ReadOnlySpan<char> line = text.AsSpan(range);
            if (TryParse(line, out ReadOnlySpan<char> group, out uint gid, out _) && group.SequenceEqual(name))
            {
                return gid;
            }
        }

        return null;
    }

    /// <summary>The groups that list <paramref name="user"/> as a member, in the order of the file.</summary>
    public static List<uint> OfMember(string text, string user)
    {
        List<uint> groups = [];
        foreach (Range range in text.AsSpan().Split('\n')) // nothing else ends a line to the C library
        {
            ReadOnlySpan<char> line = text.AsSpan(range);
            if (!TryParse(line, out _, out uint gid, out ReadOnlySpan<char> members))
            {
                continue;
            }

            foreach (Range member in members.Split(','))
            {
                if (members[member].SequenceEqual(user) && !groups.Contains(gid))
                {
                    groups.Add(gid);
                }
            }
        }

        return groups;
    }

    private static bool TryParse(ReadOnlySpan<char> line, out ReadOnlySpan<char> name, out uint gid, out ReadOnlySpan<char> members)
    {
        Span<Range> fields = stackalloc Range[4];
        int count = line.Split(fields, ':');
        bool valid = DecimalText.TryParse(count < 3 ? "" : line[fields[2]], PasswdEntry.HighestId, out ulong number);
        name = valid ? line[fields[0]] : "";
        gid = (uint)number;
        members = count > 3 ? line[fields[3]] : "";
        return valid && !name.IsEmpty && name[0] is not ('#' or '+' or '-');
    }
}
