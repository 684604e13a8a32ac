namespace MiniRun.EndToEnd.Sandbox;

/// <summary>Who the container's process is: a number is the number asked for or refused, never 0 by accident.</summary>
public sealed class IdentityTests : ContainerTest
{
    [RootTheory]
    [InlineData("1:")]
    [InlineData(":2")]
    [InlineData("0x1")]
    [InlineData(" 1")]
    [InlineData("-1")]
    [InlineData("4294967295")]
    [InlineData("4294967296")]
    [InlineData("18446744073709551616")]
    [InlineData("1abc")]
    [InlineData("1:abc")]
    [InlineData("1:4294967296")]
    [InlineData("nobody-there")]
    [InlineData("root:nobody-there")]
    public void WhatIsNoUserIsRefused(string user) => Run("-u", user, Busybox, "id").Refuses([user.Split(':') is ["1" or "root", { Length: > 0 } group] ? group : user.Trim()]);

    [RootTheory]
    [InlineData("1000", "1000 0")]
    [InlineData("1000:1001", "1000 1001")]
    [InlineData("2147483647", "2147483647 0")]
    [InlineData("0:5", "0 5")]
    [InlineData("root", "0 0")]
    public void ANumberIsThatNumber(string user, string expected)
    {
        (_, int init) = StartSleeper("-u", user);

        string[] ids = [HostView.StatusField(init, "Uid")!, HostView.StatusField(init, "Gid")!];
        Assert.All(ids, id => Assert.Single(id.Split('\t').Distinct())); // real, effective, saved, file system
        Assert.Equal(expected, string.Join(' ', ids.Select(id => id.Split('\t')[0])));
    }

    /// <summary>A user who is called like a number does not decide what the number means (CVE-2016-3697).</summary>
    [RootFact]
    public void ANumericNameInPasswdIsNotFollowed()
    {
        TestRoot root = Own(TestRoot.Busybox());
        root.Write("etc/passwd", "1000:x:0:0::/:/bin/sh\nroot:x:0:0::/:/bin/sh\n");

        Assert.Equal("1000", Run("-u", "1000", "--rootfs", root.Path, "id", "-u").ExitsWith(0).Output.Trim());
    }

    [RootTheory]
    [InlineData("mkfifo etc/passwd")]
    [InlineData("ln -s /proc/kmsg etc/passwd; ln -s /dev/zero etc/passwd2")]
    [InlineData("mkdir etc/passwd")]
    [InlineData("mknod etc/passwd c 1 5")]
    [InlineData("head -c 2000000 /dev/zero | tr '\\0' a >etc/passwd")]
    public void AHostilePasswdNeitherHangsNorBecomesRoot(string poison)
    {
        TestRoot root = Own(TestRoot.Busybox());
        Cli.Shell($"cd \"$1\" && rm etc/passwd && {poison}", root.Path).ExitsWith(0);

        CliResult result = Run("-u", "mallory", "--rootfs", root.Path, "id", "-u");

        Assert.Equal(125, result.ExitCode);
        Assert.True(result.Elapsed < TimeSpan.FromSeconds(5 * Machine.Slowness));
    }

    [RootFact]
    public void APasswdThatLeadsOutIsReadInsideTheRoot()
    {
        Canary canary = Own(new Canary());
        File.WriteAllText(canary.Path + "/../passwd-outside", "mallory:x:0:0::/:/bin/sh\n");
        TestRoot root = Own(TestRoot.Busybox());
        string outside = Path.GetFullPath(canary.Path + "/../passwd-outside");
        try
        {
            File.Delete(Path.Combine(root.Path, "etc/passwd"));
            File.CreateSymbolicLink(Path.Combine(root.Path, "etc/passwd"), outside);

            Run("-u", "mallory", "--rootfs", root.Path, "id").Refuses(["mallory"]);
        }
        finally
        {
            File.Delete(outside);
        }
    }

    /// <summary>Supplementary groups come from the image; the caller's stay outside (CVE-2022-36109).</summary>
    [RootTheory]
    [InlineData("1500", "0")]
    [InlineData("1000", "1000,2000")]
    [InlineData("worker", "1000,2000")]
    [InlineData("worker:7", "7")] // an explicit group is the only one, as in docker
    public void SupplementaryGroupsAreTheImagesOnly(string user, string expected)
    {
        TestRoot root = Own(TestRoot.Busybox());
        root.Write("etc/passwd", "root:x:0:0::/:/bin/sh\nworker:x:1000:1000::/:/bin/sh\n");
        root.Write("etc/group", "root:x:0:\nworker:x:1000:\nstaff:x:2000:other,worker\nalien:x:3000:other\n");

        CliResult result = Cli.Shell(
            "exec setpriv --groups 4242,27 \"$minirun\" run -u \"$1\" --rootfs \"$2\" id -G",
            user, root.Path).ExitsWith(0);

        Assert.Equal(expected, string.Join(',', result.Output.Trim().Split(' ').Distinct()));
    }

    [RootFact]
    public void GroupsAskedForAreAdded()
    {
        (_, int init) = StartSleeper("-u", "1000:1000", "--group-add", "50", "--group-add", "daemon");

        Assert.Contains("50", HostView.StatusField(init, "Groups")!.Split(' '));
        Assert.DoesNotContain("0", HostView.StatusField(init, "Groups")!.Split(' '));
    }

    /// <summary>The umask is 0022 whatever the caller's, the limits are the caller's, and so is no signal disposition.</summary>
    [RootFact]
    public void UmaskAndSignalsAreTheDefaults()
    {
        CliResult result = Cli.Shell(
            "umask 0077; trap '' HUP PIPE USR1; exec \"$minirun\" run busybox grep -E 'Umask|SigBlk|SigIgn|SigCgt' /proc/self/status")
            .ExitsWith(0);

        const string Nothing = "0000000000000000";
        string[] expected = ["Umask:\t0022", $"SigBlk:\t{Nothing}", $"SigIgn:\t{Nothing}", $"SigCgt:\t{Nothing}"];
        Assert.Equal(expected, result.Lines);
    }

    [RootFact]
    public void ResourceLimitsAreThoseAskedFor()
    {
        (_, int init) = StartSleeper("--ulimit", "nofile=100:200", "--ulimit", "core=0");

        string limits = File.ReadAllText($"/proc/{init}/limits");
        Assert.Matches(@"Max open files\s+100\s+200\s", limits);
        Assert.Matches(@"Max core file size\s+0\s+0\s", limits);
    }
}
