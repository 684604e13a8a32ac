using System.Collections;
using MiniRun.Linux;

namespace MiniRun.Rootfs.Samples;

/// <summary>
/// Makes a sample's root file system by its recipe. It appears under its name complete or not at all: the recipe fills a
/// directory beside it, which is renamed when it has succeeded. Builders of one sample wait for each other on a lock that
/// the kernel releases when its holder dies.
/// </summary>
internal static class SampleBuilder
{
    private const uint OwnerOnly = 0x1C0; // 0700: a root file system may have setuid programs
    private const uint Everyone = 0x1ED; // 0755: the mode of the container's "/"

    /// <summary>Builds <c>DIRECTORY/rootfs</c>.</summary>
    /// <exception cref="RootfsException">The recipe failed.</exception>
    public static void Build(string name, string recipe, string directory)
    {
        MakeDirectories(directory);
        using FileDescriptor holder = Files.Open(directory, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
        Lock(holder, name);
        if (Files.Exists($"{directory}/rootfs"))
        {
            return; // another builder was faster
        }

        Say($"minirun: building the sample `{name}`, this once\n");
        string unfinished = $"{directory}/unfinished";
        TreeRemover.Remove(unfinished); // of a builder that was killed
        MakeRoot(unfinished);
        try
        {
            RunRecipe(name, recipe, unfinished);
            Rename(unfinished, $"{directory}/rootfs");
        }
        catch
        {
            TreeRemover.Remove(unfinished);
            throw;
        }
    }

    // The recipe's standard output goes to standard error: ours belongs to the container.
    private static void RunRecipe(string name, string recipe, string destination)
    {
        List<string> environment = [];
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            environment.Add($"{variable.Key}={variable.Value}");
        }

        int code = Spawn.Run("/bin/sh", ["sh", "-c", "exec sh \"$0\" \"$1\" >&2 </dev/null", recipe, destination], environment);
        if (code != 0)
        {
            throw new RootfsException($"sample `{name}`: its recipe failed with exit code {code}", $"by hand: sh {recipe} DIRECTORY");
        }
    }

    private static void MakeRoot(string path)
    {
        Files.MakeDirectory(path, Everyone);
        using FileDescriptor root = Files.Open(path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
        if (LibC.fchmod(root.Number, Everyone) != 0) // whatever the caller's umask
        {
            throw new LinuxException("chmod", path, LibC.LastError);
        }
    }

    private static unsafe void Rename(string from, string to)
    {
        using CString old = new(from);
        using CString target = new(to);
        if (LibC.renameat(Fcntl.AT_FDCWD, old.Pointer, Fcntl.AT_FDCWD, target.Pointer) != 0)
        {
            throw new LinuxException("rename to", to, LibC.LastError);
        }
    }

    private static void Lock(FileDescriptor directory, string name)
    {
        if (LibC.flock(directory.Number, Flock.LOCK_EX | Flock.LOCK_NB) == 0)
        {
            return;
        }

        Say($"minirun: waiting for another minirun that builds the sample `{name}`\n");
        while (LibC.flock(directory.Number, Flock.LOCK_EX) != 0)
        {
            Errno errno = LibC.LastError;
            if (errno != Errno.EINTR)
            {
                throw new LinuxException("lock", name, errno);
            }
        }
    }

    private static void MakeDirectories(string path)
    {
        for (int slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            Files.MakeDirectory(path[..slash], OwnerOnly);
        }

        Files.MakeDirectory(path, OwnerOnly);
    }

    private static unsafe void Say(string text)
    {
        using CString bytes = new(text);
        _ = LibC.write(2, bytes.Pointer, (nuint)bytes.Length);
    }
}
