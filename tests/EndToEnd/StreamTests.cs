using System.Security.Cryptography;

namespace MiniRun.EndToEnd;

/// <summary>Without a terminal: the three streams pass untouched, and signals reach the workload.</summary>
public sealed class StreamTests : ContainerTest
{
    private const string Traps =
        "trap 'echo got 15; exit 15' TERM; trap 'echo got 10; exit 10' USR1; trap 'echo got 40; exit 40' 40; trap 'echo got 2; exit 2' INT;"
        + "trap 'echo got 1; exit 1' HUP; echo ready; sleep 1000 & wait";

    [RootFact]
    public void TenMegabytesPassUnchanged()
    {
        byte[] input = new byte[10_000_000];
        new Random(7).NextBytes(input);

        CliResult result = Cli.Run(new CliOptions { Input = input }, "run", "-i", Busybox, "cat").ExitsWith(0);

        Assert.Equal(MD5.HashData(input), MD5.HashData(result.OutputBytes));
    }

    [RootFact]
    public void WithoutInteractiveTheInputIsAtItsEnd()
    {
        // Nothing is read from the caller's either: what follows in a script's input stays there.
        CliResult result = Cli.Shell("printf 'one\\ntwo\\n' | { $minirun run busybox cat; cat; }").ExitsWith(0);

        Assert.Equal("one\ntwo\n", result.Output);
    }

    [RootFact]
    public void ClosedStreamsAreNoOtherFile()
    {
        Cli.Shell("$minirun run busybox sh -c 'exit 7' <&- >&- 2>&-").ExitsWith(7);
        Cli.Shell("$minirun run -i busybox cat <&-").ExitsWith(0);
    }

    [RootTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(40)]
    public void SignalsReachTheWorkload(int signal)
    {
        foreach (string[] option in new[] { [], new[] { "--init" } })
        {
            CliProcess cli = Start([.. option, Busybox, "sh", "-c", Traps]);
            cli.WaitForLine("ready");

            cli.Signal((Signal)signal);

            Assert.Contains($"got {signal}", cli.WaitForExit().ExitsWith(signal).Lines);
        }
    }

    [RootFact]
    public void WithoutTheProxyASignalEndsTheCommandAndTheContainer()
    {
        CliProcess cli = Start("--sig-proxy=false", Busybox, "sh", "-c", Traps);
        cli.WaitForLine("ready");

        cli.Signal(Signal.SIGTERM);

        Assert.DoesNotContain("got", cli.WaitForExit().ExitsWith(137).Output);
    }

    /// <summary>PID 1 without a handler gets no SIGINT; whoever presses Ctrl-C for the third time means it.</summary>
    [RootFact]
    public void ThreeInterruptsEndAPid1WithoutAHandler()
    {
        using CliTerminal terminal = CliTerminal.Start("run", Busybox, "sh", "-c", "echo ready; exec sleep 1000");
        terminal.WaitFor("ready");
        Eventually.True(() => Comm(HostView.InitOf(terminal.Process)) == "sleep", "sleep did not start");

        for (int i = 1; i <= 3; i++)
        {
            Assert.False(terminal.Process.HasExited);
            terminal.Type("\x03");
            Thread.Sleep(100);
        }

        terminal.WaitForExit().ExitsWith(137);
        terminal.WaitFor("three interrupts");
        terminal.WaitFor("hint: ");
    }

    [RootFact]
    public void AFullDeviceIsTheWorkloadsBusiness()
    {
        CliResult result = Cli.Shell("$minirun run busybox sh -c 'echo x; echo code $? >&2' >/dev/full");

        Assert.Contains("No space left on device", result.Error);
        Assert.Contains("code 1", result.Error);
    }

    /// <summary>.NET ignores SIGPIPE; the workload must not.</summary>
    [RootFact]
    public void ABrokenPipeEndsTheWorkload()
    {
        CliResult result = Cli.Shell("{ $minirun run --init busybox yes; echo code $? >&2; } | head -n 1");

        Assert.Equal("y\n", result.Output);
        Assert.Contains("code 141", result.Error);
        Assert.DoesNotContain("Broken pipe", result.Error);
    }

    [RootFact]
    public void AStoppedCommandGoesOnWhereItWas()
    {
        CliProcess cli = Start(Busybox, "sh", "-c", "echo ready; sleep 1; echo over; exit 9");
        cli.WaitForLine("ready");

        cli.Signal(Signal.SIGSTOP);
        Eventually.True(() => HostView.FindInit(cli.Pid) is var init && (init == 0 || HostView.StatusField(init, "State")?[0] == 'Z'), "it did not end");
        cli.Signal(Signal.SIGCONT);

        Assert.Equal(["ready", "over"], cli.WaitForExit().ExitsWith(9).Lines);
    }

    private static string? Comm(int pid) => HostView.TryRead($"/proc/{pid}/comm")?.Trim();
}
