using MiniRun.Linux;
using MiniRun.Namespaces;

namespace MiniRun.Commands;

/// <summary>The namespaces, each made for real by a thread that ends with them.</summary>
internal static class NamespaceFindings
{
    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> All()
    {
        List<string> there = [];
        List<Finding> findings = [];
        NamespaceKind[] kinds =
        [
            NamespaceKind.Mount, NamespaceKind.Uts, NamespaceKind.Ipc, NamespaceKind.Pid, NamespaceKind.Network, NamespaceKind.Cgroup,
        ];
        foreach (NamespaceKind kind in kinds)
        {
            Errno errno = TryMake(kind);
            if (errno == Errno.None)
            {
                there.Add(NamespaceNames.Word(kind));
            }
            else
            {
                findings.Add(new Finding("Namespaces", NamespaceNames.Word(kind), Verdict.Missing, Reason(errno)));
            }
        }

        if (there.Count > 0)
        {
            findings.Insert(0, new Finding("Namespaces", "made", Verdict.Works, string.Join(' ', there)));
        }

        findings.Add(User());
        return findings;
    }

    private static Errno TryMake(NamespaceKind kind)
    {
        Errno errno = Errno.None;
        Thread thread = new(() =>
        {
            if (LibC.syscall((nint)SystemCall.unshare, (nint)(uint)kind) != 0)
            {
                errno = LibC.LastError;
            }
        });
        thread.Start();
        thread.Join();
        return errno;
    }

    // A thread cannot make one, only a process: so this one line is from the kernel's own files.
    private static Finding User()
    {
        string most = Files.TryReadText("/proc/sys/user/max_user_namespaces")?.Trim() ?? "";
        return (Files.Exists("/proc/self/ns/user"), most) switch
        {
            (false, _) => new Finding("Namespaces", "user", Verdict.Limited, "this kernel has none: --userns private will not work"),
            (true, "0") => new Finding("Namespaces", "user", Verdict.Limited, "user.max_user_namespaces is 0: --userns private will not work"),
            _ => new Finding("Namespaces", "user", Verdict.Works, $"for --userns private; at most {most}"),
        };
    }

    private static string Reason(Errno errno) => errno switch
    {
        Errno.EINVAL => "this kernel does not have it (EINVAL)",
        Errno.EPERM => "not permitted: it needs root with CAP_SYS_ADMIN (EPERM)",
        Errno.ENOSPC => "the limit under /proc/sys/user is reached (ENOSPC)",
        _ => $"{errno.Message()} ({errno.Name()})",
    };
}
