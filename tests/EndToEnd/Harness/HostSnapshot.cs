namespace MiniRun.EndToEnd.Harness;

/// <summary>Everything of the host that a container could leave behind, at one moment.</summary>
public sealed class HostSnapshot
{
    private readonly SortedSet<string> facts;

    private HostSnapshot(SortedSet<string> facts) => this.facts = facts;

    /// <summary>Looks now.</summary>
    public static HostSnapshot Take() =>
        new([.. Mounts(), .. Cgroups(), .. Processes(), .. NetworkDevices(), .. Trees()]);

    /// <summary>Fails naming each thing that was not there before or is missing now.</summary>
    public void AssertUnchanged()
    {
        SortedSet<string> now = Take().facts;
        string[] left = [.. now.Except(facts)];
        string[] lost = [.. facts.Except(now).Where(fact => !fact.StartsWith("process", StringComparison.Ordinal))];
        Assert.True(left.Length == 0, "left behind:\n  " + string.Join("\n  ", left));
        Assert.True(lost.Length == 0, "was there before and is gone:\n  " + string.Join("\n  ", lost));
    }

    private static IEnumerable<string> Mounts() =>
        HostView.Mounts(Environment.ProcessId).Select(mount =>
            $"mount {mount.Point} {mount.Type} {mount.Source} {string.Join(',', mount.Options)} {mount.Propagation}");

    // Only groups with our name in their path: other programs of the machine make and remove theirs meanwhile. The group
    // above the containers' stays, as docker's does.
    private static IEnumerable<string> Cgroups() =>
        Below("/sys/fs/cgroup").Where(path => path.Contains("minirun") && !path.EndsWith("/minirun", StringComparison.Ordinal))
            .Select(path => "cgroup " + path);

    /// <summary>Our binary, our init, and whatever lives in a PID namespace below ours.</summary>
    private static IEnumerable<string> Processes()
    {
        foreach (int pid in HostView.Processes())
        {
            string program = new FileInfo($"/proc/{pid}/exe").LinkTarget ?? "";
            string[] ids = HostView.StatusField(pid, "NSpid")?.Split('\t') ?? [];
            if (IsWaitingForTheHostsInit(pid))
            {
                continue;
            }

            if (program == Cli.Binary || program.StartsWith("/memfd:", StringComparison.Ordinal) || ids.Length > 1)
            {
                yield return $"process {pid} {program} {HostView.TryRead($"/proc/{pid}/cmdline")?.Replace('\0', ' ')}";
            }
        }
    }

    // A dead orphan is nobody's fault: the machine's PID 1 reaps it when it comes to it.
    private static bool IsWaitingForTheHostsInit(int pid) =>
        HostView.StatusField(pid, "PPid") == "1" && HostView.StatusField(pid, "State")?[0] == 'Z';

    private static IEnumerable<string> NetworkDevices() =>
        Directory.EnumerateFileSystemEntries("/sys/class/net").Select(path => "network device " + Path.GetFileName(path));

    private static IEnumerable<string> Trees() =>
        new[] { "/run/minirun", "/var/lib/minirun/containers", "/var/lib/minirun/foreground", "/var/lib/minirun/names" }.SelectMany(Below).Select(path => "file " + path);

    private static IEnumerable<string> Below(string root) =>
        Directory.Exists(root)
            ? Directory.EnumerateFileSystemEntries(root, "*", new EnumerationOptions
            {
                RecurseSubdirectories = true,
                AttributesToSkip = FileAttributes.ReparsePoint,
                IgnoreInaccessible = true,
            }).Where(path => !root.StartsWith("/sys", StringComparison.Ordinal) || Directory.Exists(path))
            : [];
}
