using System.Text;

namespace MiniRun.Cgroups.Tests;

/// <summary>A host made of ordinary directories: its mountinfo names them as cgroup mounts.</summary>
internal sealed class FakeHost : IDisposable
{
    private readonly StringBuilder mountInfo = new();
    private int lastId = 30;

    /// <summary>The directory that stands for /sys/fs/cgroup.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("minirun-cgroups-").FullName;

    public CgroupLayout Layout
    {
        get
        {
            CgroupLayout layout = CgroupLayout.FromMountInfo(MountInfo, checkMounts: false);
            layout.SysBlock = $"{Root}/block";
            return layout;
        }
    }

    public byte[] MountInfo => Encoding.UTF8.GetBytes(mountInfo.ToString());

    /// <summary>Each controller on a mount of its own; several words share one.</summary>
    public static FakeHost V1(params string[] hierarchies)
    {
        FakeHost host = new();
        foreach (string hierarchy in hierarchies)
        {
            host.AddV1(hierarchy);
        }

        return host;
    }

    public static FakeHost V2(string controllers)
    {
        FakeHost host = new();
        host.AddV2("", controllers);
        return host;
    }

    public FakeHost AddV1(string controllers)
    {
        Add(controllers, "cgroup", $"rw,{controllers}");
        return this;
    }

    public FakeHost AddV2(string name, string controllers)
    {
        Add(name, "cgroup2", "rw,nsdelegate");
        File.WriteAllText(Path.Combine(Root, name, "cgroup.controllers"), controllers + "\n");
        return this;
    }

    /// <summary>A file of a group, with the directories above it.</summary>
    public void Write(string path, string content)
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    /// <summary>The shell commands of a plan, with the host's root as <c>/cg</c>.</summary>
    public string[] Commands(CgroupLimits limits, string parent = "/minirun", bool killable = false) =>
        [.. CgroupPlanner.Plan(Layout, limits, parent, "x", killable).Actions.Select(action => action.Shell.Replace(Root, "/cg"))];

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private void Add(string name, string type, string options)
    {
        string point = Path.Combine(Root, name).TrimEnd('/');
        Directory.CreateDirectory(point);
        lastId++;
        mountInfo.Append($"{lastId} 29 0:{lastId} / {point} rw,nosuid shared:9 - {type} {type} {options}\n");
    }
}
