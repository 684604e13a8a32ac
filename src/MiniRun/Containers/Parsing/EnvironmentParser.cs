using MiniRun.Linux;

namespace MiniRun.Containers.Parsing;

/// <summary>The environment of the process: defaults, the image's, <c>--env-file</c>, then <c>-e</c>; a later entry replaces an earlier.</summary>
internal sealed class EnvironmentParser
{
    private const int LongestFile = 4 << 20;
    private readonly List<string> entries = [];

    /// <summary>NAME=value, each name once.</summary>
    public IReadOnlyList<string> Entries => entries;

    /// <summary>Sets one variable.</summary>
    public void Set(string entry)
    {
        int end = entry.IndexOf('=', StringComparison.Ordinal) + 1;
        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].AsSpan().StartsWith(entry.AsSpan(0, end), StringComparison.Ordinal))
            {
                entries[i] = entry;
                return;
            }
        }

        entries.Add(entry);
    }

    /// <summary>Sets one variable unless there is one of this name already.</summary>
    public void SetDefault(string name, string value)
    {
        foreach (string entry in entries)
        {
            if (entry.StartsWith(name, StringComparison.Ordinal) && entry.Length > name.Length && entry[name.Length] == '=')
            {
                return;
            }
        }

        entries.Add($"{name}={value}");
    }

    /// <summary>One <c>-e NAME=VALUE</c>, or <c>-e NAME</c> to copy the caller's, if the caller has it.</summary>
    /// <exception cref="UsageException">No name, or a NUL character.</exception>
    public void Add(string flag, string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals == 0 || text.Length == 0)
        {
            throw new UsageException(flag, text, "no name before the '='");
        }

        if (text.Contains('\0'))
        {
            throw new UsageException(flag, text[..text.IndexOf('\0', StringComparison.Ordinal)], "a NUL character follows, which no variable can have");
        }

        if (equals > 0)
        {
            Set(text);
        }
        else if (OfCaller(text) is { } value)
        {
            Set($"{text}={value}");
        }
        else
        {
            entries.RemoveAll(entry => entry.StartsWith($"{text}=", StringComparison.Ordinal)); // as docker: unset outside, unset inside
        }
    }

    /// <summary>A file with one <c>-e</c> on each line; blank lines and those that begin with '#' are passed over.</summary>
    /// <exception cref="UsageException">A line that is no entry.</exception>
    /// <exception cref="LinuxException">The file cannot be read.</exception>
    public void AddFile(string path)
    {
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY, 0, out Errno errno);
        using FileDescriptor file = descriptor >= 0 ? new FileDescriptor(descriptor) : throw new LinuxException("--env-file", path, errno);
        if (FileStatus.Of(file).IsDirectory)
        {
            throw new LinuxException("--env-file", path, Errno.EISDIR);
        }

        ReadOnlySpan<byte> content = Files.ReadAll(file, path, LongestFile);
        content = content.StartsWith("\uFEFF"u8) ? content[3..] : content;
        int number = 0;
        foreach (string raw in LinuxText.GetString(content).Split('\n'))
        {
            number++;
            string line = raw.TrimStart(' ', '\t').TrimEnd('\r');
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if ((equals < 0 ? line : line[..equals]).AsSpan().IndexOfAny(' ', '\t') >= 0)
            {
                throw new UsageException("--env-file", path, $"a blank in the name of the variable in line {number}");
            }

            Add($"--env-file {path} line {number}", line);
        }
    }

    private static string? OfCaller(string name)
    {
        string? value = Environment.GetEnvironmentVariable(name);
        return value?.Contains('\uFFFD') == true ? Raw(name) : value; // it was not UTF-8: take the bytes as they are
    }

    private static string? Raw(string name)
    {
        const string Path = "/proc/self/environ";
        using FileDescriptor file = Files.Open(Path, Fcntl.O_RDONLY);
        foreach (string entry in LinuxText.GetString(Files.ReadAll(file, Path, 16 << 20)).Split('\0'))
        {
            if (entry.StartsWith($"{name}=", StringComparison.Ordinal))
            {
                return entry[(name.Length + 1)..];
            }
        }

        return null;
    }
}
