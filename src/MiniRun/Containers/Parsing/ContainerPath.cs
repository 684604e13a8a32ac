using MiniRun.Linux;

namespace MiniRun.Containers.Parsing;

/// <summary>Paths inside the container, and where nothing may be mounted.</summary>
internal static class ContainerPath
{
    private const int MostCharacters = 4096; // PATH_MAX, with the zero at the end

    /// <summary>Absolute, without empty and "." components; ".." is refused, it could only hide what is meant.</summary>
    /// <exception cref="UsageException">Relative, or with "..".</exception>
    public static string Normalise(string flag, string path)
    {
        if (!path.StartsWith('/'))
        {
            throw new UsageException(flag, path, "not an absolute path inside the container");
        }

        if (path.Length >= MostCharacters)
        {
            throw new UsageException(flag, path, $"{Errno.ENAMETOOLONG.Message()}, at most {MostCharacters - 1} characters");
        }

        List<string> parts = [];
        foreach (string part in path.Split('/'))
        {
            if (part == "..")
            {
                throw new UsageException(flag, path, "\"..\" is not allowed in a path inside the container");
            }

            if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return "/" + string.Join('/', parts);
    }

    /// <summary>Normalises the target of a mount and refuses those that would take the sandbox apart.</summary>
    /// <param name="flag">The flag, for the error.</param>
    /// <param name="path">The target.</param>
    /// <param name="isBind">Whether a file or directory is bound there.</param>
    /// <exception cref="UsageException">The target is not allowed.</exception>
    public static string MountTarget(string flag, string path, bool isBind)
    {
        string target = Normalise(flag, path);
        string? reason = target switch
        {
            "/" => "it is the root itself; use --rootfs",
            "/dev" or "/dev/pts" or "/dev/ptmx" or "/dev/console" or "/dev/fd" or "/dev/stdin" or "/dev/stdout" or "/dev/stderr"
                or "/dev/null" or "/dev/zero" or "/dev/full" or "/dev/random" or "/dev/urandom" or "/dev/tty"
                => "the device nodes there are the container's own, and masks are made of them",
            "/sys" or "/sys/fs" or "/sys/fs/cgroup" => "what the container sees of the kernel is minirun's to mount",
            _ when Within(target, "/dev/pts") || Within(target, "/sys/fs/cgroup") => "that file system has no places to mount on",
            _ when (target == "/proc" || Within(target, "/proc")) && !(isBind && IsFakedProcFile(target))
                => "/proc must be the real one: limits, masks and security settings are written through it",
            _ => null,
        };
        return reason is null ? target : throw new UsageException(flag, path, $"nothing may be mounted there: {reason}");
    }

    /// <summary>How many components a path has: mounts are made from the top down.</summary>
    public static int Depth(string path) => path.AsSpan().Count('/');

    private static bool Within(string path, string directory) =>
        path.Length > directory.Length && path[directory.Length] == '/' && path.StartsWith(directory, StringComparison.Ordinal);

    // Plain files that only inform; lxcfs gives containers versions of these that show their limits.
    private static bool IsFakedProcFile(string path) => path is "/proc/cpuinfo" or "/proc/diskstats" or "/proc/meminfo"
        or "/proc/stat" or "/proc/swaps" or "/proc/uptime" or "/proc/loadavg" or "/proc/slabinfo";
}
