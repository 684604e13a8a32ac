using System.Runtime.InteropServices;

namespace MiniRun.Linux;

// <spawn.h>, <sys/wait.h>
public static unsafe partial class LibC
{
    /// <summary>posix_spawn(3); answers an error number instead of setting errno.</summary>
    [DllImport(Library)]
    public static extern int posix_spawn(int* pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    /// <summary>posix_spawn_file_actions_init(3).</summary>
    [DllImport(Library)]
    public static extern int posix_spawn_file_actions_init(void* actions);

    /// <summary>posix_spawn_file_actions_adddup2(3); equal numbers clear FD_CLOEXEC.</summary>
    [DllImport(Library)]
    public static extern int posix_spawn_file_actions_adddup2(void* actions, int descriptor, int target);

    /// <summary>posix_spawn_file_actions_destroy(3).</summary>
    [DllImport(Library)]
    public static extern int posix_spawn_file_actions_destroy(void* actions);

    /// <summary>posix_spawnattr_init(3).</summary>
    [DllImport(Library)]
    public static extern int posix_spawnattr_init(void* attributes);

    /// <summary>posix_spawnattr_setflags(3).</summary>
    [DllImport(Library)]
    public static extern int posix_spawnattr_setflags(void* attributes, short flags);

    /// <summary>posix_spawnattr_setsigmask(3); the set is 128 bytes.</summary>
    [DllImport(Library)]
    public static extern int posix_spawnattr_setsigmask(void* attributes, void* mask);

    /// <summary>posix_spawnattr_setsigdefault(3); the set is 128 bytes.</summary>
    [DllImport(Library)]
    public static extern int posix_spawnattr_setsigdefault(void* attributes, void* signals);

    /// <summary>posix_spawnattr_destroy(3).</summary>
    [DllImport(Library)]
    public static extern int posix_spawnattr_destroy(void* attributes);

    /// <summary>waitpid(2).</summary>
    [DllImport(Library)]
    public static extern int waitpid(int pid, int* status, int options);
}
