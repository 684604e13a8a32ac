using System.Globalization;

namespace MiniRun.EndToEnd.Inits;

/// <summary>An init on a terminal: keys reach the program, once, and job control stops and continues it.</summary>
public sealed class ForegroundTests : ContainerTest
{
    private const string CtrlC = "\x03";
    private const string CtrlZ = "\x1a";

    private const string CountInterrupts = """
        import os, signal, time
        count = 0
        def interrupted(number, frame):
            global count
            count += 1
        signal.signal(signal.SIGINT, interrupted)
        print("foreground:", os.tcgetpgrp(0) == os.getpgrp(), flush=True)
        deadline = time.time() + 20
        while count == 0 and time.time() < deadline:
            time.sleep(0.02)
        time.sleep(0.3)
        print("interrupts:", count, flush=True)
        """;

    // A child in a group of its own, thus in the background, tries what stops a job there; 21 is SIGTTIN, 22 SIGTTOU.
    private const string Background = """
        import os, termios
        def stopped_by(what):
            child = os.fork()
            if child == 0:
                os.setpgid(0, 0)
                what()
                os._exit(0)
            status = os.waitpid(child, os.WUNTRACED)[1]
            os.kill(child, 9)
            return os.WSTOPSIG(status) if os.WIFSTOPPED(status) else "not stopped"
        print("read:", stopped_by(lambda: os.read(0, 1)), flush=True)
        print("setpgrp:", stopped_by(lambda: os.tcsetpgrp(0, os.getpgrp())), flush=True)
        state = termios.tcgetattr(0)
        state[3] |= termios.TOSTOP
        termios.tcsetattr(0, termios.TCSANOW, state)
        print("write:", stopped_by(lambda: os.write(1, b"x")), flush=True)
        """;

    public static TheoryData<string> All => ["ours", "tini", "dumb-init", "minirun as dumb-init", "catatonit", "minirun as catatonit"];

    /// <summary>catatonit itself leaves SIGTSTP, SIGTTIN and SIGTTOU blocked in its child: no job control for what it starts.</summary>
    public static TheoryData<string> WithJobControl => ["ours", "tini", "dumb-init", "minirun as dumb-init", "minirun as catatonit"];

    [RootTheory]
    [MemberData(nameof(All))]
    public void TheProgramIsInTheForegroundAndCtrlCReachesItOnce(string init)
    {
        CliTerminal terminal = Begin(init, "python3", "-c", CountInterrupts);
        terminal.WaitFor("foreground: True");

        terminal.Type(CtrlC);

        terminal.WaitFor("interrupts: 1\r\n");
        terminal.WaitForExit().ExitsWith(0);
    }

    [RootTheory]
    [MemberData(nameof(WithJobControl))]
    public void CtrlZStopsTheProgramAndSigcontToTheInitContinuesIt(string init)
    {
        // A shell with job control does this for its jobs. The program is in an orphaned group, where the kernel would ignore
        // SIGTSTP (setpgid(2)); so its own child takes the key.
        const string Job = """
            import os, signal, sys
            child = os.fork()
            if child == 0:
                os.setpgid(0, 0)
                signal.signal(signal.SIGTTOU, signal.SIG_IGN)
                os.tcsetpgrp(0, os.getpgrp())
                signal.signal(signal.SIGTTOU, signal.SIG_DFL)
                signal.signal(signal.SIGCONT, lambda *_: os._exit(6))
                signal.pthread_sigmask(signal.SIG_UNBLOCK, {18})
                print("ready", flush=True)
                while True:
                    signal.pause()
            status = os.waitpid(child, os.WUNTRACED)[1]
            print("stopped by", os.WSTOPSIG(status), flush=True)
            signal.sigwait({signal.SIGCONT})
            os.kill(child, signal.SIGCONT)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """;
        CliTerminal terminal = Begin(init, "python3", "-c", "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, {18})\n" + Job);
        terminal.WaitFor("ready");
        int pid = InitUnderTest.PidOf(terminal.Process);

        terminal.Type(CtrlZ);
        terminal.WaitFor("stopped by 20");
        Assert.NotEqual('T', HostView.StatusField(pid, "State")?[0]);
        Kernel.Kill(pid, Signal.SIGCONT);

        terminal.WaitForExit().ExitsWith(6);
    }

    [RootTheory]
    [MemberData(nameof(WithJobControl))]
    public void ItsChildrenInTheBackgroundAreStoppedByTheTerminal(string init)
    {
        CliTerminal terminal = Begin(init, "python3", "-c", Background);

        terminal.WaitForExit().ExitsWith(0);
        terminal.WaitFor("read: 21\r\nsetpgrp: 22\r\nwrite: 22\r\n");
    }

    [RootTheory]
    [MemberData(nameof(WithJobControl))]
    public void TheMaskAndDispositionsOnATerminalAreThoseOfABareExec(string init)
    {
        CliTerminal terminal = Begin(init, "grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status");

        terminal.WaitForExit().ExitsWith(0);
        terminal.WaitFor("SigBlk:\t0000000000000000\r\nSigIgn:\t");
        Eventually.True(() => terminal.Screen.EndsWith('\n'), "the line does not end");

        // Signals 32 and 33 are libc's own: no command can set them back if the caller had them ignored.
        ulong ignored = ulong.Parse(terminal.Screen.Trim()[^16..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Assert.Equal(0UL, ignored & ~0x180000000UL);
    }

    // PID 1 leads the session of its terminal, as in a container with -t: only so can dumb-init hand it over.
    private CliTerminal Begin(string init, params string[] program) =>
        Own(CliTerminal.StartProgram("env", [.. InitUnderTest.Namespace, "setsid", "--ctty", .. InitUnderTest.Command(init), .. program]));
}
