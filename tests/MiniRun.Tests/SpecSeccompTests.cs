using MiniRun.Containers;

namespace MiniRun.Tests;

public sealed class SpecSeccompTests : IDisposable
{
    private readonly TestRoot root = new("root:x:0:0::/root:/bin/sh\n", "root:x:0:\n");

    public void Dispose() => root.Dispose();

    private RunOptions Plain => new() { Rootfs = root.Path, Command = ["true"], Name = "test" };

    [Fact]
    public void A_profile_that_would_stop_the_launch_is_refused_before_it()
    {
        using TestRoot other = new();
        string file = $"{other.Path}/profile.json";
        File.WriteAllText(
            file, """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["execve","capset","close_range"],"action":"SCMP_ACT_ERRNO"}]}""");
        RunOptions options = Plain with { SecurityOpt = [$"seccomp={file}"] };
        UsageException plain = Assert.Throws<UsageException>(() => SpecBuilder.Build(options));
        Assert.Equal($"--security-opt `seccomp={file}`: it denies what minirun needs to start the program: execve, capset", plain.Message);
        UsageException init = Assert.Throws<UsageException>(() => SpecBuilder.Build(options with { Init = true }));
        Assert.EndsWith("what minirun's launch and init need: execve, capset, close_range", init.Message, StringComparison.Ordinal);
        RunOptions tight = options with { SecurityOpt = [.. options.SecurityOpt, "no-new-privileges"] };
        Assert.EndsWith(": execve", Assert.Throws<UsageException>(() => SpecBuilder.Build(tight)).Message, StringComparison.Ordinal);
    }
}
