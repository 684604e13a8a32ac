using System.Runtime.InteropServices;

namespace MiniRun.Linux;

/// <summary>This process.</summary>
public static unsafe class ProcessImage
{
    /// <summary>
    /// Becomes another program under the same process id, with the same environment; execv(3). .NET ignores SIGPIPE, which
    /// would be inherited: it gets its default back.
    /// </summary>
    /// <param name="program">The program, by descriptor.</param>
    /// <param name="arguments">argv, the name first.</param>
    /// <exception cref="LinuxException">It could not be executed; nothing has changed.</exception>
    public static void Replace(FileDescriptor program, IReadOnlyList<string> arguments)
    {
        const int SIGPIPE = 13;
        SignalAction standard = default;
        _ = LibC.sigaction(SIGPIPE, &standard, null);
        byte** argv = (byte**)NativeMemory.AllocZeroed((nuint)(arguments.Count + 1), (nuint)sizeof(byte*));
        for (int i = 0; i < arguments.Count; i++)
        {
            argv[i] = new CString(arguments[i]).Pointer;
        }

        string path = $"/proc/self/fd/{program.Number}";
        using CString name = new(path);
        _ = LibC.execv(name.Pointer, argv);
        throw new LinuxException("execute", path, LibC.LastError, "/proc must be mounted");
    }
}
