using System.Globalization;

namespace MiniRun.EndToEnd.Inits;

/// <summary>A cgroup of the test's own that freezes processes: cgroups(7), "freezer", and of version 2 cgroup.freeze.</summary>
public sealed class FreezerGroup : IDisposable
{
    private const string Version1 = "/sys/fs/cgroup/freezer";
    private readonly bool unified;
    private readonly string path;

    /// <summary>Makes it.</summary>
    /// <param name="version">One of <see cref="Versions"/>.</param>
    public FreezerGroup(string version)
    {
        unified = version == "v2";
        path = $"{(unified ? Version2 : Version1)}/minirun-test-{Environment.ProcessId}";
        Directory.CreateDirectory(path);
    }

    /// <summary>What this machine has: "v1", "v2", or both.</summary>
    public static IEnumerable<string> Versions =>
        new[] { (Name: "v1", Root: Version1), (Name: "v2", Root: Version2) }.Where(each => Directory.Exists(each.Root)).Select(each => each.Name);

    // Where it is alone, or beside version 1.
    private static string Version2 =>
        File.Exists("/sys/fs/cgroup/cgroup.controllers") ? "/sys/fs/cgroup" : "/sys/fs/cgroup/unified";

    /// <summary>Moves them there and waits until they are frozen.</summary>
    public void Freeze(IEnumerable<int> processes)
    {
        foreach (int pid in processes)
        {
            File.WriteAllText(path + "/cgroup.procs", pid.ToString(CultureInfo.InvariantCulture));
        }

        Write("1", "FROZEN");
        Eventually.True(IsFrozen, "it does not freeze");
    }

    /// <summary>Lets them run again.</summary>
    public void Thaw() => Write("0", "THAWED");

    /// <summary>Removes it; who is still there, after a failure, is thawed and killed.</summary>
    public void Dispose()
    {
        Thaw();
        Eventually.True(
            () =>
            {
                string[] left = File.ReadAllLines(path + "/cgroup.procs");
                Array.ForEach(left, pid => Kernel.Kill(int.Parse(pid, CultureInfo.InvariantCulture), Signal.SIGKILL));
                return left.Length == 0;
            },
            "its processes do not end");
        Directory.Delete(path);
    }

    private bool IsFrozen() => unified
        ? File.ReadAllText(path + "/cgroup.events").Contains("frozen 1", StringComparison.Ordinal)
        : File.ReadAllText(path + "/freezer.state") == "FROZEN\n";

    private void Write(string version2, string version1) =>
        File.WriteAllText(path + (unified ? "/cgroup.freeze" : "/freezer.state"), unified ? version2 : version1);
}
