using MiniRun.Linux;
using MiniRun.Namespaces.Launch.Steps;

namespace MiniRun.Containers.Running;

/// <summary>
/// Why a program cannot be executed. The kernel says ENOENT for a missing program, a missing interpreter and a script with
/// Windows line ends alike; a look at the file tells them apart.
/// </summary>
internal static class ExecuteFailure
{
    private const int HeaderSize = 4096;

    /// <summary>The sentence and hint; null where the error says all there is to say.</summary>
    public static LinuxException? Explain(ContainerSpec spec, Errno errno)
    {
        ProcessSpec process = spec.Process;
        string program = process.Args[0];
        foreach (string candidate in Execute.Candidates(program, process.Env))
        {
            string path = candidate.StartsWith('/') ? candidate : $"{process.Cwd.TrimEnd('/')}/{candidate}";
            using FileDescriptor? file = Open(spec, path, Fcntl.O_PATH);
            if (file is not null)
            {
                return new LinuxException("run", program, errno, Hint(spec, file, path, errno));
            }
        }

        if (errno != Errno.ENOENT || program.Contains('/'))
        {
            return null;
        }

        string search = process.Env.LastOrDefault(entry => entry.StartsWith("PATH=", StringComparison.Ordinal)) ?? "PATH=";
        return new LinuxException("run", program, errno, $"not found in the container's {search}");
    }

    private static string? Hint(ContainerSpec spec, FileDescriptor file, string path, Errno errno)
    {
        FileStatus status = FileStatus.Of(file);
        if (status.IsDirectory)
        {
            return $"{path} is a directory";
        }

        if (errno == Errno.EACCES)
        {
            return (status.Mode & 0x49) == 0
                ? $"{path} is not executable: its mode is 0{Convert.ToString(status.Mode & 0xfff, 8)}"
                : $"{path} is executable, but not for user {spec.Process.Uid} here, or it is on a noexec mount";
        }

        using FileDescriptor? content = Open(spec, path, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK);
        if (content is null)
        {
            return null;
        }

        Span<byte> header = new byte[HeaderSize];
        header = header[..Files.Read(content, header, path)];
        return errno == Errno.ENOEXEC ? ProgramHeader.WhyNoProgram(header, path) : MissingInterpreter(spec, header, path);
    }

    private static string? MissingInterpreter(ContainerSpec spec, ReadOnlySpan<byte> header, string path)
    {
        if (ProgramHeader.HasCarriageReturn(header))
        {
            return $"the first line of {path} ends with a carriage return: convert it with dos2unix";
        }

        if (ProgramHeader.Interpreter(header) is not { } interpreter)
        {
            return null;
        }

        using FileDescriptor? found = Open(spec, interpreter, Fcntl.O_PATH);
        return found is null ? $"{path} needs {interpreter}, which is not in the container" : null;
    }

    // Looked up where the container would find it: in a volume, or in the root.
    private static FileDescriptor? Open(ContainerSpec spec, string path, int flags)
    {
        string from = spec.Root.Path;
        string below = path;
        foreach (MountSpec mount in spec.Mounts)
        {
            string place = mount.Destination.TrimEnd('/');
            if (mount.Type == "bind" && (path == place || path.StartsWith($"{place}/", StringComparison.Ordinal)))
            {
                from = mount.Source;
                below = path[place.Length..];
            }
        }

        int root = Files.TryOpenAt(Fcntl.AT_FDCWD, from, Fcntl.O_PATH, 0, out _);
        if (root < 0)
        {
            return null;
        }

        using FileDescriptor directory = new(root);
        int descriptor = below.Length == 0
            ? Files.TryOpenAt(Fcntl.AT_FDCWD, from, flags, 0, out _)
            : OpenAt2.InRoot(root, below, flags, 0, out _);
        return descriptor < 0 ? null : new FileDescriptor(descriptor);
    }
}
