using MiniRun.Linux;

namespace MiniRun.Namespaces.Tests.Zap;

/// <summary>A directory that stands for /proc.</summary>
internal sealed class FakeProc : IDisposable
{
    public FakeProc()
    {
        Write("uptime", "1000.00 900.00\n");
        Files = new ProcessFiles(Root);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("minirun-proc-").FullName;

    public ProcessFiles Files { get; }

    public FakeProc Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName($"{Root}/{path}")!);
        File.WriteAllText($"{Root}/{path}", content);
        return this;
    }

    /// <summary>A process; what is left out is as of an ordinary one that sleeps.</summary>
    public FakeProc Add(int pid, string name, char state = 'S', int parent = 1, string inner = "", int start = 50000, uint flags = 0,
        string status = "", string ns = "pid:[1]", string call = "230 0x0", string channel = "hrtimer_nanosleep")
    {
        Write($"{pid}/stat", $"{pid} ({name}) {state} {parent} 1 1 0 -1 {flags} 0 0 0 0 5 6 0 0 20 0 1 0 {start} 0 0\n");
        Write($"{pid}/status", $"Name:\t{name}\nNSpid:\t{pid}{(inner.Length > 0 ? $"\t{inner}" : "")}\n{status}");
        Write($"{pid}/syscall", $"{call}\n");
        Write($"{pid}/wchan", channel);
        Directory.CreateDirectory($"{Root}/{pid}/ns");
        File.CreateSymbolicLink($"{Root}/{pid}/ns/pid", ns);
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
