namespace MiniRun.EndToEnd;

/// <summary>A container on a terminal: what a person at one expects of keys, size, job control and its end.</summary>
public sealed class TerminalTests : ContainerTest
{
    private const string CtrlC = "\x03";
    private const string CtrlD = "\x04";
    private const string CtrlZ = "\x1a";

    [RootFact]
    public void ItHasATerminalOfItsOwnDevpts()
    {
        CliTerminal terminal = Begin("-it", Busybox, "sh", "-c", "tty; test -t 0 && test -t 1 && test -t 2 && echo all three; stat -c %t:%T /dev/console /dev/pts/0; ls /dev/pts");

        terminal.WaitForExit().ExitsWith(0);
        terminal.WaitFor("/dev/pts/0\r\nall three\r\n88:0\r\n88:0\r\n0");
    }

    [RootFact]
    public void TheSizeIsOursAndFollowsIt()
    {
        CliTerminal terminal = Begin("-it", Busybox, "sh", "-c", "trap 'stty size; exit 3' WINCH; stty size; echo ready; while :; do sleep 0.05; done");
        terminal.WaitFor("24 80\r\nready");

        terminal.Resize(33, 121);

        terminal.WaitForExit().ExitsWith(3);
        terminal.WaitFor("33 121");
    }

    [RootFact]
    public void CtrlCInterruptsTheWorkloadOnly()
    {
        CliTerminal terminal = Begin("-it", Busybox, "sh", "-c", "trap 'echo interrupted' INT; echo ready; sleep 1000; echo went on");
        terminal.WaitFor("ready");
        Eventually.True(() => HostView.ChildrenOf(HostView.InitOf(terminal.Process)).Count == 1, "sleep did not start");

        terminal.Type(CtrlC);

        terminal.WaitForExit().ExitsWith(0);
        terminal.WaitFor("interrupted\r\nwent on");
    }

    [RootFact]
    public void AShellInsideHasJobControl()
    {
        CliTerminal terminal = Begin("-it", "-e", "PS1=prompt>", Busybox, "sh");
        terminal.WaitFor("prompt>");
        terminal.Type("sleep 1000\n");
        Eventually.True(() => HostView.ChildrenOf(HostView.InitOf(terminal.Process)).Count == 1, "sleep did not start");

        terminal.Type(CtrlZ);
        terminal.WaitFor("Stopped");
        Assert.False(terminal.Process.HasExited);
        terminal.Type("kill -9 %1; wait; echo 'do'ne\n");
        terminal.WaitFor("done");
        terminal.Type(CtrlD); // ash tells once about the job that was stopped
        terminal.WaitFor("Killed");
        terminal.Type(CtrlD);

        terminal.WaitForExit().ExitsWith(0);
    }

    [RootTheory]
    [InlineData("exit 5", 5)]
    [InlineData("kill -SEGV $$; sleep 9", 139)]
    public void OurTerminalIsAsBeforeAfterwards(string script, int expected) =>
        AssertRestored("run -it --init busybox sh -c '" + script + "'", expected);

    [RootTheory]
    [InlineData("run -it busybox no-such-program", 127)]
    [InlineData("run -it busybox /etc/passwd", 126)]
    [InlineData("run -it -w /proc/self/fd/7 busybox true", 125)]
    [InlineData("run -it --cpu-quota 5 busybox true", 125)]
    public void OurTerminalIsAsBeforeAfterAFailure(string command, int expected) => AssertRestored(command, expected);

    [RootFact]
    public void OurTerminalIsAsBeforeAfterTheContainerIsKilled()
    {
        CliTerminal terminal = BeginShell("stty -g; $minirun run -it busybox sh -c 'echo ready; sleep 1000'; echo code $?; stty -g; echo end");
        terminal.WaitFor("ready");

        Kernel.Kill(InitBelow(terminal), Signal.SIGKILL);

        terminal.WaitFor("end");
        AssertSameSettings(terminal, 137);
    }

    /// <summary>Stopped from outside, minirun gives the terminal back; continued, it takes it again.</summary>
    [RootFact]
    public void AStoppedCommandGivesTheTerminalBack()
    {
        CliTerminal terminal = Begin("-it", Busybox, "sh", "-c", "echo ready; read line; echo got $line; exit 6");
        terminal.WaitFor("ready");
        Assert.Contains("-icanon", Settings(terminal));

        terminal.Process.Signal(Signal.SIGTSTP);
        Eventually.True(() => HostView.StatusField(terminal.Process.Pid, "State")?[0] == 'T', "it does not stop");
        Assert.DoesNotContain("-icanon", Settings(terminal));
        terminal.Process.Signal(Signal.SIGCONT);
        Eventually.True(() => Settings(terminal).Contains("-icanon"), "the terminal is not raw again");
        terminal.Type("keys\r");

        terminal.WaitForExit().ExitsWith(6);
        terminal.WaitFor("got keys");
    }

