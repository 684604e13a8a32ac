using MiniRun.Linux;

namespace MiniRun.Rootfs.Samples;

/// <summary>Where samples are kept and where their recipes are.</summary>
public static class SamplePlaces
{
    /// <summary>The samples of the user who runs this process.</summary>
    /// <exception cref="RootfsException">Neither XDG_DATA_HOME nor HOME says where an ordinary user's data is.</exception>
    public static SampleStore ForThisUser() => new($"{DataDirectory()}/samples", Recipes());

    /// <summary><c>/var/lib/minirun</c> for root, <c>$XDG_DATA_HOME/minirun</c> for everybody else.</summary>
    /// <exception cref="RootfsException">Neither XDG_DATA_HOME nor HOME is an absolute path.</exception>
    public static string DataDirectory()
    {
        if (LibC.geteuid() == 0)
        {
            return SampleStore.SystemDirectory;
        }

        if (Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { } data && data.StartsWith('/'))
        {
            return $"{data}/minirun";
        }

        return Environment.GetEnvironmentVariable("HOME") is { } home && home.StartsWith('/')
            ? $"{home}/.local/share/minirun"
            : throw new RootfsException("find the data directory: neither XDG_DATA_HOME nor HOME is an absolute path");
    }

    // Beside the build output in a clone, in share/ where it is installed.
    private static unsafe string[] Recipes()
    {
        const int Longest = 4096; // PATH_MAX
        byte* buffer = stackalloc byte[Longest];
        using CString link = new("/proc/self/exe");
        nint length = LibC.readlinkat(Fcntl.AT_FDCWD, link.Pointer, buffer, Longest);
        if (length <= 0)
        {
            throw new LinuxException("resolve", "/proc/self/exe", LibC.LastError);
        }

        string program = LinuxText.GetString(new ReadOnlySpan<byte>(buffer, (int)length));
        string directory = program[..Math.Max(program.LastIndexOf('/'), 0)];
        string above = directory[..Math.Max(directory.LastIndexOf('/'), 0)];
        return [$"{above}/rootfs-samples", $"{above}/share/minirun/rootfs-samples"];
    }
}
