using System.Globalization;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>The first two numbers of a kernel release.</summary>
/// <param name="Major">The 6 of 6.1.0-13-amd64.</param>
/// <param name="Minor">The 1 of it.</param>
public readonly record struct KernelVersion(int Major, int Minor)
{
    /// <summary>The oldest kernel that MiniRun supports.</summary>
    public static KernelVersion Oldest { get; } = new(6, 1);

    /// <summary>Whether <paramref name="left"/> is the same or newer.</summary>
    public static bool operator >=(KernelVersion left, KernelVersion right) =>
        left.Major != right.Major ? left.Major > right.Major : left.Minor >= right.Minor;

    /// <summary>Whether <paramref name="left"/> is the same or older.</summary>
    public static bool operator <=(KernelVersion left, KernelVersion right) => right >= left;

    /// <summary>Reads "4.8" or the beginning of "4.8.0-rc1"; false where there are no two numbers.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out KernelVersion version)
    {
        version = default;
        int dot = text.IndexOf('.');
        if (dot < 0)
        {
            return false;
        }

        ReadOnlySpan<char> rest = text[(dot + 1)..];
        int end = rest.IndexOfAnyExceptInRange('0', '9');
        ReadOnlySpan<char> minor = end < 0 ? rest : rest[..end];
        if (!int.TryParse(text[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            || !int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out int second))
        {
            return false;
        }

        version = new(first, second);
        return true;
    }

    /// <summary>The kernel we run on; uname(2).</summary>
    /// <exception cref="LinuxException">procfs cannot be read.</exception>
    public static KernelVersion Running()
    {
        const string Release = "/proc/sys/kernel/osrelease";
        return TryParse(Files.ReadText(Release), out KernelVersion version)
            ? version
            : throw new LinuxException("read a kernel version from", Release, Errno.EINVAL);
    }
}
