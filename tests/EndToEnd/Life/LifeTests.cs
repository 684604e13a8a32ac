namespace MiniRun.EndToEnd.Life;

/// <summary>Containers that outlive the command which started them.</summary>
public sealed class LifeTests : ContainerTest
{
    private const string Trap = "trap 'exit 3' TERM; echo out; echo err >&2; while :; do sleep 0.05; done";
    private readonly List<string> kept = [];

    /// <summary>What was started with -d is removed before the host is looked at.</summary>
    public LifeTests() => Own(new Removal(kept));

    [RootFact]
    [Trait("Category", "Core")]
    public void ItRunsOnIsListedAndStopped()
    {
        string id = Detach("life-a", "-l", "course=os", "--pids-limit", "64", Busybox, "sh", "-c", Trap);
        Assert.Matches("^[0-9a-f]{64}$", id);
        Eventually.True(() => Cli.Run("logs", "life-a").Output == "out\n" && Cli.Run("logs", "life-a").Error == "err\n", "no log");

        string row = Cli.Run("ps", "--filter", "label=course=os").ExitsWith(0).Lines[1];
        Assert.StartsWith(id[..12] + "   busybox   ", row);
        Assert.Matches("Up (Less than a second|\\d+ seconds?) +life-a$", row);
        int init = int.Parse(Cli.Run("inspect", "-f", "{{.State.Pid}}", "life-a").ExitsWith(0).Output);
        Assert.EndsWith($"/minirun/{id}", HostView.CgroupDirectory(init, "pids"));

        Assert.Equal("life-a\n", Cli.Run("stop", "life-a").ExitsWith(0).Output);
        Assert.Equal("exited 3\n", Cli.Run("inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", "life-a").Output);
        Assert.Equal("3\n", Cli.Run("wait", "life-a").ExitsWith(0).Output);
        Assert.Single(Cli.Run("ps").Lines);
    }

    [RootFact]
    public void ItsLayerStaysOverARestart()
    {
        Cli.Run("create", "--name", "life-b", Busybox, "sh", "-c", "cat /kept; date >>/kept; wc -l </kept; exit 4").ExitsWith(0);
        kept.Add("life-b");
        Assert.Equal("created\n", Cli.Run("inspect", "-f", "{{.State.Status}}", "life-b").Output);
        Assert.Equal("1", Cli.Run("start", "-a", "life-b").ExitsWith(4).Lines[^1]);
        Assert.Equal("2", Cli.Run("start", "-a", "life-b").ExitsWith(4).Lines[^1]);
    }

    [RootFact]
    public void WhoCannotGetTheSignalIsSaidAndKilled()
    {
        Detach("life-c", Busybox, "sh", "-c", "echo ready; while :; do sleep 1000; done");
        Eventually.True(() => Cli.Run("logs", "life-c").Output == "ready\n", "no log");
        CliResult stop = Cli.Run("stop", "-t", "1", "life-c").ExitsWith(0);
        Assert.Contains("has no handler for SIGTERM", stop.Error);
        Assert.Equal("137\n", Cli.Run("wait", "life-c").ExitsWith(0).Output);
    }

    [RootFact]
    [Trait("Category", "Core")]
    public void ItIsStartedAgainAsOftenAsAskedFor()
    {
        Detach("life-d", "--restart", "on-failure:2", Busybox, "sh", "-c", "exit 9");
        Eventually.True(() => Cli.Run("inspect", "-f", "{{.State.Status}} {{.RestartCount}}", "life-d").Output == "exited 2\n", "not twice");
    }

    [RootFact]
    public void WhoStoppedItIsNotContradictedByAPolicy()
    {
        Detach("life-e", "--restart", "always", Busybox, "sh", "-c", Trap);
        Cli.Run("stop", "life-e").ExitsWith(0);
        Assert.Equal("exited false\n", Cli.Run("inspect", "-f", "{{.State.Status}} {{.State.Running}}", "life-e").Output);
    }

    [RootFact]
    [Trait("Category", "Core")]
    public void WithoutItsMonitorItRunsOnAndIsStillStopped()
    {
        string id = Detach("life-f", Busybox, "sh", "-c", Trap);
        int init = int.Parse(Cli.Run("inspect", "-f", "{{.State.Pid}}", "life-f").Output);
        Kernel.Kill(MonitorOf(id), Signal.SIGKILL);
        Eventually.True(() => Cli.Run("ps").Output.Contains("(monitor lost)"), "not said");
        Assert.NotNull(HostView.StatusField(init, "State"));
        Cli.Run("stop", "-t", "1", "life-f").ExitsWith(0);
        Assert.Contains("Exited (unknown)", Cli.Run("ps", "-a").Output);
    }

