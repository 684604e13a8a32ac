namespace MiniRun.EndToEnd.Harness;

/// <summary>A directory for one test, removed with everything in it.</summary>
public sealed class TestDirectory : IDisposable
{
    /// <summary>Makes it, empty, mode 0755.</summary>
    /// <param name="parent">Where, if the file system matters; otherwise where temporary files are.</param>
    public TestDirectory(string? parent = null)
    {
        Path = parent is null
            ? Directory.CreateTempSubdirectory("minirun-test-").FullName
            : Directory.CreateDirectory($"{parent}/minirun-test-{Guid.NewGuid():N}").FullName;
        File.SetUnixFileMode(Path, Mode("755")); // containers run as other users too
    }

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>Writes a file in it and returns its path; directories on the way are made.</summary>
    /// <param name="name">Path below the directory, without a leading slash.</param>
    /// <param name="content">Its text.</param>
    /// <param name="mode">Permissions as in chmod(1), octal.</param>
    public string Write(string name, string content, string mode = "644")
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, Mode(mode));
        return path;
    }

    /// <summary>Removes it.</summary>
    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static UnixFileMode Mode(string octal) => (UnixFileMode)Convert.ToInt32(octal, 8);
}
