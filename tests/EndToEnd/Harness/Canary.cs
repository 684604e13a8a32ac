namespace MiniRun.EndToEnd.Harness;

/// <summary>A small tree outside every container that an attack tries to reach; compared byte for byte afterwards.</summary>
public sealed class Canary : IDisposable
{
    private readonly TestDirectory directory = new();
    private readonly string before;

    /// <summary>Makes it.</summary>
    public Canary()
    {
        directory.Write("file", "untouched\n");
        directory.Write("directory/secret", Secret, "600");
        File.CreateSymbolicLink(System.IO.Path.Combine(Path, "link"), "file");
        before = Describe();
    }

    /// <summary>What directory/secret says: an output that holds it was read from outside.</summary>
    public string Secret { get; } = $"canary-{Guid.NewGuid():N}";

    /// <summary>Its absolute path.</summary>
    public string Path => directory.Path;

    /// <summary>Fails unless listing, content, modes, owners and link counts are what they were.</summary>
    public void AssertUntouched() => Assert.Equal(before, Describe());

    /// <summary>Removes it.</summary>
    public void Dispose() => directory.Dispose();

    // stat(1) knows owners and link counts, which .NET does not tell.
    private string Describe() =>
        Cli.Shell("""cd "$1" && find . | sort | xargs stat -c '%n %f %u %g %h %s %Y' && find . -type f | sort | xargs cat""", Path)
            .ExitsWith(0).Output;
}