    [RootFact]
    public void PausedItDoesNothingAndStillStops()
    {
        Detach("life-g", Busybox, "sh", "-c", Trap);
        Cli.Run("pause", "life-g").ExitsWith(0);
        Assert.Contains("(Paused)", Cli.Run("ps").Output);
        Cli.Run("pause", "life-g").Refuses(["is paused already"], 1);
        Cli.Run("unpause", "life-g").ExitsWith(0);
        Cli.Run("pause", "life-g").ExitsWith(0);
        Cli.Run("stop", "life-g").ExitsWith(0);
        Assert.Equal("3\n", Cli.Run("wait", "life-g").Output);
    }

    [RootFact]
    public void ANameIsOneContainers()
    {
        string id = Detach("life-h", Busybox, "sh", "-c", Trap);
        Run("-d", "--name", "life-h", Busybox, "true").Refuses(["name the container `life-h`", "EEXIST"]);
        Cli.Run("rename", "life-h", "life-i").ExitsWith(0);
        kept.Add("life-i");
        Assert.Equal(id + "\n", Cli.Run("ps", "-q", "--no-trunc").Output);
        Cli.Run("rm", "life-i").Refuses(["it is running"], 1);
        Assert.Equal("life-i\n", Cli.Run("rm", "-f", "life-i").ExitsWith(0).Output);
        foreach (string word in new[] { "life-h", "..", "../x", "", new string('x', 300) })
        {
            Cli.Run("stop", word).Refuses(["container"], 1);
        }
    }

    [RootFact]
    public void WhatIsDamagedIsListedAndRemoved()
    {
        string broken = Detach("life-j", Busybox, "true");
        Detach("life-k", Busybox, "sh", "-c", Trap);
        Cli.Run("wait", "life-j");
        File.WriteAllText($"/var/lib/minirun/containers/{broken}/config.json", "{\"version\":1");
        Assert.Contains("Dead", Cli.Run("ps", "-a").ExitsWith(0).Output);
        Assert.Contains("life-k", Cli.Run("ps").ExitsWith(0).Output);
        Cli.Run("start", broken).Refuses(["damaged"], 1);
        Cli.Run("rm", "-f", broken).ExitsWith(0);
        File.WriteAllText($"/var/lib/minirun/containers/{Full("life-k")}/state", "");
        Cli.Run("ps", "-a").ExitsWith(0);
        Cli.Run("rm", "-f", "life-k").ExitsWith(0);
    }

    [RootFact]
    public void InputReachesItAndItsEndToo()
    {
        Cli.Run("create", "-i", "--name", "life-l", Busybox, "cat").ExitsWith(0);
        kept.Add("life-l");
        Assert.Equal("one\ntwo\n", Cli.Run(new CliOptions { Input = "one\ntwo\n"u8.ToArray() }, "start", "-ai", "life-l").ExitsWith(0).Output);
    }

    [RootFact]
    public void AProgramThatIsNotThereIsSaid()
    {
        kept.Add("life-m");
        Run("-d", "--name", "life-m", Busybox, "nothing-here").Refuses(["run `nothing-here`", "ENOENT"], 127);
        Run("-d", "--rm", "--name", "life-n", Busybox, "nothing-here").Refuses(["ENOENT"], 127);
        Assert.DoesNotContain("life-n", Cli.Run("ps", "-a").Output);
    }

    /// <summary>Three times what conmon takes is the most that a monitor may take.</summary>
    [RootFact]
    public void AnIdleMonitorIsSmall()
    {
        string id = Detach("life-o", Busybox, "sh", "-c", Trap);
        string resident = HostView.StatusField(MonitorOf(id), "VmRSS")!;
        Assert.True(int.Parse(resident.Split(' ')[0]) <= 5700, resident);
    }

    private string Detach(string name, params string[] words)
    {
        kept.Add(name);
        return Run(["-d", "--name", name, .. words]).ExitsWith(0).Output.TrimEnd('\n');
    }

    private static string Full(string name) => new FileInfo($"/var/lib/minirun/names/{name}").LinkTarget!;

    private static int MonitorOf(string id) => HostView.Processes().Single(pid => HostView.TryRead($"/proc/{pid}/cmdline") == $"minirun\0monitor\0{id}\0");

    private sealed class Removal(List<string> names) : IDisposable
    {
        public void Dispose() => names.ForEach(name => Cli.Run("rm", "-f", name));
    }
}