    [RootFact]
    public void WhileItRunsNoKeyHasAMeaningHere()
    {
        CliTerminal terminal = Begin("-it", Busybox, "sh", "-c", "stty raw -echo; echo ready; head -c 5 | od -An -tx1");
        terminal.WaitFor("ready");

        terminal.Type("\x03\x1a\x1c\x04\x11");

        terminal.WaitForExit().ExitsWith(0);
        terminal.WaitFor("03 1a 1c 04 11");
    }

    /// <summary>Closing the terminal ends a container for which there is nobody any more, whether it takes SIGHUP or not.</summary>
    [RootTheory]
    [InlineData("echo ready; sleep 1000", 14)]
    [InlineData("trap 'exit 0' HUP; echo ready; sleep 1000 & wait", 5)]
    [InlineData("echo ready; cat", 5)]
    [InlineData("echo ready; exec yes", 5)]
    public void AHangUpEndsContainerAndCommand(string script, int seconds)
    {
        CliTerminal terminal = Begin("-it", Busybox, "sh", "-c", script);
        terminal.WaitFor("ready");
        int init = HostView.InitOf(terminal.Process);

        terminal.HangUp();

        Eventually.True(() => terminal.Process.HasExited, TimeSpan.FromSeconds(seconds * Machine.Slowness), () => "minirun still runs");
        Assert.False(Directory.Exists($"/proc/{init}"));
    }

    [RootFact]
    public void WithoutInteractiveATerminalNeedsNoneOutside()
    {
        CliResult result = Run("-t", Busybox, "sh", "-c", "tty; echo end").ExitsWith(0);

        Assert.Equal("/dev/pts/0\r\nend\r\n", result.Output);
    }

    [RootFact]
    public void APipeAsInputOfATerminalIsRefused() => Run("-it", Busybox, "sh").Refuses(["--tty", "not a terminal", "hint"]);

    /// <summary>A pasted text that nobody reads blocks neither Ctrl-C nor the output.</summary>
    [RootFact]
    public void InputThatIsNotReadBlocksNothing()
    {
        CliTerminal terminal = Begin("-it", Busybox, "sh", "-c", "trap 'echo interrupted; exit 4' INT; stty -icanon -echo; echo ready; while :; do sleep 0.1; done");
        terminal.WaitFor("ready");
        _ = Task.Run(() => terminal.Type(new string('x', 300_000)));

        Thread.Sleep(300);
        terminal.Process.Signal(Signal.SIGINT);

        terminal.WaitForExit().ExitsWith(4);
        terminal.WaitFor("interrupted");
    }

    /// <summary>A reader that pauses gets everything; one that goes away ends a container that writes on.</summary>
    [RootFact]
    public void ASlowReaderGetsEverything()
    {
        CliResult result = Cli.Shell("$minirun run -t busybox sh -c 'head -c 3000000 /dev/zero | tr \"\\0\" x; echo end' | { sleep 2; wc -c; }");

        Assert.Equal("3000005", result.ExitsWith(0).Output.Trim());
    }

    [RootTheory]
    [InlineData("| head -c 3")]
    [InlineData(">/dev/full")]
    public void OutputThatNobodyTakesIsAHangUp(string where)
    {
        CliResult result = Cli.Shell($"$minirun run -t busybox yes {where}");

        Assert.True(result.Elapsed < TimeSpan.FromSeconds(14 * Machine.Slowness), $"{result.Elapsed}");
    }

    private CliTerminal Begin(params string[] arguments) => Own(CliTerminal.Start(["run", .. arguments]));

    private CliTerminal BeginShell(string script) => Own(CliTerminal.StartShell(script));

    private void AssertRestored(string command, int expected)
    {
        CliTerminal terminal = BeginShell($"stty -g; $minirun {command}; echo code $?; stty -g; echo end");

        terminal.WaitFor("end\r\n");
        AssertSameSettings(terminal, expected);
    }

    private static void AssertSameSettings(CliTerminal terminal, int expected)
    {
        terminal.WaitForExit().ExitsWith(0);
        string[] lines = terminal.Screen.TrimEnd().Split("\r\n");
        Assert.Contains($"code {expected}", lines);
        Assert.Equal(lines[0], lines[^2]);
    }

    private static string Settings(CliTerminal terminal) =>
        Cli.RunProgram(new CliOptions(), "/bin/stty", "-F", terminal.SlavePath, "-a").ExitsWith(0).Output;

    private static int InitBelow(CliTerminal terminal)
    {
        int cli = HostView.ChildrenOf(terminal.Process.Pid).Single();
        return HostView.ChildrenOf(cli).Single(pid => HostView.StatusField(pid, "NSpid")!.Split('\t')[^1] == "1");
    }
}
