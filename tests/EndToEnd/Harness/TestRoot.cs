namespace MiniRun.EndToEnd.Harness;

/// <summary>A root file system of the test's own, for <c>--rootfs</c>: it may be broken, poisoned and compared at will.</summary>
public sealed class TestRoot : IDisposable
{
    private readonly TestDirectory directory;

    private TestRoot(string? parent = null) => directory = new TestDirectory(parent);

    /// <summary>Its absolute path.</summary>
    public string Path => directory.Path;

    /// <summary>An empty one.</summary>
    public static TestRoot Empty() => new();

    /// <summary>One made by the busybox recipe.</summary>
    /// <param name="parent">Where, if the file system matters.</param>
    public static TestRoot Busybox(string? parent = null)
    {
        TestRoot root = new(parent);
        Cli.RunProgram(new CliOptions(), System.IO.Path.Combine(Machine.Checkout, "rootfs-samples/busybox.sh"), root.Path).ExitsWith(0);
        return root;
    }

    /// <summary>Writes a file in it (path without a leading slash); mode "755" if it is to be run.</summary>
    public string Write(string name, string content, string mode = "644") => directory.Write(name, content, mode);

    /// <summary>Removes it.</summary>
    public void Dispose() => directory.Dispose();
}
