namespace MiniRun.EndToEnd;

/// <summary>A program that cannot be executed: docker's exit codes, and the true cause.</summary>
public sealed class ExecuteFailureTests : ContainerTest
{
    private const int NotExecutable = 126;
    private const int NotFound = 127;
    private readonly TestDirectory programs;

    public ExecuteFailureTests() => programs = Own(new TestDirectory());

    private CliResult RunProgram(string program, params string[] options) =>
        Run(["-v", $"{programs.Path}:/p", .. options, Busybox, program]);

    // /bin/true of the host: dynamic, for this machine.
    private string WriteElf(string name, Action<byte[]>? change = null)
    {
        byte[] elf = File.ReadAllBytes("/bin/true");
        change?.Invoke(elf);
        string path = programs.Write(name, "", "755");
        File.WriteAllBytes(path, elf);
        return path;
    }

    [RootTheory]
    [InlineData("nosuch", "run `nosuch`: no such file or directory (ENOENT)", "hint: not found in the container's PATH=/usr/local/sbin:")]
    [InlineData("/no/such", "run `/no/such`: no such file or directory (ENOENT)", "hint: /no/such is not in the container")]
    [InlineData("./nosuch", "run `./nosuch`: no such file or directory (ENOENT)", "hint: /etc/nosuch is not in the container")]
    [InlineData("passwd/x", "run `passwd/x`: no such file or directory (ENOENT)", "hint: /etc/passwd/x is not in the container")]
    public void Not_there(string program, string sentence, string hint) =>
        Run("-w", "/etc", Busybox, program).Refuses([sentence, hint], NotFound);

    [RootTheory]
    [InlineData("/etc", "hint: /etc is a directory")]
    [InlineData("./", "hint: /etc/ is a directory")]
    [InlineData("./passwd", "hint: /etc/passwd is not executable: its mode is 0644")]
    public void There_and_no_program(string program, string hint) =>
        Run("-w", "/etc", Busybox, program).Refuses([$"run `{program}`: permission denied (EACCES)", hint], NotExecutable);

    [RootFact]
    public void A_fifo_is_not_waited_for()
    {
        Assert.Equal(0, Cli.RunProgram(new CliOptions(), "/usr/bin/mkfifo", $"{programs.Path}/fifo").ExitCode);
        RunProgram("/p/fifo").Refuses(["run `/p/fifo`: permission denied (EACCES)", "hint: /p/fifo is not a regular file"], NotExecutable);
    }

    [RootFact]
    public void An_empty_PATH_finds_nothing() =>
        Run("-e", "PATH=", Busybox, "sh").Refuses(["run `sh`: no such file or directory (ENOENT)", "hint: not found in the container's PATH=\n"], NotFound);

    [RootFact]
    public void A_script_whose_interpreter_is_missing()
    {
        programs.Write("script", "#! /usr/bin/python9 -u\nprint()\n", "755");
        RunProgram("/p/script").Refuses(["run `/p/script`: no such file", "hint: /p/script needs /usr/bin/python9, which is not in the container"], NotFound);
        RunProgram("script", "-e", "PATH=/bin:/p").Refuses(["run `script`: no such file", "hint: /p/script needs /usr/bin/python9"], NotFound);
        RunProgram("./script", "-w", "/p").Refuses(["run `./script`: no such file", "hint: /p/script needs /usr/bin/python9"], NotFound);
    }

    [RootFact]
    public void A_script_whose_interpreter_may_not_be_executed()
    {
        programs.Write("script", "#!/etc/passwd\n", "755");
        RunProgram("/p/script").Refuses(["(EACCES)", "hint: /p/script needs /etc/passwd: /etc/passwd is not executable: its mode is 0644"], NotExecutable);
    }

    [RootFact]
    public void A_script_with_line_ends_of_windows()
    {
        programs.Write("script", "#!/bin/sh\r\necho hi\r\n", "755");
        RunProgram("/p/script").Refuses(["(ENOENT)", "hint: the first line of /p/script ends with a carriage return: convert it with dos2unix"], NotFound);
    }

    [RootFact]
    public void A_program_whose_loader_is_missing()
    {
        WriteElf("true");
        RunProgram("/p/true").Refuses(["(ENOENT)", "hint: /p/true needs /lib64/ld-linux-x86-64.so.2, which is not in the container"], NotFound);
    }

    [RootFact]
    public void A_program_for_another_machine()
    {
        WriteElf("arm", elf => elf[18] = 183);
        RunProgram("/p/arm").Refuses(["run `/p/arm`: exec format error (ENOEXEC)", "hint: /p/arm is built for aarch64; this machine is x86-64"], NotExecutable);
    }

    [RootFact]
    public void A_damaged_program()
    {
        WriteElf("damaged", elf => elf.AsSpan(54, 2).Clear()); // e_phentsize
        RunProgram("/p/damaged").Refuses(["exec format error (ENOEXEC)", "hint: /p/damaged is a damaged ELF file"], NotExecutable);
    }

    [RootTheory]
    [InlineData("", "is empty")]
    [InlineData("echo hi\n", "is no ELF file, and a script needs a first line such as #!/bin/sh")]
    public void A_file_that_is_no_program(string content, string reason)
    {
        programs.Write("file", content, "755");
        RunProgram("/p/file").Refuses(["run `/p/file`: exec format error (ENOEXEC)", $"hint: /p/file {reason}"], NotExecutable);
    }

    [RootFact]
    public void A_volume_without_programs()
    {
        programs.Write("script", "#!/bin/sh\necho hi\n", "755");
        Assert.Equal("hi\n", RunProgram("/p/script").ExitsWith(0).Output);
        Run("-v", $"{programs.Path}:/p:noexec", Busybox, "/p/script")
            .Refuses(["(EACCES)", "hint: /p/script is on the volume /p, which is mounted noexec"], NotExecutable);
    }

    [RootFact]
    public void A_program_of_somebody_else()
    {
        programs.Write("mine", "#!/bin/sh\n", "700");
        programs.Write("closed/open", "#!/bin/sh\n", "755");
        File.SetUnixFileMode(Path.Combine(programs.Path, "closed"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        RunProgram("/p/mine", "-u", "1000")
            .Refuses(["(EACCES)", "hint: /p/mine is not executable for user 1000: its mode is 0700, its owner 0:0"], NotExecutable);
        RunProgram("/p/closed/open", "-u", "1000").Refuses(["(EACCES)", "hint: a directory on the way to /p/closed/open is not open to user 1000"], NotExecutable);
        RunProgram("/p/mine").ExitsWith(0);
    }

    [RootFact]
    public void More_arguments_than_the_kernel_takes()
    {
        string[] many = [.. Enumerable.Repeat(new string('x', 1000), 200)];
        Assert.Equal("200\n", Run([Busybox, "sh", "-c", "echo $#", "sh", .. many]).ExitsWith(0).Output);

        // The kernel takes a quarter of the stack's limit, but 128 KiB at least.
        Run(["--ulimit", "stack=300000", Busybox, "true", .. many]).Refuses(
            ["run `true`: argument list too long (E2BIG)", "hint: arguments and environment together are more than the kernel takes"], NotExecutable);
    }
}
