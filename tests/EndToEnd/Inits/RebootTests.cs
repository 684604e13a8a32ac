namespace MiniRun.EndToEnd.Inits;

/// <summary>
/// What ends a PID namespace, or does not, in unusual ways: reboot(2) inside, and the end of PID 1's main thread alone.
/// </summary>
public sealed class RebootTests : ContainerTest
{
    // Not in the namespace that the tests run in: there it would be the machine.
    private const string CallReboot = """
        import ctypes, os, sys, time
        if os.readlink("/proc/self/ns/pid") == sys.argv[1]:
            sys.exit(99)
        if ctypes.CDLL(None).reboot(int(sys.argv[2], 16)) != 0:
            sys.exit(98)
        time.sleep(20)
        """;

    public static TheoryData<string> All => ["ours", "minirun init", "tini", "dumb-init", "catatonit", "none"];

    private static string OurNamespace => HostView.Namespace(Environment.ProcessId, "pid");

    [RootTheory]
    [MemberData(nameof(All))]
    public void ItEndsTheNamespaceAsIfBySighupOrSigint(string init)
    {
        // LINUX_REBOOT_CMD_RESTART, _HALT, _POWER_OFF; _CAD_OFF is refused below the machine's own namespace.
        Assert.Equal(129, Reboot(init, "01234567"));
        Assert.Equal(130, Reboot(init, "cdef0123"));
        Assert.Equal(130, Reboot(init, "4321fedc"));
        Assert.Equal(98, Reboot(init, "00000000"));
    }

    [RootTheory]
    [InlineData("reboot", 129, "asked for a restart")]
    [InlineData("halt", 130, "asked to halt or power off")]
    [InlineData("poweroff", 130, "asked to halt or power off")]
    public void MinirunTellsItAndItNeedsTheCapability(string word, int code, string told)
    {
        string script = $"[ \"$(readlink /proc/self/ns/pid)\" != '{OurNamespace}' ] || exit 99; sleep 1000 & {word} -f; exit 7";
        foreach (string[] flags in (string[][])[[], ["--init"]])
        {
            CliResult allowed = RunScript(script, [.. flags, "--cap-add", "SYS_BOOT"]);
            Assert.Contains("ended by reboot(2) inside, which " + told, allowed.ExitsWith(code).Error);

            CliResult refused = RunScript(script, flags);
            Assert.Contains("Operation not permitted", refused.ExitsWith(7).Error);
            Assert.DoesNotContain("reboot(2)", refused.Error);
        }
    }

    [RootTheory]
    [InlineData("exit 129", 129)]
    [InlineData("exit 130", 130)]
    public void TheSameCodeOfAProgramIsNoReboot(string script, int code) =>
        Assert.Equal("", RunScript(script).ExitsWith(code).Error);

    [RootFact]
    public void PidOneMayEndItsMainThreadAndTheNamespaceLivesUntilTheLast()
    {
        // Without an init the program is PID 1 itself. A thread that is left makes a process, waits for it and ends all with 5.
        using CliProcess cli = Cli.StartProgram(new CliOptions(), "env", [.. InitUnderTest.Namespace, "python3", "-c", """
            import ctypes, os, sys, threading, time
            def rest():
                while open("/proc/self/stat").read().split(") ")[1][0] != "Z":
                    time.sleep(0.01)
                print("ready", flush=True)
                sys.stdin.readline()
                child = os.fork()
                if child == 0:
                    os._exit(3)
                os._exit(2 + os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            threading.Thread(target=rest).start()
            libc = ctypes.CDLL(None)
            libc.syscall(60, 0) # exit(2): this thread alone
            """]);
        cli.WaitForLine("ready");

        Assert.Equal('Z', HostView.StatusField(InitUnderTest.PidOf(cli), "State")![0]);
        cli.Input.Close();
        cli.WaitForExit().ExitsWith(5);
    }

    private static int Reboot(string init, string command)
    {
        string[] before = init == "none" ? [] : InitUnderTest.Command(init);
        return Cli.Shell("env \"$@\"; exit $?", [.. InitUnderTest.Namespace, .. before, "python3", "-c", CallReboot, OurNamespace, command]).ExitCode;
    }
}
