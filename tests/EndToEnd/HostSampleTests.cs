namespace MiniRun.EndToEnd;

/// <summary>The sample `host`: every tool of the machine, nothing of it changed, none of its secrets.</summary>
public sealed class HostSampleTests : ContainerTest
{
    private static string InHost(string script, params string[] options) =>
        Run([.. options, "host", "sh", "-c", script]).ExitsWith(0).Output;

    [RootFact]
    public void It_has_the_tools_of_the_machine()
    {
        string ours = Cli.RunProgram(new CliOptions(), "/bin/sh", "-c", "git --version; sha256sum /etc/passwd").ExitsWith(0).Output;
        Assert.Equal(ours, InHost("git --version; sha256sum /etc/passwd"));
    }

    [RootFact]
    public void Writes_are_gone_with_it()
    {
        string name = $"/opt/minirun-test-{Guid.NewGuid():N}";
        Assert.Equal("hi\n", InHost($"echo hi >{name} && rm /bin/ls && cat {name}"));
        Assert.False(File.Exists(name));
        Assert.True(File.Exists("/bin/ls"));
    }

    [RootFact]
    public void Run_time_state_and_files_of_others_are_not_there()
    {
        using TestDirectory directory = new(); // below /tmp
        File.WriteAllText($"/run/minirun-test-{Environment.ProcessId}", "");
        try
        {
            Assert.Equal("0 0 0\n", InHost("echo $(ls -A /run | wc -l) $(ls -A /tmp | wc -l) $(ls -A /var/lib/minirun | wc -l)"));
        }
        finally
        {
            File.Delete($"/run/minirun-test-{Environment.ProcessId}");
        }

        Assert.Equal("x\n", InHost("echo x >/tmp/y && cat /tmp/y", "-u", "65534"));
        Assert.Equal("x", InHost($"cat {directory.Path}/y", "-v", $"{directory.Write("y", "x")}:{directory.Path}/y:ro"));
    }

    // In a mount namespace with secrets of the test's own; the store is not there either, as before the first run ever.
    [RootFact]
    public void Secrets_are_masked_where_they_are()
    {
        CliResult result = Cli.Shell("""
            exec unshare -m --propagation private sh -ec '
              mount -t tmpfs none /root; mkdir /root/.ssh /root/.aws; echo secret >/root/.ssh/id_rsa; echo secret >/root/.aws/c
              echo secret >/root/.netrc; echo open >/root/open
              mount -t tmpfs none /var/lib
              "$minirun" run -v /root:/root host sh -c "cat /root/open; ls /root/.ssh /root/.aws; cat /root/.netrc; ls -A /var/lib/minirun"
              "$minirun" run -v /root/.netrc:/root/.netrc:ro host sed s/secret/asked-for/ /root/.netrc
              "$minirun" run host sh -c "cat /etc/shadow; ls /root/.gnupg"
            '
            """);
        Assert.DoesNotContain("secret", result.Output);
        Assert.DoesNotContain("containers", result.Output);
        Assert.StartsWith("open\n/root/.aws:\n\n/root/.ssh:\n", result.Output);
        Assert.Contains("\nasked-for\n", result.Output);
        Assert.DoesNotContain("root:", result.Output);
    }
}
