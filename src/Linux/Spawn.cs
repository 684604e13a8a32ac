using System.Runtime.InteropServices;

namespace MiniRun.Linux;

/// <summary>
/// Starts a program without forking managed code: posix_spawn(3), which shares the memory until the exec (vfork), so that the
/// cost does not grow with this process. The program begins with an empty signal mask, default dispositions (.NET ignores
/// SIGPIPE, and that would be inherited) and only the descriptors it is given.
/// </summary>
public static unsafe class Spawn
{
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;

    /// <summary>Starts <paramref name="path"/>.</summary>
    /// <param name="path">The program, not searched in PATH.</param>
    /// <param name="arguments">argv, the name first.</param>
    /// <param name="environment">NAME=value entries.</param>
    /// <param name="descriptors">Descriptor numbers to pass, each under the number it is to have; 0, 1 and 2 pass by themselves.</param>
    /// <returns>The process id.</returns>
    /// <exception cref="LinuxException">It could not be started.</exception>
    public static int Start(
        string path,
        IReadOnlyList<string> arguments,
        IReadOnlyList<string> environment,
        ReadOnlySpan<(int Descriptor, int Target)> descriptors)
    {
        // Opaque libc structures: 80 and 336 bytes on x86-64 glibc and less on musl.
        byte* actions = stackalloc byte[128];
        byte* attributes = stackalloc byte[512];
        byte* none = stackalloc byte[128];
        byte* all = stackalloc byte[128];
        new Span<byte>(none, 128).Clear();
        new Span<byte>(all, 128).Fill(0xff);

        Check(LibC.posix_spawn_file_actions_init(actions), path);
        Check(LibC.posix_spawnattr_init(attributes), path);
        byte** argv = Vector(arguments);
        byte** envp = Vector(environment);
        try
        {
            Check(LibC.posix_spawnattr_setflags(attributes, SetSignalDefaults | SetSignalMask), path);
            Check(LibC.posix_spawnattr_setsigmask(attributes, none), path);
            Check(LibC.posix_spawnattr_setsigdefault(attributes, all), path);
            foreach ((int descriptor, int target) in descriptors)
            {
                Check(LibC.posix_spawn_file_actions_adddup2(actions, descriptor, target), path);
            }

            int pid;
            using CString name = new(path);
            Check(LibC.posix_spawn(&pid, name.Pointer, actions, attributes, argv, envp), path);
            return pid;
        }
        finally
        {
            FreeVector(argv);
            FreeVector(envp);
            _ = LibC.posix_spawnattr_destroy(attributes);
            _ = LibC.posix_spawn_file_actions_destroy(actions);
        }
    }

    /// <summary>Runs a program to its end with our standard streams.</summary>
    /// <param name="path">The program.</param>
    /// <param name="arguments">argv, the name first.</param>
    /// <param name="environment">NAME=value entries; null for none.</param>
    /// <returns>Its exit status, or 128 + the signal that ended it.</returns>
    /// <exception cref="LinuxException">It could not be started.</exception>
    public static int Run(string path, IReadOnlyList<string> arguments, IReadOnlyList<string>? environment)
    {
        int pid = Start(path, arguments, environment ?? [], []);
        return WaitStatus.Wait(pid).ExitCode;
    }

    private static void Check(int error, string path)
    {
        if (error != 0)
        {
            throw new LinuxException("start", path, (Errno)error);
        }
    }

    private static byte** Vector(IReadOnlyList<string> strings)
    {
        byte** vector = (byte**)NativeMemory.Alloc((nuint)((strings.Count + 1) * sizeof(byte*)));
        for (int i = 0; i < strings.Count; i++)
        {
            vector[i] = new CString(strings[i]).Pointer; // freed below
        }

        vector[strings.Count] = null;
        return vector;
    }

    private static void FreeVector(byte** vector)
    {
        for (byte** at = vector; *at != null; at++)
        {
            NativeMemory.Free(*at);
        }

        NativeMemory.Free(vector);
    }
}
