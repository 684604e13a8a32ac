using MiniRun.Linux;

namespace MiniRun.Commands;

/// <summary>
/// The system calls that a launch makes, each really called, with arguments that it must refuse: the refusal of a call that is
/// there tells of the arguments (EFAULT, EBADF, EINVAL), ENOSYS of a kernel without it, EPERM of a filter around us.
/// </summary>
internal static unsafe class SystemCallFindings
{
    private const nint NoDescriptor = -1;

    private static readonly (SystemCall Call, nint A, nint B, nint C, nint D)[] Needed =
    [
        (SystemCall.clone3, 0, 0, 0, 0),
        (SystemCall.openat2, NoDescriptor, 0, 0, 0),
        (SystemCall.open_tree, NoDescriptor, 0, 0, 0),
        (SystemCall.fsconfig, NoDescriptor, 0, 0, 0),
        (SystemCall.mount_setattr, NoDescriptor, 0, 0, 0),
        (SystemCall.pidfd_open, -1, 0, 0, 0),
        (SystemCall.pidfd_send_signal, NoDescriptor, 0, 0, 0),
        (SystemCall.close_range, 1, 0, 0, 0),
        (SystemCall.execveat, NoDescriptor, 0, 0, 0),
    ];

    /// <summary>The findings: one line if all is well, otherwise one for each call.</summary>
    public static IEnumerable<Finding> All()
    {
        List<string> there = [];
        List<Finding> findings = [];
        foreach ((SystemCall call, nint a, nint b, nint c, nint d) in Needed)
        {
            Errno errno = LibC.syscall((nint)call, a, b, c, d) < 0 ? LibC.LastError : Errno.None;
            if (errno is Errno.ENOSYS or Errno.EPERM)
            {
                string why = errno == Errno.ENOSYS ? "this kernel does not have it" : "a filter around this process forbids it";
                findings.Add(new Finding("Kernel", call.ToString(), Verdict.Missing, $"{why} ({errno.Name()})"));
            }
            else
            {
                there.Add(call.ToString());
            }
        }

        if (findings.Count == 0)
        {
            findings.Add(new Finding("Kernel", "system calls", Verdict.Works, string.Join(' ', there)));
        }

        findings.Add(Seccomp());
        findings.Add(MemoryFiles());
        findings.Add(Keyring());
        return findings;
    }

    private static Finding Seccomp()
    {
        const int SECCOMP_GET_ACTION_AVAIL = 2;
        uint action = 0x00050000; // SECCOMP_RET_ERRNO
        return LibC.syscall((nint)SystemCall.seccomp, SECCOMP_GET_ACTION_AVAIL, 0, (nint)(&action)) == 0
            ? new Finding("Kernel", "seccomp", Verdict.Works, "system calls can be filtered")
            : new Finding(
                "Kernel", "seccomp", Verdict.Missing, $"no filters ({LibC.LastError.Name()}); --security-opt seccomp=unconfined does without");
    }

    private static Finding MemoryFiles()
    {
        try
        {
            MemoryFile.CreateProgram("doctor", "#!/bin/true\n"u8).Dispose();
            return new Finding("Kernel", "memory files", Verdict.Works, "the program that sets a container up can be sealed against change");
        }
        catch (LinuxException exception)
        {
            return new Finding("Kernel", "memory files", Verdict.Missing, exception.Hint ?? exception.Message);
        }
    }

    private static Finding Keyring()
    {
        const int KEYCTL_GET_KEYRING_ID = 0;
        const int KEY_SPEC_SESSION_KEYRING = -3;
        nint id = LibC.syscall((nint)SystemCall.keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0);
        Errno errno = id < 0 ? LibC.LastError : Errno.None;
        return errno is Errno.ENOSYS or Errno.EPERM
            ? new Finding("Kernel", "keyrings", Verdict.Limited, $"no keyring of its own for a container ({errno.Name()})")
            : new Finding("Kernel", "keyrings", Verdict.Works, "each container gets its own");
    }
}
