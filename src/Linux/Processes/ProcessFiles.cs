using System.Globalization;
using System.Text;

namespace MiniRun.Linux;

/// <summary>The files of procfs about processes; proc(5). What cannot be read is null: processes end while they are looked at.</summary>
/// <param name="root">Where it is mounted; another directory in tests.</param>
public sealed unsafe class ProcessFiles(string root = "/proc")
{
    private const double TicksPerSecond = 100; // USER_HZ on x86-64

    /// <summary>This machine's.</summary>
    public static ProcessFiles Host { get; } = new();

    /// <summary>Where it is mounted.</summary>
    public string Root => root;

    /// <summary>The number that each boot of the kernel has; the same for all that a pid and a start time can be told apart by.</summary>
    public string BootId => Files.TryReadText($"{root}/sys/kernel/random/boot_id")?.Trim() ?? "";

    /// <summary>The line of a process.</summary>
    public ProcessStat? Stat(int pid) => Read(pid, "stat") is { } line ? ProcessStat.Parse(line) : null;

    /// <summary>More of a process, or of its first thread.</summary>
    public ProcessStatus? Status(int pid) => Read(pid, "status") is { } text ? ProcessStatus.Parse(text) : null;

    /// <summary>What system call its first thread is in; null also where we may not know (ptrace(2) access is needed).</summary>
    public CurrentCall? Call(int pid) => Read(pid, "syscall") is { } line ? CurrentCall.Parse(line) : null;

    /// <summary>The kernel's function in which it sleeps; null where it does not sleep or we may not know; proc_pid_wchan(5).</summary>
    public string? WaitChannel(int pid)
    {
        string? text = Read(pid, "wchan")?.Trim();
        if (text is null or "" or "0")
        {
            return null;
        }

        int suffix = text.IndexOf('.'); // "do_sigtimedwait.isra.0": the compiler's, who made a copy of it
        return suffix < 0 ? text : text[..suffix];
    }

    /// <summary>The arguments, joined by spaces; empty for a zombie.</summary>
    public string CommandLine(int pid) => Read(pid, "cmdline")?.TrimEnd('\0').Replace('\0', ' ') ?? "";

    /// <summary>Another of its files, as text.</summary>
    public string? Read(int pid, string file)
    {
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, $"{root}/{Text(pid)}/{file}", Fcntl.O_RDONLY, 0, out _);
        if (descriptor < 0)
        {
            return null;
        }

        using FileDescriptor open = new(descriptor);
        try
        {
            return LinuxText.GetString(Files.ReadAll(open, file, 4 << 20));
        }
        catch (LinuxException)
        {
            return null; // ESRCH: it ended in between
        }
    }

    /// <summary>Which namespace it is in, such as <c>pid:[4026531836]</c>; namespaces(7). A zombie still has its PID namespace.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="kind">The name below /proc/PID/ns.</param>
    public string? Namespace(int pid, string kind)
    {
        const int Most = 64;
        byte* buffer = stackalloc byte[Most];
        using CString path = new($"{root}/{Text(pid)}/ns/{kind}");
        nint length = LibC.readlinkat(Fcntl.AT_FDCWD, path.Pointer, buffer, Most);
        return length > 0 ? Encoding.ASCII.GetString(buffer, (int)length) : null;
    }

    /// <summary>The numbers of all processes, in the order of the kernel.</summary>
    public List<int> All() => Numbers(root);

    /// <summary>The numbers of its threads, the first one's included.</summary>
    public List<int> Threads(int pid) => Numbers($"{root}/{Text(pid)}/task");

    /// <summary>How many descriptors it has open.</summary>
    public int OpenFiles(int pid) => Numbers($"{root}/{Text(pid)}/fd", directories: false).Count;

    /// <summary>How long ago it was made - cloned, not executed - in seconds; null where it is gone.</summary>
    public double? Age(int pid)
    {
        string? uptime = Files.TryReadText($"{root}/uptime");
        return Stat(pid) is { } stat && uptime is not null
            && double.TryParse(uptime.AsSpan(0, Math.Max(0, uptime.IndexOf(' '))), NumberStyles.Float, CultureInfo.InvariantCulture, out double now)
            ? now - (stat.StartTicks / TicksPerSecond)
            : null;
    }

    private static string Text(int pid) => pid.ToString(CultureInfo.InvariantCulture);

    private static List<int> Numbers(string path, bool directories = true)
    {
        List<int> numbers = [];
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY, 0, out _);
        if (descriptor < 0)
        {
            return numbers;
        }

        using FileDescriptor open = new(descriptor);
        try
        {
            foreach ((string name, bool isDirectory) in DirectoryEntries.Read(open, path))
            {
                if (isDirectory == directories && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                {
                    numbers.Add(number);
                }
            }
        }
        catch (LinuxException)
        {
            // ENOENT: the process ended while its threads were listed
        }

        return numbers;
    }
}
