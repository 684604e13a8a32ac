namespace MiniRun.EndToEnd.Inits;

/// <summary>More orphans than anybody has: none may be lost. Not in the emulated machine, where a fork takes a hundred times as long.</summary>
public sealed class OrphanStormTests : ContainerTest
{
    private static readonly CliOptions Patient = new() { Timeout = TimeSpan.FromMinutes(3) };

    [RootFact]
    public void TwentyThousandOrphansAreReaped() => InitUnderTest.Run(Patient, "ours", [], "perl", "-e", """
        for (1 .. 20000) {
            my $child = fork;
            if (!$child) { fork; exit }
            waitpid $child, 0;
        }
        select undef, undef, undef, 0.5;
        exit scalar grep { open my $f, "<", $_ and <$f> =~ /\) Z / } glob "/proc/[0-9]*/stat";
        """).ExitsWith(0);

    [RootFact]
    public void FourThousandDyingAtOnceAreReaped() => InitUnderTest.Run(Patient, "ours", [], "python3", "-c", """
        import os, sys, time, signal
        readable, writable = os.pipe()
        if os.fork() == 0:
            for i in range(4000):
                if os.fork() == 0:
                    os.close(writable)
                    os.read(readable, 1)
                    os._exit(0)
            os._exit(0)
        os.wait()
        os.close(writable)
        deadline = time.time() + 20
        while len([p for p in os.listdir("/proc") if p.isdigit()]) > 2 and time.time() < deadline:
            time.sleep(0.05)
        sys.exit(min(250, len([p for p in os.listdir("/proc") if p.isdigit()]) - 2))
        """).ExitsWith(0);
}
