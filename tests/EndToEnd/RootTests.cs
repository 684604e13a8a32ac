namespace MiniRun.EndToEnd;

/// <summary>The root file system, what is mounted onto it, and who the program is in it.</summary>
[Trait("Category", "Core")]
public sealed class RootTests : ContainerTest
{
    [RootTheory]
    [InlineData("a:b,c\\d e")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx/"
        + "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy/"
        + "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void AnyPathCanBeARoot(string name)
    {
        TestDirectory parent = Own(new TestDirectory());
        string root = Path.Combine(parent.Path, name);
        Directory.CreateDirectory(root);
        Cli.RunProgram(new CliOptions(), Path.Combine(Machine.Checkout, "rootfs-samples/busybox.sh"), root).ExitsWith(0);

        Run("--rootfs", root, "sh", "-c", "echo x > /bin/new; echo inside").Prints("inside\n");
        Assert.False(File.Exists(Path.Combine(root, "bin/new")));
    }

    [RootFact]
    public void ModeAndOwnerOfTheRootDirectoryAreKept()
    {
        TestRoot root = Own(TestRoot.Busybox());
        Cli.Shell("chmod 1750 \"$1\"; chown 12:34 \"$1\"", root.Path).ExitsWith(0);

        Run("--rootfs", root.Path, "stat", "-c", "%a %u %g", "/").Prints("1750 12 34\n");
    }

    [RootFact]
    public void ReadOnlyLeavesOnlyWhatWasAskedForWritable()
    {
        RunScript("touch /file", "--read-only").Fails("Read-only file system");
        RunScript("touch /scratch/file && echo made", "--read-only", "--tmpfs", "/scratch").Prints("made\n");
    }

    [RootFact]
    public void ATmpfsHasTheSizeAndModeAskedFor()
    {
        RunScript("df -k /s | awk 'END { print $2 }'; stat -c %a /s", "--tmpfs", "/s:size=1m,mode=1750").Prints("1024\n1750\n");
        RunScript("df -k /s | awk 'END { print $2 }'; stat -c %a /s", "--mount", "type=tmpfs,dst=/s,tmpfs-size=2m,tmpfs-mode=700")
            .Prints("2048\n700\n");
        RunScript("df -k /dev/shm | awk 'END { print $2 }'", "--shm-size", "1m").Prints("1024\n");
    }

    [RootFact]
    public void AVolumeIsTheSameFilesAndRoMakesItReadOnly()
    {
        TestDirectory directory = Own(new TestDirectory());
        directory.Write("given", "from the host\n");

        RunScript("cat /data/given; echo back > /data/made", "-v", $"{directory.Path}:/data").Prints("from the host\n");
        Assert.Equal("back\n", File.ReadAllText(Path.Combine(directory.Path, "made")));
        RunScript("echo again > /data/made", "-v", $"{directory.Path}:/data:ro").Fails("Read-only file system");
        RunScript("echo again > /data/made", "--mount", $"type=bind,src={directory.Path},dst=/data,readonly").Fails("Read-only file system");
        Assert.Equal("back\n", File.ReadAllText(Path.Combine(directory.Path, "made")));
    }

    [RootFact]
    public void ReadOnlyHoldsForMountsBelowTheVolumeToo()
    {
        TestDirectory directory = Own(new TestDirectory());
        Directory.CreateDirectory(Path.Combine(directory.Path, "below"));
        Cli.Shell("mount -t tmpfs tmpfs \"$1/below\"", directory.Path).ExitsWith(0);
        try
        {
            RunScript("echo x > /data/below/file", "-v", $"{directory.Path}:/data:ro").Fails("Read-only file system");
        }
        finally
        {
            Cli.Shell("umount \"$1/below\"", directory.Path).ExitsWith(0);
        }
    }

    [RootTheory]
    [InlineData("rslave", true)]
    [InlineData("rprivate", false)]
    public void PropagationIsWhatWasAskedFor(string propagation, bool seen)
    {
        TestDirectory directory = Own(new TestDirectory());
        Directory.CreateDirectory(Path.Combine(directory.Path, "late"));
        Cli.Shell("mount --bind \"$1\" \"$1\" && mount --make-shared \"$1\"", directory.Path).ExitsWith(0);
        try
        {
            (CliProcess cli, int init) = StartSleeper("-v", $"{directory.Path}:/data:{propagation}");
            Cli.Shell("mount -t tmpfs late \"$1/late\"", directory.Path).ExitsWith(0);

            Assert.Equal(seen, HostView.Mounts(init).Any(mount => mount.Point == "/data/late"));
            cli.Signal(Signal.SIGTERM);
            cli.WaitForExit();
        }
        finally
        {
            Cli.Shell("umount -R \"$1\"", directory.Path).ExitsWith(0);
        }
    }

    [RootFact]
    public void AFileCanBeAVolumeAndTakesThePlaceOfAGeneratedOne()
    {
        TestDirectory directory = Own(new TestDirectory());
        string file = directory.Write("hosts", "mine\n");

        Run("-v", $"{file}:/etc/hosts", Busybox, "cat", "/etc/hosts").Prints("mine\n");
        Run("-v", $"{file}:/deep/down/file", Busybox, "cat", "/deep/down/file").Prints("mine\n");
    }

    [RootFact]
    public void TheSmallFilesOfEtcSayWhatWasAskedFor()
    {
        RunScript("cat /etc/hostname", "--hostname", "box").Prints("box\n");
        Assert.Contains("1.2.3.4\tpeer\n", RunScript("cat /etc/hosts", "--add-host", "peer:1.2.3.4").ExitsWith(0).Output);
        RunScript("cat /etc/resolv.conf", "--dns", "9.9.9.9", "--dns-search", "example.org", "--dns-option", "ndots:2")
            .Prints("nameserver 9.9.9.9\nsearch example.org\noptions ndots:2\n");
    }

    [RootFact]
    public void TheUserIsFoundByNameInTheRoot()
    {
        TestRoot root = Own(TestRoot.Busybox());
        root.Write("etc/passwd", "root:x:0:0::/root:/bin/sh\nann:x:1234:56::/home/ann:/bin/sh\n");
        root.Write("etc/group", "root:x:0:\nstaff:x:56:\nextra:x:77:ann\nwheel:x:88:bob\n");

        Run("--rootfs", root.Path, "-u", "ann", "id").Prints("uid=1234(ann) gid=56(staff) groups=56(staff),77(extra)\n");
        Run("--rootfs", root.Path, "-u", "ann:wheel", "sh", "-c", "id -u; id -g; echo $HOME").Prints("1234\n88\n/home/ann\n");
        Run("--rootfs", root.Path, "-u", "5:6", "--group-add", "extra", "id").Prints("uid=5 gid=6 groups=6,77(extra)\n");
        Run("--rootfs", root.Path, "-u", "nobody-knows", "id").Refuses(["nobody-knows"]);
    }

    [RootFact]
    public void EnvironmentComesFromFilesAndFlagsTheLaterWins()
    {
        TestDirectory directory = Own(new TestDirectory());
        string file = directory.Write("env", "# comment\nA=file\nB=with = and spaces\n");

        RunScript("echo \"$A|$B\"", "--env-file", file, "-e", "A=flag").Prints("flag|with = and spaces\n");
    }

    [RootFact]
    public void TheEntrypointTakesThePlaceOfTheProgram() => Run("--entrypoint", "/bin/echo", Busybox, "a", "b").Prints("a b\n");

    [RootFact]
    public void ADeviceIsThereUnderItsNameAndWithItsRights()
    {
        // /dev/loop-control: one that no container has by itself.
        RunScript("stat -c '%t:%T' /dev/ctl; : < /dev/ctl && echo read", "--device", "/dev/loop-control:/dev/ctl:r")
            .Prints("a:ed\nread\n");
        RunScript(": 3<>/dev/ctl", "--device", "/dev/loop-control:/dev/ctl:r").Fails("Operation not permitted");
    }

    [RootFact]
    public void IpcNoneHasNoSharedMemory() => RunScript("[ -e /dev/shm ] || echo none", "--ipc", "none").Prints("none\n");

    [RootFact]
    public void TheHostSampleHasEveryToolOfTheMachineAndChangesNothing()
    {
        string marker = $"/usr/minirun-test-{Guid.NewGuid():N}";

        Run("host", "sh", "-c", $"touch {marker} && echo made").Prints("made\n");
        Assert.False(File.Exists(marker));
        Run("host", "sh", "-c", "ls -A /run /var/lib/minirun; cat /etc/shadow").Prints("/run:\n\n/var/lib/minirun:\n");
    }
}
