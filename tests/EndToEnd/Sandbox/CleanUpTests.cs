using System.Diagnostics;

namespace MiniRun.EndToEnd.Sandbox;

/// <summary>Nothing stays, however a container or its command ends and whatever was made in it.</summary>
public sealed class CleanUpTests : ContainerTest
{
    private const string Containers = "/var/lib/minirun/foreground";

    /// <summary>Twenty thousand levels made by moving deep trees into one another, removed with few descriptors and a small stack.</summary>
    [RootFact]
    public void ADeepTreeIsRemoved()
    {
        const string Deepen =
            "long=$(yes a | head -n 1000 | tr '\\n' /); mkdir old; i=0;"
            + "while [ $i -lt 20 ]; do mkdir -p new/$long && mv old new/${long}b && mv new old || exit 9; i=$((i+1)); done; echo made";

        CliResult result = Cli.Shell(
            new CliOptions { Timeout = TimeSpan.FromSeconds(120 * Machine.Slowness) },
            "ulimit -n 512; ulimit -s 1024; exec $minirun run -w /var busybox sh -c \"$1\"", Deepen).ExitsWith(0);

        Assert.Equal("made\n", result.Output);
        Assert.Equal("", result.Error);
    }

    /// <summary>Names of any bytes, devices, sockets, links to the outside, directories without permissions: removed, not followed.</summary>
    [RootFact]
    public void AnOddTreeIsRemovedAndNothingElse()
    {
        Canary canary = Own(new Canary());

        RunScript(
            $$"""
            mkdir /odd && cd /odd
            ln -s {{canary.Path}} link; ln -s {{canary.Path}}/file file; ln -s / root
            mkfifo fifo; mknod null c 1 3; mknod disk b 8 0
            mkdir closed && touch closed/in && chmod 000 closed
            touch "$(printf 'new\nline')" "$(printf '\377\376')" " " "-rf" "*"
            mkdir "$(printf '\033[31m')" && touch "$(printf '\033[31m')/x"
            touch set && chmod 7777 set
            mkdir many && cd many && touch $(seq 1 5000)
            """).ExitsWith(0);

        canary.AssertUntouched();
        Assert.Empty(Directory.EnumerateFileSystemEntries(Containers));
    }

    /// <summary>kill -9 of minirun: the kernel ends the container at once, and the next run removes what is on disk.</summary>
    [RootTheory]
    [InlineData("-i")]
    [InlineData("--init")]
    public void KillingTheCommandKillsTheContainer(string option)
    {
        CliProcess cli = Start(
            option, "--pids-limit", "20", "-u", "1000", Busybox, "sh", "-c", "trap '' TERM HUP INT; setsid sleep 1000 & echo ready; wait");
        cli.WaitForLine("ready");
        int init = HostView.InitOf(cli);
        int[] inside = [init, .. HostView.ChildrenOf(init)];
        Assert.True(inside.Length >= 2);
        string group = HostView.CgroupDirectory(init, "pids");

        Kernel.Kill(cli.Pid, Signal.SIGKILL);
        long killed = Stopwatch.GetTimestamp();
        Eventually.True(() => inside.All(IsGone), "processes of the container live on");

        Assert.True(Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(2 * Machine.Slowness));
        Assert.True(Directory.Exists(group));
        RunScript("true").ExitsWith(0);
        Assert.False(Directory.Exists(group));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Containers));
    }

    /// <summary>A name is free again after its command was killed, and taken while it runs.</summary>
    [RootFact]
    public void ANameIsFreeAgainAfterAKill()
    {
        (CliProcess cli, int init) = StartSleeper("--name", "kitchen");
        Run("--name", "kitchen", Busybox, "true").Refuses(["kitchen", "EEXIST"]);
        Assert.False(IsGone(init));

        Kernel.Kill(cli.Pid, Signal.SIGKILL);
        Eventually.True(() => IsGone(init), "it lives on");

        Assert.Equal("again\n", Run("--name", "kitchen", Busybox, "echo", "again").ExitsWith(0).Output);
    }

    /// <summary>
    /// A program that gets other rights when it is executed is not sent the signal of its parent's death. The next run finds it by
    /// its group and ends it before it removes its files, also where no limit and no device rule asks for a group.
    /// </summary>
    [RootTheory]
    [InlineData("-i")]
    [InlineData("--privileged")]
    public void ASetUserIdProgramThatOutlivesTheCommandIsEndedByTheNext(string option)
    {
        TestRoot root = Own(TestRoot.Busybox());
        string sleep = Path.Combine(root.Path, "bin/sleep");
        File.Delete(sleep);
        File.Copy(Path.Combine(root.Path, "bin/busybox"), sleep);
        File.SetUnixFileMode(sleep, File.GetUnixFileMode(sleep) | UnixFileMode.SetUser);
        CliProcess cli = Start(option, "-u", "1000", "--rootfs", root.Path, "sh", "-c", "echo ready; exec sleep 1000");
        cli.WaitForLine("ready");
        int init = HostView.InitOf(cli);
        Eventually.True(() => HostView.StatusField(init, "Name") == "sleep", "it does not become sleep");

        Kernel.Kill(cli.Pid, Signal.SIGKILL);
        RunScript("true").ExitsWith(0);

        Eventually.True(() => IsGone(init), "it lives on, without its files");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Containers));
    }

    /// <summary>kill -9 at any moment of the start leaves no process, and nothing that the next run does not remove.</summary>
    [RootFact]
    public void AKillDuringTheStartLeavesNothing()
    {
        for (int delay = 0; delay < 40; delay++)
        {
            using Process process = Process.Start(new ProcessStartInfo(Cli.Binary, ["run", "--pids-limit", "9", "--name", $"k{delay}", Busybox, "sleep", "1000"])
            {
                RedirectStandardError = true,
            })!;
            Thread.Sleep(delay / 2);
            process.Kill();
            process.WaitForExit();
        }

        Eventually.True(() => !Sleepers().Any(), "a container lives on");
        RunScript("true").ExitsWith(0);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Containers));
    }

    // The directory of a dead orphan stays until the machine's PID 1 reaps it.
    private static bool IsGone(int pid) => HostView.StatusField(pid, "State") is null or ['Z', ..] or ['X', ..];

    private static IEnumerable<int> Sleepers() =>
        HostView.Processes().Where(pid => !IsGone(pid) && HostView.TryRead($"/proc/{pid}/cmdline") == "sleep\0" + "1000\0");
}
