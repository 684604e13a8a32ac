using MiniRun.Linux;
using MiniRun.Namespaces.Launch.Steps;

namespace MiniRun.Containers.Running;

/// <summary>
/// Why a program cannot be executed. The kernel says ENOENT for a missing program, a missing interpreter and a script with
/// Windows line ends alike, and EACCES for five other things; a look at the file tells them apart.
/// </summary>
internal static class ExecuteFailure
{
    private const int HeaderSize = 4096;
    private const int DacOverride = 1; // CAP_DAC_OVERRIDE

    /// <summary>The sentence and hint; null where the error says all there is to say.</summary>
    public static LinuxException? Explain(ContainerSpec spec, Errno errno)
    {
        if (errno is not (Errno.ENOENT or Errno.ENOTDIR or Errno.EACCES or Errno.ENOEXEC))
        {
            return null;
        }

        ProcessSpec process = spec.Process;
        string program = process.Args[0];
        foreach (string candidate in Execute.Candidates(program, process.Env))
        {
            string path = Absolute(candidate, process.Cwd);
            using ContainerFile? file = ContainerFile.Open(spec, path, Fcntl.O_PATH);
            if (file is not null)
            {
                return new LinuxException("run", program, errno, Hint(spec, file, path, errno));
            }
        }

        return errno == Errno.ENOENT ? new LinuxException("run", program, errno, NotFound(process, program)) : null;
    }

    private static string NotFound(ProcessSpec process, string program)
    {
        if (program.Contains('/'))
        {
            return $"{Absolute(program, process.Cwd)} is not in the container";
        }

        string? search = process.Env.LastOrDefault(entry => entry.StartsWith("PATH=", StringComparison.Ordinal));
        return search is null ? "the container has no PATH to find it in" : $"not found in the container's {search}";
    }

    private static string Absolute(string path, string directory)
    {
        if (path.StartsWith('/'))
        {
            return path;
        }

        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..].TrimStart('/');
        }

        return $"{directory.TrimEnd('/')}/{path}";
    }

    private static string? Hint(ContainerSpec spec, ContainerFile file, string path, Errno errno)
    {
        FileStatus status = FileStatus.Of(file.Descriptor);
        if (status.IsDirectory)
        {
            return $"{path} is a directory";
        }

        if (errno == Errno.EACCES && Denied(spec, file, path) is { } reason)
        {
            return reason;
        }

        // A FIFO is not waited for, a device not touched.
        using ContainerFile? content = status.IsRegular ? ContainerFile.Open(spec, path, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK) : null;
        if (content is null)
        {
            return null;
        }

        Span<byte> header = new byte[HeaderSize];
        header = header[..Files.Read(content.Descriptor, header, path)];
        return errno == Errno.ENOEXEC ? ProgramHeader.WhyNoProgram(header, path) : OfInterpreter(spec, header, path, errno);
    }

    private static string? Denied(ContainerSpec spec, ContainerFile file, string path)
    {
        FileStatus status = FileStatus.Of(file.Descriptor);
        ProcessSpec process = spec.Process;
        string mode = "0" + Convert.ToString(status.Mode & 0xfff, 8);
        if (!status.IsRegular)
        {
            return $"{path} is not a regular file";
        }

        if ((status.Mode & 0x49) == 0)
        {
            return $"{path} is not executable: its mode is {mode}";
        }

        if (file.IsNoExec)
        {
            return $"{path} is on the volume {file.Volume!.Destination}, which is mounted noexec";
        }

        int shift = process.Uid == status.Uid ? 6 : process.Gid == status.Gid || process.AdditionalGids.Contains(status.Gid) ? 3 : 0;
        bool overrides = process.Uid == 0 && process.Capabilities.Has(DacOverride);
        return !overrides && (status.Mode >> shift & 1) == 0
            ? $"{path} is not executable for user {process.Uid}: its mode is {mode}, its owner {status.Uid}:{status.Gid}"
            : null;
    }

    private static string? OfInterpreter(ContainerSpec spec, ReadOnlySpan<byte> header, string path, Errno errno)
    {
        if (errno == Errno.ENOENT && ProgramHeader.HasCarriageReturn(header))
        {
            return $"the first line of {path} ends with a carriage return: convert it with dos2unix";
        }

        if (ProgramHeader.Interpreter(header) is { } interpreter)
        {
            using ContainerFile? found = ContainerFile.Open(spec, Absolute(interpreter, spec.Process.Cwd), Fcntl.O_PATH);
            if (found is null)
            {
                return $"{path} needs {interpreter}, which is not in the container";
            }

            if (errno == Errno.EACCES && Denied(spec, found, interpreter) is { } reason)
            {
                return $"{path} needs {interpreter}: {reason}";
            }
        }

        return errno == Errno.EACCES ? $"a directory on the way to {path} is not open to user {spec.Process.Uid}" : null;
    }
}
