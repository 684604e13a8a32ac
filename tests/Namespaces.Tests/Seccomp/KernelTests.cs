using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;
using MiniRun.Namespaces.Sandbox.Seccomp;

namespace MiniRun.Namespaces.Tests.Seccomp;

/// <summary>
/// The real kernel takes the default filter and decides as we say. A filter belongs to the thread that installs it, so each
/// test uses up one thread and needs no root.
/// </summary>
public unsafe class KernelTests
{
    private const nint Bad = -1;
    private const int EPERM = 1;
    private const int ENOSYS = 38;
    private const int AF_ALG = 38;
    private const int AF_VSOCK = 40;

    [Fact]
    public void The_kernel_denies_what_the_default_profile_denies()
    {
        IReadOnlyDictionary<string, int> errors = OnFilteredThread(static () => new Dictionary<string, int>
        {
            ["unshare(CLONE_NEWUSER)"] = Error(272, 0x10000000),
            ["setns"] = Error(308, Bad),
            ["clone(CLONE_NEWUSER)"] = Error(56, 0x10000000),
            ["keyctl"] = Error(250, 0),
            ["io_uring_setup"] = Error(425, 1),
            ["userfaultfd"] = Error(323, 0),
            ["bpf"] = Error(321, Bad),
            ["perf_event_open"] = Error(298),
            ["socket(AF_ALG)"] = Error(41, AF_ALG, 5),
            ["socket(AF_VSOCK)"] = Error(41, AF_VSOCK, 1),
            ["personality(ADDR_NO_RANDOMIZE)"] = Error(135, 0x40000),
            ["x32 getpid"] = Error(0x40000027),
        });

        Assert.All(errors, error => Assert.Equal(new(error.Key, EPERM), error));
    }

    [Fact]
    public void The_kernel_lets_programs_fall_back_from_calls_they_try_first()
    {
        IReadOnlyDictionary<string, int> errors = OnFilteredThread(static () => new Dictionary<string, int>
        {
            ["clone3"] = Error(435),
            ["file_getattr"] = Error(468, Bad),
            ["of the future"] = Error(600),
        });

        Assert.All(errors, error => Assert.Equal(new(error.Key, ENOSYS), error));
    }

    [Fact]
    public void The_kernel_lets_ordinary_calls_through()
    {
        IReadOnlyDictionary<string, int> errors = OnFilteredThread(static () => new Dictionary<string, int>
        {
            ["getpid"] = Error(39),
            ["personality(query)"] = Error(135, unchecked((nint)0xffffffff)),
            ["close(-1) reaches the kernel"] = Error(3, Bad) == 9 ? 0 : -1,
            ["chroot(null) reaches the kernel"] = Error(161) == 14 ? 0 : -1,
        });

        Assert.All(errors, error => Assert.Equal(new(error.Key, 0), error));
    }

    private static T OnFilteredThread<T>(Func<T> probe)
    {
        byte[] filter = SeccompCompiler.Compile(DefaultProfile.Create(), CapabilitySet.Default).ToArray();
        T? result = default;
        int installed = -1;
        Thread thread = new(() =>
        {
            installed = Install(filter);
            result = probe();
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, installed);
        return result!;
    }

    private static int Install(byte[] filter)
    {
        const int Prctl = 157;
        const int SetNoNewPrivileges = 38;
        const int Seccomp = 317;
        const int SetModeFilter = 1;
        fixed (byte* instructions = filter)
        {
            nint* program = stackalloc nint[2] { filter.Length / 8, (nint)instructions }; // struct sock_fprog
            int error = Error(Prctl, SetNoNewPrivileges, 1);
            return error != 0 ? error : Error(Seccomp, SetModeFilter, 0, (nint)program);
        }
    }

    private static int Error(nint number, nint a = 0, nint b = 0, nint c = 0) =>
        LibC.syscall(number, a, b, c) >= 0 ? 0 : (int)LibC.LastError;
}
