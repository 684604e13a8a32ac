using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>Finds the cgroup mounts in the bytes of <c>/proc/self/mountinfo</c>; proc_pid_mountinfo(5).</summary>
internal static class MountInfoReader
{
    private const string V1Controllers =
        ",cpu,cpuacct,cpuset,memory,devices,freezer,blkio,pids,net_cls,net_prio,perf_event,hugetlb,rdma,misc,";

    internal static List<CgroupMount> CgroupMounts(ReadOnlySpan<byte> text)
    {
        List<CgroupMount> mounts = new(12);
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];

            // "36 35 98:0 /root /mount/point rw,noatime master:1 - type source super-options"; the number of optional
            // fields before the dash varies, and no field holds a plain space.
            int dash = line.IndexOf(" - cgroup"u8);
            if (dash < 0)
            {
                continue;
            }

            ReadOnlySpan<byte> after = line[(dash + 3)..];
            ReadOnlySpan<byte> type = Field(after, 0);
            ReadOnlySpan<byte> point = Field(line, 4);
            if (type.SequenceEqual("cgroup2"u8))
            {
                mounts.Add(new CgroupMount(CgroupVersion.V2, Unescape(point), ""));
            }
            else if (type.SequenceEqual("cgroup"u8) && Controllers(Field(after, 2)) is { Length: > 0 } controllers)
            {
                mounts.Add(new CgroupMount(CgroupVersion.V1, Unescape(point), controllers));
            }
        }

        return mounts;
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, int index)
    {
        for (; index > 0; index--)
        {
            int space = line.IndexOf((byte)' ');
            line = space < 0 ? [] : line[(space + 1)..];
        }

        int end = line.IndexOf((byte)' ');
        return end < 0 ? line : line[..end];
    }

    /// <summary>The words of the options that are controllers: "rw,cpu,cpuacct,xattr" gives "cpu,cpuacct".</summary>
    private static string Controllers(ReadOnlySpan<byte> options)
    {
        string found = "";
        foreach (Range range in options.Split((byte)','))
        {
            string word = LinuxText.GetString(options[range]);
            if (word.Length > 0 && V1Controllers.Contains($",{word},", StringComparison.Ordinal))
            {
                found = found.Length == 0 ? word : $"{found},{word}";
            }
        }

        return found;
    }

    /// <summary>Space, tab, newline and backslash stand as a backslash and three octal digits.</summary>
    private static string Unescape(ReadOnlySpan<byte> name)
    {
        if (!name.Contains((byte)'\\'))
        {
            return LinuxText.GetString(name);
        }

        byte[] plain = new byte[name.Length];
        int length = 0;
        for (int i = 0; i < name.Length; i++)
        {
            bool escape = name[i] == '\\' && i + 3 < name.Length && IsOctal(name[i + 1]) && IsOctal(name[i + 2]) && IsOctal(name[i + 3]);
            plain[length++] = escape
                ? (byte)(((name[i + 1] - '0') << 6) | ((name[i + 2] - '0') << 3) | (name[i + 3] - '0'))
                : name[i];
            i += escape ? 3 : 0;
        }

        return LinuxText.GetString(plain.AsSpan(0, length));
    }

    private static bool IsOctal(byte digit) => digit is >= (byte)'0' and <= (byte)'7';
}
