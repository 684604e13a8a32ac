using System.Diagnostics;
using System.Text;

namespace MiniRun.EndToEnd;

/// <summary>What somebody sees who runs a container for the first time.</summary>
[Trait("Category", "Core")]
public sealed class FirstContainerTests : ContainerTest
{
    [RootFact]
    public void TheCommandOfTheReadmeWorks()
    {
        CliResult result = Run(
            "--init", "--cpu-quota", "20000", "--pids-limit", "64", "busybox", "sh", "-c", "echo hello from $$; ps").ExitsWith(0);

        Assert.StartsWith("hello from ", result.Output);
        Assert.Equal("", result.Error);
    }

    [RootFact]
    public void WithoutInitTheWorkloadIsPid1() => Assert.Equal("hello from 1\n", RunScript("echo hello from $$").ExitsWith(0).Output);

    [RootFact]
    public void WithInitTheWorkloadIsItsChild()
    {
        CliResult result = RunScript("echo $PPID; tr '\\0' ' ' </proc/1/cmdline", "--init").ExitsWith(0);

        Assert.Equal("1", result.Lines[0]);
        Assert.DoesNotContain("sh -c", result.Lines[^1]);
    }

    [RootFact]
    public void ItSeesItsOwnProcessesOnly()
    {
        string[] lines = RunScript("ps -o pid,comm; true").ExitsWith(0).Lines;

        Assert.Equal(3, lines.Length); // the heading, sh and ps
        Assert.Equal(["1", "sh"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [RootTheory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 42", 42)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -KILL $$; sleep 9", 137)]
    [InlineData("kill -SEGV $$; sleep 9", 139)]
    public void TheExitStatusIsThatOfTheWorkload(string script, int expected) => RunScript(script, "--init").ExitsWith(expected);

    [RootFact]
    public void ASignalThatEndsTheWorkloadIs128PlusItsNumber()
    {
        (CliProcess cli, int init) = StartSleeper();

        Process.GetProcessById(init).Kill(); // SIGKILL from outside: PID 1 cannot send itself one

        cli.WaitForExit().ExitsWith(128 + 9);
    }

    [RootFact]
    public void AMissingProgramIs127() => Run(Busybox, "no-such-program").Refuses(["no-such-program", "not found"], 127);

    [RootTheory]
    [InlineData("/etc/passwd")]
    [InlineData("/etc")]
    public void AProgramThatCannotBeExecutedIs126(string program) => Run(Busybox, program).Refuses([program], 126);

    [Fact]
    public void AnUnknownFlagIs125() => Run("--no-such-flag", Busybox, "true").Refuses(["--no-such-flag"]);

    [RootFact]
    public void AnUnknownSampleIs125() => Run("no-such-sample", "true").Refuses(["no-such-sample"]);

    [RootFact]
    public void TheHostnameIsItsOwn()
    {
        string before = Environment.MachineName;

        Assert.Equal("kitchen\n", RunScript("hostname", "--hostname", "kitchen").ExitsWith(0).Output);
        Assert.Equal(before, Environment.MachineName);
        Assert.Equal(before, File.ReadAllText("/proc/sys/kernel/hostname").Trim());
    }

    [RootFact]
    public void TheEnvironmentIsWhatWasGivenAndNotOurs()
    {
        CliOptions options = new() { Environment = new Dictionary<string, string?> { ["OURS"] = "secret", ["PASSED"] = "on" } };

        CliResult result = Cli.Run(options, "run", "-e", "A=b c", "-e", "PASSED", "--hostname", "h", Busybox, "env").ExitsWith(0);

        Assert.Contains("A=b c", result.Lines);
        Assert.Contains("PASSED=on", result.Lines);
        Assert.Contains("HOSTNAME=h", result.Lines);
        Assert.Contains(result.Lines, line => line.StartsWith("PATH=/usr/local/sbin:", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", result.Output);
    }

    [RootFact]
    public void TheWorkingDirectoryIsTheOneAskedFor()
    {
        Assert.Equal("/\n", RunScript("pwd").ExitsWith(0).Output);
        Assert.Equal("/var/log\n", RunScript("pwd", "-w", "/var/log").ExitsWith(0).Output);
    }

    [RootFact]
    public void StandardInputPassesUntouchedWithI()
    {
        byte[] input = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 / 7))];

        CliResult result = Cli.Run(new CliOptions { Input = input }, "run", "-i", Busybox, "cat").ExitsWith(0);

        Assert.Equal(input, result.OutputBytes);
    }

    [RootFact]
    public void StandardInputIsEmptyWithoutI()
    {
        CliOptions options = new() { Input = Encoding.UTF8.GetBytes("typed ahead\n") };

        Assert.Equal("", Cli.Run(options, "run", Busybox, "cat").ExitsWith(0).Output);
    }

    [RootFact]
    public void BothOutputStreamsStayApart()
    {
        CliResult result = RunScript("echo data; echo talk >&2").ExitsWith(0);

        Assert.Equal("data\n", result.Output);
        Assert.Equal("talk\n", result.Error);
    }

    [RootFact]
    public void WhatFollowsTheImageBelongsToTheWorkload()
    {
        CliResult result = Run(Busybox, "echo", "-m", "--init", "--", "@file", "").ExitsWith(0);

        Assert.Equal("-m --init -- @file \n", result.Output);
    }

    [RootFact]
    public void TheRootThatWasGivenIsNeverWritten()
    {
        TestRoot root = Own(TestRoot.Busybox());
        string before = Describe(root.Path);

        Run("--rootfs", root.Path, "sh", "-c", "rm /etc/passwd; echo new >/etc/group; mkdir /made; ls /").ExitsWith(0);

        Assert.Equal(before, Describe(root.Path));
    }

    [RootFact]
    public void NothingOfAnEarlierContainerIsSeenByTheNext()
    {
        RunScript("echo kept >/etc/left").ExitsWith(0);

        RunScript("test ! -e /etc/left").ExitsWith(0);
    }

    private static string Describe(string path) =>
        Cli.Shell("""cd "$1" && find . | sort | xargs stat -c '%n %f %u %g %h %s %Y'""", path).ExitsWith(0).Output;
}
