using System.Globalization;

namespace MiniRun.EndToEnd.Harness;

/// <summary>What the host's kernel says about a process: the oracle, as a container's own word proves nothing.</summary>
public static class HostView
{
    /// <summary>The container's PID 1, seen from the host: the child of <paramref name="cli"/> that is 1 in a PID namespace below ours.</summary>
    public static int InitOf(CliProcess cli)
    {
        int found = 0;
        Eventually.True(() => (found = FindInit(cli.Pid)) != 0 || cli.HasExited, "no container process appeared");
        Assert.True(found != 0, $"it ended\nstdout: {cli.OutputSoFar}\nstderr: {cli.ErrorSoFar}");
        return found;
    }

    /// <summary>Host process ids of all processes whose parent is <paramref name="parent"/>.</summary>
    public static List<int> ChildrenOf(int parent) =>
        [.. Processes().Where(pid => StatusField(pid, "PPid") == parent.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The identity of a namespace, as "uts:[4026531838]"; <paramref name="kind"/> is a name below /proc/PID/ns.</summary>
    public static string Namespace(int pid, string kind) =>
        new FileInfo($"/proc/{pid}/ns/{kind}").LinkTarget ?? throw new IOException($"/proc/{pid}/ns/{kind} cannot be read");

    /// <summary>A field of /proc/PID/status, without blanks around it; null if the process or the field is not there.</summary>
    public static string? StatusField(int pid, string field)
    {
        string? status = TryRead($"/proc/{pid}/status");
        string? line = status?.Split('\n').FirstOrDefault(l => l.StartsWith(field + ":", StringComparison.Ordinal));
        return line?[(field.Length + 1)..].Trim();
    }

    /// <summary>The mounts that a process sees.</summary>
    public static IReadOnlyList<MountEntry> Mounts(int pid) => MountEntry.Parse(File.ReadAllText($"/proc/{pid}/mountinfo"));

    /// <summary>
    /// The directory of a process in the hierarchy of <paramref name="controller"/> as the host sees it, e.g.
    /// /sys/fs/cgroup/cpu/minirun/ID (v1) or /sys/fs/cgroup/minirun/ID (v2).
    /// </summary>
    public static string CgroupDirectory(int pid, string controller)
    {
        bool unified = Machine.IsUnified(controller);
        foreach (string line in File.ReadAllLines($"/proc/{pid}/cgroup"))
        {
            string[] parts = line.Split(':', 3);
            if (unified ? parts[0] == "0" : parts[1].Split(',').Contains(controller))
            {
                return (unified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/" + controller) + parts[2];
            }
        }

        throw new InvalidOperationException($"process {pid} is in no hierarchy with {controller}");
    }

    internal static IEnumerable<int> Processes() =>
        Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out int pid) ? pid : 0)
            .Where(pid => pid != 0);

    internal static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // the process is gone, or is not ours
        }
    }

    internal static int FindInit(int parent) =>
        ChildrenOf(parent).FirstOrDefault(pid => StatusField(pid, "NSpid")?.Split('\t') is { Length: > 1 } ids && ids[^1] == "1");
}
