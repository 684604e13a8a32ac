namespace MiniRun.EndToEnd;

/// <summary>The recipes in rootfs-samples.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly TestDirectory directory = new();

    private static string Recipe => Path.Combine(Machine.Checkout, "rootfs-samples", "busybox.sh");

    [Fact]
    public void TheBusyboxRecipeMakesARootWithStaticPrograms()
    {
        Cli.RunProgram(new CliOptions(), Recipe, directory.Path).ExitsWith(0);

        Assert.True(File.Exists(Path.Combine(directory.Path, "bin/sh")));
        Assert.True(Directory.EnumerateFiles(Path.Combine(directory.Path, "bin")).Count() > 200);
        // A dynamic program names its interpreter (the ELF program header PT_INTERP): /lib64/ld-linux…
        Assert.NotEqual(0, Cli.RunProgram(new CliOptions(), "/usr/bin/ldd", Path.Combine(directory.Path, "bin/busybox")).ExitCode);
        Assert.Contains("root:x:0:0:", File.ReadAllText(Path.Combine(directory.Path, "etc/passwd")));
        Assert.True(File.GetUnixFileMode(Path.Combine(directory.Path, "tmp")).HasFlag(UnixFileMode.StickyBit));
    }

    [Fact]
    public void EveryLinkOfItStaysInside()
    {
        Cli.RunProgram(new CliOptions(), Recipe, directory.Path).ExitsWith(0);

        // Followed from outside, an absolute link would leave the root.
        string links = Cli.Shell("""find "$1" -type l -printf '%l\n'""", directory.Path).ExitsWith(0).Output;
        Assert.DoesNotContain(links.Split('\n'), target => target.StartsWith('/'));
    }

    [RootFact]
    public void ItNeedsNoRoot()
    {
        Cli.Shell("""chown nobody "$1" && exec setpriv --reuid nobody --regid nogroup --clear-groups "$2" "$1" """, directory.Path, Recipe)
            .ExitsWith(0);

        Assert.True(File.Exists(Path.Combine(directory.Path, "bin/sh")));
    }

    [Fact]
    public void ItRefusesADirectoryThatIsNotEmpty()
    {
        string kept = directory.Write("mine", "kept");

        CliResult result = Cli.RunProgram(new CliOptions(), Recipe, directory.Path).ExitsWith(1);

        Assert.Contains("not empty", result.Error);
        Assert.Equal([kept], Directory.EnumerateFileSystemEntries(directory.Path));
    }

    [Fact]
    public void NothingBinaryIsCommitted()
    {
        CliResult binary = Cli.Shell("""
            cd "$1" && git -c safe.directory='*' ls-files -z | xargs -0 -n 1 sh -c 'grep -qI . "$0" || [ ! -s "$0" ] || echo "$0"'
            """, Machine.Checkout);

        Assert.Equal("", binary.Output);
    }

    public void Dispose() => directory.Dispose();
}
