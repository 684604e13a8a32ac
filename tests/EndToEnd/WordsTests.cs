namespace MiniRun.EndToEnd;

/// <summary>What is refused, and with which words: one sentence, exit code 125, nothing made.</summary>
public sealed class WordsTests : ContainerTest
{
    [RootTheory]
    [InlineData("--name ../x busybox true", "--name `../x`: not a name")]
    [InlineData("--rootfs / true", "--rootfs `/`: the machine's own root is not given to a container unmasked")]
    [InlineData("--rootfs /etc/passwd true", "--rootfs `/etc/passwd`: not a directory (ENOTDIR)")]
    [InlineData("--rootfs /no/such true", "--rootfs `/no/such`: no such file or directory (ENOENT)")]
    [InlineData("-w relative busybox true", "--workdir `relative`: not an absolute path inside the container")]
    [InlineData("-v /no/such:/x busybox true", "--volume `/no/such`: no such file or directory (ENOENT)\nhint: make it first")]
    [InlineData("-v /tmp:/x --tmpfs /x busybox true", "mount `/x`: asked for twice")]
    [InlineData("-e =x busybox true", "--env `=x`: no name before the '='")]
    [InlineData("--env-file /tmp busybox true", "--env-file `/tmp`: is a directory (EISDIR)")]
    [InlineData("--env-file /no/such busybox true", "--env-file `/no/such`: no such file or directory (ENOENT)")]
    [InlineData("-u 4294967296 busybox true", "user `4294967296`: neither a name nor a number from 0 to 4294967294")]
    [InlineData("--memory-swap 64m busybox true", "--memory-swap `67108864`: needs --memory too")]
    [InlineData("-m 64m --memory-swap 32m busybox true", "--memory-swap `33554432`: smaller than the 67108864 of --memory")]
    [InlineData("-m 64m --memory-reservation 65m busybox true", "--memory-reservation `68157440`: larger than the limit of --memory 67108864")]
    [InlineData("--cpus 1 --cpu-quota 1000 busybox true", "--cpus `1`: is another way to write --cpu-quota and --cpu-period")]
    [InlineData("--uts host --hostname x busybox true", "--hostname `x`: would rename the machine: --uts host")]
    [InlineData("--sysctl kernel.hostname=x busybox true", "--sysctl `kernel.hostname=x`: it has a flag of its own\nhint: use --hostname")]
    [InlineData("--sysctl vm.swappiness=1 busybox true", "--sysctl `vm.swappiness=1`: it is a parameter of the whole machine")]
    [InlineData("-it busybox true", "--tty: standard input is not a terminal")]
    [InlineData("--memry 64m busybox true", "unknown option `--memry`\nhint: did you mean --memory?")]
    [InlineData("-p 80:80 busybox true", "unknown option `-p`: docker's -p is not in this version")]
    [InlineData("--rm=perhaps busybox true", "--rm `perhaps`: neither true nor false")]
    [InlineData("--help= busybox true", "--help ``: neither true nor false")]
    [InlineData("--volume= busybox true", "--volume ``: not of the form SRC:DST[:OPTIONS]")]
    [InlineData("../etc true", "image `../etc`: the samples are busybox, host")]
    public void A_mistake_is_one_sentence(string arguments, string words) => Run(arguments.Split(' ')).Refuses(["minirun: " + words]);

    [RootFact]
    public void A_word_of_any_length_is_answered_in_a_line()
    {
        string longest = new('z', 131_000);
        foreach (string[] arguments in (string[][])[["--" + longest], ["-m", longest, Busybox], ["-w", "/" + longest, Busybox], ["--rootfs", longest]])
        {
            CliResult result = Run(arguments).Refuses(["[…]"]);
            Assert.InRange(result.Error.Length, 100, 2100);
        }

        Run("-w", string.Concat(Enumerable.Repeat("/z", 60_000)), Busybox, "true").Refuses(["file name too long, at most 4095 characters"]);
    }

