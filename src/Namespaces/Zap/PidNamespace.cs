using MiniRun.Linux;

namespace MiniRun.Namespaces.Zap;

/// <summary>Who is in a PID namespace; pid_namespaces(7). Its own processes, those that entered it, and those of namespaces below it.</summary>
public static unsafe class PidNamespace
{
    private const nuint GetParent = 0xB702; // NS_GET_PARENT; ioctl_ns(2)

    /// <summary>All processes of the namespace that <paramref name="member"/> is in, zombies included.</summary>
    public static List<NamespaceProcess> Processes(int member, ProcessFiles files)
    {
        List<NamespaceProcess> found = [];
        string? wanted = files.Namespace(member, "pid");
        if (wanted is null || files.Status(member) is not { } status)
        {
            return found;
        }

        foreach (int pid in files.All())
        {
            if (IsWithin(pid, wanted, status.NamespacePids.Count, files) && NamespaceProcess.Of(pid, files) is { } process)
            {
                found.Add(process);
            }
        }

        return found;
    }

    /// <summary>Whether a process is in a namespace or in one below it.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="wanted">The namespace, as <c>/proc/PID/ns/pid</c> names it.</param>
    /// <param name="level">How many numbers its own processes have.</param>
    /// <param name="files">Where to look.</param>
    private static bool IsWithin(int pid, string wanted, int level, ProcessFiles files) =>
        files.Namespace(pid, "pid") is { } own
        && (own == wanted || (files.Status(pid)?.NamespacePids.Count > level && IsBelow(pid, wanted, files)));

    private static bool IsBelow(int pid, string wanted, ProcessFiles files)
    {
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, $"{files.Root}/{pid}/ns/pid", Fcntl.O_RDONLY, 0, out _);
        while (descriptor >= 0)
        {
            using FileDescriptor child = new(descriptor);
            descriptor = LibC.ioctl(child.Number, GetParent, null);
            if (descriptor >= 0 && $"pid:[{FileStatus.Of(descriptor).Identity.Inode}]" == wanted)
            {
                _ = LibC.close(descriptor);
                return true;
            }
        }

        return false; // EPERM: the next one above is above ours
    }
}
