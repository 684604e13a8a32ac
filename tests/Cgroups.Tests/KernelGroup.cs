using System.Diagnostics;
using System.Text;

namespace MiniRun.Cgroups.Tests;

/// <summary>A container's groups on the real kernel, under a parent of their own; removed with everything in them.</summary>
internal sealed class KernelGroup : IDisposable
{
    private static int last;

    private readonly List<Process> started = [];
    private readonly CgroupLayout layout;

    public KernelGroup(CgroupLimits limits, CgroupLayout? on = null, bool killable = false)
    {
        layout = on ?? CgroupLayout.Discover();
        Parent = $"/minirun-test-{Environment.ProcessId}-{Interlocked.Increment(ref last)}";
        Plan = CgroupPlanner.Plan(layout, limits, Parent, "x", killable);
        Cgroup = new Cgroup(Plan);
        Limits = limits;
    }

    public string Parent { get; }

    public CgroupPlan Plan { get; }

    public Cgroup Cgroup { get; }

    public CgroupLimits Limits { get; }

    /// <summary>The mounts of this host that <paramref name="wanted"/> picks.</summary>
    public static CgroupLayout Only(Func<string, bool> wanted) => CgroupLayout.FromMountInfo(
        Encoding.UTF8.GetBytes(string.Join('\n', File.ReadLines("/proc/self/mountinfo").Where(wanted))));

    public KernelGroup Apply()
    {
        foreach (CgroupAction action in Plan.Actions)
        {
            action.Run();
        }

        return this;
    }

    /// <summary>What a file of the group holds, found by its name in whichever hierarchy has it.</summary>
    public string Read(string file) =>
        File.ReadAllText(Plan.Directories.Select(directory => $"{directory}/{file}").First(File.Exists)).Trim();

    /// <summary>Starts a shell that first joins the groups as a container's first process does, then runs the script.</summary>
    public Process Start(string script)
    {
        StringBuilder text = new();
        foreach (CgroupJoin join in Plan.TasksFiles)
        {
            text.Append($"echo 0 > {join.TasksFile} && ");
        }

        if (Plan.IntoDirectory is not null)
        {
            text.Append($"echo 0 > {Plan.IntoDirectory}/cgroup.procs && ");
        }

        Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{text} {{ {script}\n}}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        started.Add(process);
        return process;
    }

    /// <summary>Runs a script to its end: exit code (128 + signal), then its output and errors.</summary>
    public (int Code, string Output) Run(string script)
    {
        Process process = Start(script);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(20_000), $"did not end: {script}");
        return (process.ExitCode, output + errors.Result);
    }

    public void Dispose()
    {
        foreach (string freezer in Plan.Directories.Where(Directory.Exists)
            .SelectMany(directory => Directory.GetFiles(directory, "freezer.state", SearchOption.AllDirectories)))
        {
            File.WriteAllText(freezer, "THAWED"); // or a failed test would wait here for a frozen process
        }

        foreach (Process process in started)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        Cgroup.KillAll();
        Cgroup.Remove();
        foreach (string directory in Plan.Directories)
        {
            if (Directory.Exists(Path.GetDirectoryName(directory)))
            {
                Directory.Delete(Path.GetDirectoryName(directory)!);
            }
        }
    }
}
