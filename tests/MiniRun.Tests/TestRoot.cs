namespace MiniRun.Tests;

/// <summary>A directory that goes with the test.</summary>
internal sealed class TestRoot : IDisposable
{
    public TestRoot(string? passwd = null, string? group = null)
    {
        Directory.CreateDirectory($"{Path}/etc");
        if (passwd is not null)
        {
            File.WriteAllText($"{Path}/etc/passwd", passwd);
        }

        if (group is not null)
        {
            File.WriteAllText($"{Path}/etc/group", group);
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("minirun-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
