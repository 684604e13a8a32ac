using MiniRun.Linux;

namespace MiniRun.Containers.Store;

/// <summary>
/// The name of a container: given by the user or made of two words of the kernel. Checked before the first path is made of it:
/// other runtimes were seen to delete the parent of their state directory for a container called "..".
/// </summary>
internal static class ContainerName
{
    /// <summary>Longest name; the kernel's longest file name is 255.</summary>
    public const int MostCharacters = 128;

    private static readonly string[] Moods =
    [
        "idle", "runnable", "sleepy", "nice", "dirty", "clean", "lazy", "eager", "atomic", "mapped", "pinned", "shared", "private",
        "cached", "sparse", "sticky", "frozen", "thawed", "waiting", "ready", "forked", "cloned", "traced", "masked", "pending",
        "blocked", "preempted", "yielding", "hashed", "ordered", "linked", "locked", "zeroed", "aligned", "anonymous", "mounted",
        "nested", "isolated", "adopted", "reaped", "buffered", "swapped", "tainted", "bound", "fair", "polite", "throttled", "warm",
    ];

    private static readonly string[] Things =
    [
        "inode", "dentry", "futex", "pipe", "socket", "signal", "page", "slab", "zombie", "orphan", "task", "thread", "cgroup",
        "namespace", "epoll", "timer", "tick", "jiffy", "mutex", "spinlock", "semaphore", "bitmap", "folio", "bio", "skb", "vma",
        "ring", "queue", "trap", "syscall", "vdso", "tasklet", "softirq", "kthread", "reaper", "pidfd", "memfd", "mount", "overlay",
        "shadow", "superblock", "journal", "extent", "cursor", "wakeup", "quota", "shrinker", "rbtree", "radix", "seqlock", "notifier",
        "bridge", "veth", "loopback", "keyring", "capability", "filter", "probe", "tracepoint", "ftrace", "console", "pty", "session",
        "scheduler",
    ];

    /// <summary>Answers <paramref name="name"/> if it is <c>[a-zA-Z0-9][a-zA-Z0-9_.-]*</c>.</summary>
    /// <param name="flag">Where it was given.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="UsageException">It is none.</exception>
    public static string Check(string flag, string name) => IsValid(name)
        ? name
        : throw new UsageException(
            flag,
            name,
            name.Length > MostCharacters ? $"longer than {MostCharacters} characters" : "not a name",
            "letters, digits, '_', '.' and '-', a letter or digit first");

    /// <summary>Whether it is a name.</summary>
    public static bool IsValid(string name)
    {
        if (name.Length is 0 or > MostCharacters || !char.IsAsciiLetterOrDigit(name[0]))
        {
            return false;
        }

        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Two words drawn by lot: <c>sleepy_inode</c>.</summary>
    /// <param name="attempt">From the fourth draw on a number is added, as 3000 pairs may be taken.</param>
    /// <exception cref="LinuxException">The kernel gives no random bytes.</exception>
    public static unsafe string Random(int attempt)
    {
        const int Sure = 3;
        uint lot;
        if (LibC.getrandom(&lot, sizeof(uint), 0) != sizeof(uint))
        {
            throw new LinuxException("get random bytes", null, LibC.LastError);
        }

        string name = $"{Moods[(lot & 0xffff) % Moods.Length]}_{Things[(lot >> 16) % Things.Length]}";
        return attempt < Sure ? name : $"{name}{lot % 1000}";
    }
}
