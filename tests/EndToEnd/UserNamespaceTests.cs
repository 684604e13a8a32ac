namespace MiniRun.EndToEnd;

/// <summary>A container with a user namespace: its root is another user on the machine, and all the rest is as without one.</summary>
[Trait("Category", "Core")]
public sealed class UserNamespaceTests : ContainerTest
{
    private const string FirstId = "2000000000";
    private static readonly string[] Private = ["--userns", "private"];

    [RootFact]
    public void RootInsideIsAnotherUserOutside()
    {
        (_, int init) = StartSleeper(Private);

        string[] map = File.ReadAllText($"/proc/{init}/uid_map").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["0", FirstId, "65536"], map);
        Assert.Equal(File.ReadAllText($"/proc/{init}/uid_map"), File.ReadAllText($"/proc/{init}/gid_map"));
        Assert.Equal($"{FirstId}\t{FirstId}\t{FirstId}\t{FirstId}", HostView.StatusField(init, "Uid"));
        Assert.Equal($"{FirstId}\t{FirstId}\t{FirstId}\t{FirstId}", HostView.StatusField(init, "Gid"));
        Assert.Equal(FirstId, HostView.StatusField(init, "Groups")?.Trim()); // root's own group, as without the namespace
    }

    [RootTheory]
    [InlineData("user")]
    [InlineData("pid")]
    [InlineData("uts")]
    [InlineData("ipc")]
    [InlineData("mnt")]
    [InlineData("net")]
    [InlineData("cgroup")]
    public void EachNamespaceIsNew(string kind)
    {
        (_, int init) = StartSleeper(Private);

        Assert.NotEqual(HostView.Namespace(Environment.ProcessId, kind), HostView.Namespace(init, kind));
    }

    [RootFact]
    public void FilesOfTheImageAreRootsInsideAndUntouchedOutside()
    {
        using TestRoot root = TestRoot.Busybox("/var/lib/minirun");
        string secret = root.Write("secret", "of root\n", "600");

        CliResult result = Run([.. Private, "--rootfs", root.Path, "sh", "-c", "stat -c '%u:%g' /secret /bin/busybox /; echo more >> /secret; cat /secret"]);

        Assert.Equal(["0:0", "0:0", "0:0", "of root", "more"], result.ExitsWith(0).Lines);
        Assert.Equal("of root\n", File.ReadAllText(secret));
        Assert.Equal("0:0\n", Cli.Shell("stat -c %u:%g \"$1\"", secret).ExitsWith(0).Output);
    }

    [RootFact]
    public void NothingMadeInsideBelongsToAUserOfTheMachine()
    {
        CliProcess cli = Start([.. Private, "--name", "userns-owner", Busybox, "sh", "-c",
            "touch /a; mkdir /d; chmod u+s /a; touch /b; chown 1000:1001 /b; echo >> /etc/passwd; echo ready; sleep 1000"]);
        cli.WaitForLine("ready");

        string upper = $"/var/lib/minirun/foreground/{new FileInfo("/var/lib/minirun/names/userns-owner").LinkTarget}/upper";
        string[] owners = Cli.Shell("cd \"$1\" && find . -exec stat -c '%n %u:%g' {} + | sort", upper).ExitsWith(0).Lines;

        Assert.Contains($"./a {FirstId}:{FirstId}", owners);
        Assert.Contains("./b 2000001000:2000001001", owners);
        Assert.Contains($"./etc/passwd {FirstId}:{FirstId}", owners);
        Assert.All(owners, line => Assert.StartsWith("20000", line.Split(' ')[1]));
    }

    [RootFact]
    public void FilesOfTheMachinesRootAreOutOfReach()
    {
        using Canary canary = new();

        CliResult result = RunScript(
            "cat /m/directory/secret; echo x > /m/file; chown 0 /m/file; chmod 777 /m/directory; rm -rf /m/directory; mknod /n c 1 3; true",
            [.. Private, "-v", $"{canary.Path}:/m"]);

        result.ExitsWith(0);
        Assert.DoesNotContain(canary.Secret, result.Output + result.Error);
        canary.AssertUntouched();
    }

    [RootFact]
    public void RightsAreOverTheNamespaceOnly()
    {
        // With every capability there is: over its own host name, not over the machine's parameters or devices.
        CliResult result = RunScript(
            "hostname inside && hostname; mount -t proc proc /mnt && echo 1 2>/dev/null > /mnt/sys/kernel/printk || echo no parameter; umount /mnt; mknod /tmp/n b 254 0 2>/dev/null || echo no nodes; "
            + "nice -n -5 true 2>/dev/null || true; mount -t tmpfs t /mnt && echo mounted",
            [.. Private, "--cap-add", "ALL", "--security-opt", "seccomp=unconfined"]);

        Assert.Equal(["inside", "no parameter", "no nodes", "mounted"], result.Lines);
    }

    [RootFact]
    public void OtherUsersInsideWork()
    {
        string[] lines = RunScript("id -u; id -g; touch /tmp/x && stat -c %u:%g /tmp/x", [.. Private, "-u", "1000:1001", "--tmpfs", "/tmp"])
            .ExitsWith(0).Lines;

        Assert.Equal(["1000", "1001", "1000:1001"], lines);
    }

    [RootFact]
    public void RootMayBecomeAnotherUser() =>
        Assert.Equal("1\n", RunScript("echo 'one:x:1:1::/:/bin/sh' >> /etc/passwd; su one -c 'id -u'", Private).ExitsWith(0).Output);

    [RootFact]
    public void DevicesAreThereAndOpen()
    {
        string[] lines = RunScript(
            "for d in null zero full random urandom; do stat -c '%n %u %a' /dev/$d; done; head -c 4 /dev/zero | wc -c; echo x > /dev/null; "
            + "echo x 2>/dev/null >/dev/full || echo full; ls -l /dev/stdin | grep -c /proc/self/fd/0; touch /dev/own && echo own",
            Private).ExitsWith(0).Lines;

        Assert.Equal(
            ["/dev/null 0 666", "/dev/zero 0 666", "/dev/full 0 666", "/dev/random 0 666", "/dev/urandom 0 666", "4", "full", "1", "own"], lines);
    }

    [RootFact]
    public void AGivenDeviceIsThere() =>
        Assert.Equal("character special file 0\n",
            RunScript("stat -c '%F %u' /dev/given/kmsg", [.. Private, "--device", "/dev/kmsg:/dev/given/kmsg"]).ExitsWith(0).Output);

    [RootFact]
    public void MasksAndReadOnlyPathsHold()
    {
        string[] lines = RunScript(
            "cat /proc/kcore | wc -c; echo 1 2>/dev/null >/proc/sys/vm/drop_caches || echo sealed; ls /sys/firmware | wc -l; "
            + "umount /proc/kcore 2>/dev/null || echo kept",
            Private).ExitsWith(0).Lines;

        Assert.Equal(["0", "sealed", "0", "kept"], lines);
    }

    [RootFact]
    public void GeneratedFilesAreTheContainersRoots() =>
        Assert.Equal("0:0\n0:0\nok\n", RunScript("stat -c %u:%g /etc/hosts /etc/hostname; echo >> /etc/hosts && echo ok", Private).ExitsWith(0).Output);

    [RootFact]
    public void LimitsHold()
    {
        (_, int init) = StartSleeper([.. Private, "--pids-limit", "8", "--cpu-quota", "20000"]);

        string pids = HostView.CgroupDirectory(init, "pids");
        string cpu = HostView.CgroupDirectory(init, "cpu");

        Assert.Equal("8", File.ReadAllText(pids + "/pids.max").Trim());
        Assert.Contains(init.ToString(), File.ReadAllLines(pids + "/cgroup.procs"));
        Assert.Contains(init.ToString(), File.ReadAllLines(cpu + "/cgroup.procs"));
        Assert.Contains("minirun", cpu);
    }

    [RootFact]
    public void ForkFailsAtThePidsLimit()
    {
        CliResult result = RunScript(
            "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 1000 & done; echo started", [.. Private, "--pids-limit", "8"]);

        Assert.Contains("Resource temporarily unavailable", result.Error);
        Assert.DoesNotContain("started", result.Output);
    }

    [RootFact]
    public void OneProcessIsEnoughOfALimit() => Run([.. Private, "--pids-limit", "1", Busybox, "true"]).ExitsWith(0);

    [RootFact]
    public void InitReadOnlyAndAllTheRestTogether()
    {
        CliResult result = RunScript(
            "touch /x 2>/dev/null || echo ro; cat /proc/1/comm; cat /proc/self/oom_score_adj; cat /proc/sys/net/ipv4/ip_forward; touch /t/x && echo rw",
            [.. Private, "--init", "--read-only", "--tmpfs", "/t", "--oom-score-adj", "10", "--sysctl", "net.ipv4.ip_forward=1"]);

        Assert.Equal(["ro", "init", "10", "1", "rw"], result.ExitsWith(0).Lines);
    }

    [RootTheory]
    [InlineData("--pid")]
    [InlineData("--network")]
    [InlineData("--ipc")]
    [InlineData("--uts")]
    [InlineData("--cgroupns")]
    public void NamespacesOfTheMachineCanBeShared(string flag) =>
        Assert.Equal("0\n", RunScript("id -u", [.. Private, flag, "host"]).ExitsWith(0).Output);

    [RootFact]
    public void ATerminalBelongsToTheUser() =>
        Assert.Equal("1000 0\r\n", RunScript("echo $(stat -Lc %u /dev/console /proc/self/fd/0 | sort -u) $(test -t 0; echo $?)", [.. Private, "-t", "-u", "1000"]).ExitsWith(0).Output);

    [RootFact]
    public void WithoutTheFlagThereIsNoSuchStep()
    {
        string plain = Run("--plan", Busybox, "true").ExitsWith(0).Output;
        string mapped = Run([.. Private, "--plan", Busybox, "true"]).ExitsWith(0).Output;

        Assert.DoesNotContain("user namespace", plain);
        int[] order = [.. new[] { "make the user namespace", "map the ids of", "make the device", "enter the user namespace", "clone a process", "become root of", "pivot_root" }
            .Select(words => mapped.IndexOf($". {words}", StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, order);
        Assert.Equal(order.Order(), order);
    }
}
