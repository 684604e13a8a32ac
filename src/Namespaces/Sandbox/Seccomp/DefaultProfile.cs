namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>
/// The profile of a container whose user asked for none: docker's decisions (moby's default profile of 2026) for x86-64.
/// docs/seccomp.md lists what it denies, why, and where it differs.
/// </summary>
public static partial class DefaultProfile
{
    /// <summary>The flags of clone(2) that make namespaces: NEWNS, CGROUP, UTS, IPC, USER, PID and NET.</summary>
    public const ulong NamespaceFlags = 0x7E020000;

    // Address families of socket(2), first and last of each run. Absent are those without an implementation (DECnet 12,
    // ECONET 19, IrDA 23, WANPIPE 25), those the kernel is removing (ATMSVC 20, ISDN 34, CAIF 37), AF_ALG (38: the
    // kernel's cryptography, an attack surface no container needs) and AF_VSOCK (40: it reaches the machine's hypervisor
    // and its guests through any network namespace).
    private static readonly (ulong First, ulong Last)[] s_families =
        [(0, 11), (13, 18), (21, 22), (24, 24), (26, 33), (35, 36), (39, 39), (41, 45)];

    // PER_LINUX, PER_LINUX32, each also with UNAME26, and the query; the others switch off ASLR and other protections.
    private static readonly ulong[] s_personalities = [0, 8, 0x20000, 0x20008, 0xffffffff];

    /// <summary>Makes the profile; it depends on neither the machine nor its kernel.</summary>
    public static SeccompProfile Create()
    {
        List<SeccompRule> rules = [Allow(Ordinary)];
        foreach ((string capability, string names) in s_privileged)
        {
            rules.Add(Allow(names) with { Includes = SeccompScope.Of(capability) });
        }

        SeccompScope administrator = SeccompScope.Of("SYS_ADMIN");
        rules.Add(Allow("clone") with
        {
            Conditions = [new(0, SeccompOperator.MASKED_EQ, NamespaceFlags)],
            Excludes = administrator,
        });

        // Its flags are behind a pointer, where no filter can look. ENOSYS makes every libc use clone instead.
        rules.Add(new SeccompRule(["clone3"], SeccompAction.NotImplemented) { Excludes = administrator });

        foreach ((ulong first, ulong last) in s_families)
        {
            rules.Add(Allow("socket") with
            {
                Conditions = [new(0, SeccompOperator.GE, first), new(0, SeccompOperator.LE, last)],
            });
        }

        foreach (ulong personality in s_personalities)
        {
            rules.Add(Allow("personality") with { Conditions = [new(0, SeccompOperator.EQ, personality)] });
        }

        return new SeccompProfile(SeccompAction.NotPermitted, rules);
    }

    private static SeccompRule Allow(string names) => new(names.Split(' '), SeccompAction.Allow);
}