    [RootFact]
    public void More_volumes_than_fit_are_refused_before_anything_is_made()
    {
        string[] volumes = [.. Enumerable.Range(0, 5000).SelectMany(number => new[] { "-v", $"/tmp:/x{number}" })];
        Run([.. volumes, Busybox, "true"]).Refuses(["hint: the container has too many mounts: about 240 fit"]);
        Assert.Equal("200\n", Run([.. volumes[..400], Busybox, "grep", "-c", " /x[0-9]* ", "/proc/mounts"]).ExitsWith(0).Output);
    }

    [RootFact]
    public void Words_after_the_image_are_the_containers() =>
        Assert.Equal("--memory -it -- --help\n", Run(Busybox, "echo", "--memory", "-it", "--", "--help").ExitsWith(0).Output);

    [RootFact]
    public void Bytes_that_are_no_text_arrive_as_they_are()
    {
        CliResult result = Cli.Shell("""exec "$minirun" run -e A="$(printf '\377')" busybox sh -c 'printf %s%s "$A" "$1"' sh "$(printf '\376')" """);
        Assert.Equal([0xff, 0xfe], result.ExitsWith(0).OutputBytes);
        Cli.Shell("""exec "$minirun" run -v "/tmp/$(printf '\377\033[31m'):/x" busybox true""").Refuses([@"--volume `/tmp/\xff\x1b[31m`: no such file"]);
    }

    [RootFact]
    public void What_a_limit_of_ours_forbids_is_said() =>
        Run("--ulimit", "nofile=100000000000", Busybox, "true")
            .Refuses(["set the resource limit `nofile=100000000000:100000000000`: operation not permitted (EPERM)", "hint: "]);

    [RootTheory]
    [InlineData("--cap-add ALL")]
    [InlineData("--privileged")]
    public void Who_asks_for_all_is_told_what_the_machine_lacks(string option)
    {
        ulong own = Convert.ToUInt64(File.ReadLines("/proc/self/status").First(line => line.StartsWith("CapPrm", StringComparison.Ordinal))[8..].Trim(), 16);
        CliResult result = Run([.. option.Split(' '), Busybox, "grep", "CapPrm", "/proc/self/status"]).ExitsWith(0);
        Assert.Equal(own, Convert.ToUInt64(result.Output[8..].Trim(), 16));
        bool lacksResource = (own & (1 << 24)) == 0;
        Assert.Equal(lacksResource, result.Error.Contains($"minirun: {option}: without CAP_SYS_RESOURCE", StringComparison.Ordinal));
        Assert.Equal(own == (1UL << 41) - 1, result.Error.Length == 0);
    }

    [RootFact]
    public void A_volume_takes_the_place_of_a_default_mount()
    {
        TestDirectory directory = Own(new TestDirectory());
        directory.Write("mine", "yes");
        foreach (string place in (string[])["/dev/shm", "/dev/mqueue"])
        {
            CliResult result = Run("-v", $"{directory.Path}:{place}", Busybox, "sh", "-c", $"cat {place}/mine; grep -c ' {place} ' /proc/mounts");
            Assert.Equal("yes1\n", result.ExitsWith(0).Output);
        }
    }

    [RootFact]
    public void Help_into_a_closed_pipe_is_quiet()
    {
        foreach (string words in (string[])["--help", "run --help", "doctor", "completion bash", "run --plan busybox true"])
        {
            CliResult result = Cli.Shell($$"""{ "$minirun" {{words}}; echo $? >&2; } | true""");
            Assert.Contains(result.Error, (string[])["0\n"]);
        }

        Cli.Shell("""exec "$minirun" --help >/dev/full""").Refuses(["write to `standard output`: no space left on device (ENOSPC)"]);
    }

    [RootFact]
    public void A_seccomp_profile_that_stops_the_launch_is_refused()
    {
        TestDirectory directory = Own(new TestDirectory());
        string file = directory.Write("p.json", """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["capset"],"action":"SCMP_ACT_ERRNO"}]}""");
        Run("--security-opt", $"seccomp={file}", Busybox, "true").Refuses(["it denies what minirun needs to start the program: capset", "hint: "]);
        Run("--security-opt", $"seccomp={file}", "--security-opt", "no-new-privileges", Busybox, "true").ExitsWith(0);
    }
}
