using System.Diagnostics;
using MiniRun.Namespaces.Sandbox;
using MiniRun.Namespaces.Sandbox.Seccomp;

namespace MiniRun.Namespaces.Tests.Seccomp;

public class DefaultProfileTests
{
    // Denied to a container with docker's fourteen capabilities, whatever the arguments. Everything else is allowed, except
    // what the tests below say. A system call moves between the two only by changing this list as well.
    private const string Denied =
        "_sysctl acct add_key afs_syscall bpf clock_settime clone3 create_module delete_module fanotify_init "
        + "file_getattr file_setattr finit_module fsconfig fsmount fsopen fspick get_kernel_syms get_mempolicy getpmsg "
        + "init_module io_uring_enter io_uring_register io_uring_setup ioperm iopl kcmp kexec_file_load kexec_load keyctl "
        + "lookup_dcookie lsm_get_self_attr lsm_list_modules lsm_set_self_attr mbind migrate_pages mount mount_setattr "
        + "move_mount move_pages nfsservctl open_by_handle_at open_tree open_tree_attr perf_event_open pidfd_getfd "
        + "pivot_root process_madvise putpmsg query_module quotactl quotactl_fd reboot request_key security set_mempolicy "
        + "set_mempolicy_home_node setdomainname sethostname setns settimeofday swapoff swapon sysfs syslog tuxcall umount2 "
        + "unshare uprobe uselib userfaultfd ustat vhangup vserver";

    private static readonly SeccompAction s_notPermitted = SeccompAction.Errno(1);
    private static readonly SeccompAction s_notImplemented = SeccompAction.Errno(38);

    [Fact]
    public void The_denied_calls_are_exactly_these()
    {
        ReadOnlySpan<byte> filter = Filter(CapabilitySet.Default);
        SortedSet<string> denied = [];
        for (uint number = 0; number <= X64SystemCalls.Newest; number++)
        {
            if (X64SystemCalls.NameOf((int)number) is { } name && !SeccompFilter.Evaluate(filter, number).Permits)
            {
                denied.Add(name);
            }
        }

        Assert.Equal(Denied.Split(' ').Order(StringComparer.Ordinal), denied.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("clone3")]
    [InlineData("open_tree_attr")] // newer than the profile
    [InlineData("file_setattr")]
    public void What_a_libc_tries_first_looks_not_implemented(string name) =>
        Assert.Equal(s_notImplemented, Decide(CapabilitySet.Default, name));

    [Theory]
    [InlineData(470u)]
    [InlineData(600u)]
    [InlineData(0x3fffffffu)]
    public void Calls_newer_than_the_profile_look_not_implemented(uint number) =>
        Assert.Equal(s_notImplemented, SeccompFilter.Evaluate(Filter(CapabilitySet.Default), number));

    [Theory]
    [InlineData(0x40000000u, 0xC000003Eu)] // x32: read, getpid, mount; and the number of no call
    [InlineData(0x40000027u, 0xC000003Eu)]
    [InlineData(0x400000a5u, 0xC000003Eu)]
    [InlineData(0xffffffffu, 0xC000003Eu)]
    [InlineData(20u, 0x40000003u)] // i386: getpid, mount, socketcall, unshare
    [InlineData(21u, 0x40000003u)]
    [InlineData(102u, 0x40000003u)]
    [InlineData(310u, 0x40000003u)]
    [InlineData(0u, 0xC00000B7u)] // AArch64
    public void Other_architectures_are_denied(uint number, uint architecture) =>
        Assert.Equal(
            s_notPermitted, SeccompFilter.Evaluate(Filter(CapabilitySet.Default), number, architecture: architecture));

    [Theory]
    [InlineData(0x01200011ul, true)] // fork: SIGCHLD, CHILD_SETTID, CHILD_CLEARTID
    [InlineData(0x003d0f00ul, true)] // pthread_create
    [InlineData(0x00020000ul, false)] // NEWNS
    [InlineData(0x02000000ul, false)] // NEWCGROUP
    [InlineData(0x04000000ul, false)] // NEWUTS
    [InlineData(0x08000000ul, false)] // NEWIPC
    [InlineData(0x10000000ul, false)] // NEWUSER
    [InlineData(0x20000000ul, false)] // NEWPID
    [InlineData(0x40000000ul, false)] // NEWNET
    [InlineData(0xffff_ffff_1000_0000ul, false)]
    public void Clone_makes_processes_and_threads_but_no_namespaces(ulong flags, bool allowed)
    {
        Assert.Equal(allowed ? SeccompAction.Allow : s_notPermitted, Decide(CapabilitySet.Default, "clone", flags));
        Assert.Equal(SeccompAction.Allow, Decide(With("SYS_ADMIN"), "clone", flags));
    }

    [Fact]
    public void Sockets_of_dangerous_and_dead_families_are_denied()
    {
        ulong[] denied = [12, 19, 20, 23, 25, 34, 37, 38, 40, 46, 47, 1000, 0x1_0000_0002, 0xffff_ffff_0000_0026];
        for (ulong family = 0; family <= 45; family++)
        {
            SeccompAction expected = denied.Contains(family) ? s_notPermitted : SeccompAction.Allow;
            Assert.Equal(expected, Decide(CapabilitySet.All, "socket", family));
        }

        Assert.All(denied, family => Assert.Equal(s_notPermitted, Decide(CapabilitySet.All, "socket", family)));
    }

    [Theory]
    [InlineData(0ul, true)]
    [InlineData(8ul, true)]
    [InlineData(0x20000ul, true)]
    [InlineData(0x20008ul, true)]
    [InlineData(0xfffffffful, true)]
    [InlineData(1ul, false)]
    [InlineData(0x40000ul, false)] // ADDR_NO_RANDOMIZE
    [InlineData(0x400000ul, false)] // READ_IMPLIES_EXEC
    [InlineData(0x20009ul, false)]
    [InlineData(0xfffffffeul, false)]
    [InlineData(0x1_0000_0000ul, false)]
    [InlineData(0xffff_ffff_ffff_fffful, false)]
    public void Personality_cannot_switch_protections_off(ulong personality, bool allowed) =>
        Assert.Equal(
            allowed ? SeccompAction.Allow : s_notPermitted, Decide(CapabilitySet.Default, "personality", personality));

    [Theory]
    [InlineData("DAC_READ_SEARCH", "open_by_handle_at")]
    [InlineData(
        "SYS_ADMIN",
        "bpf clone3 fanotify_init fsconfig fsmount fsopen fspick lookup_dcookie lsm_get_self_attr lsm_list_modules "
        + "lsm_set_self_attr mount mount_setattr move_mount open_tree perf_event_open quotactl quotactl_fd setdomainname "
        + "sethostname setns syslog umount2 unshare")]
    [InlineData("SYS_BOOT", "reboot")]
    [InlineData("SYS_MODULE", "delete_module finit_module init_module")]
    [InlineData("SYS_PACCT", "acct")]
    [InlineData("SYS_PTRACE", "kcmp pidfd_getfd process_madvise")]
    [InlineData("SYS_RAWIO", "ioperm iopl")]
    [InlineData("SYS_TIME", "clock_settime settimeofday")]
    [InlineData("SYS_TTY_CONFIG", "vhangup")]
    [InlineData("SYS_NICE", "get_mempolicy mbind set_mempolicy set_mempolicy_home_node")]
    [InlineData("SYSLOG", "syslog")]
    [InlineData("BPF", "bpf")]
    [InlineData("PERFMON", "perf_event_open")]
    [InlineData("NET_ADMIN", "")]
    public void A_capability_opens_its_own_calls_and_no_others(string capability, string names)
    {
        ReadOnlySpan<byte> without = Filter(CapabilitySet.Default);
        ReadOnlySpan<byte> with = Filter(With(capability));
        List<string> opened = [];
        for (int number = 0; number <= X64SystemCalls.Newest; number++)
        {
            if (SeccompFilter.Evaluate(with, (uint)number).Permits && !SeccompFilter.Evaluate(without, (uint)number).Permits)
            {
                opened.Add(X64SystemCalls.NameOf(number)!);
            }
        }

        Assert.Equal(names, string.Join(' ', opened.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Chroot_needs_its_capability()
    {
        Assert.Equal(SeccompAction.Allow, Decide(CapabilitySet.Default, "chroot"));
        Assert.Equal(s_notPermitted, Decide(CapabilitySet.Empty, "chroot"));
    }

    [Fact]
    public void The_filter_is_small_and_needs_nothing_of_the_machine()
    {
        Assert.False(DefaultProfile.Create().DependsOnKernel);
        Assert.InRange(Filter(CapabilitySet.Default).Length / 8, 60, 120);
    }

    [Fact]
    public void Every_name_of_the_profile_exists_and_stands_in_one_list_only()
    {
        string[] ordinary = [.. DefaultProfile.Create().Rules[0].Names];
        Assert.All(
            DefaultProfile.Create().Rules.SelectMany(rule => rule.Names),
            name => Assert.True(X64SystemCalls.NumberOf(name) >= 0, name));
        Assert.Equal(ordinary.Length, ordinary.Distinct().Count());
    }

    [Fact]
    public void Another_capability_set_compiles_quickly()
    {
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _ = SeccompCompiler.Compile(DefaultProfile.Create(), new CapabilitySet((ulong)i));
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            best = took < best ? took : best;
        }

        // Compiled ahead of time it is 0.2 ms, the first time too.
        Assert.True(best < TimeSpan.FromMilliseconds(2), $"{best.TotalMicroseconds} us");
    }

    private static CapabilitySet With(string capability) =>
        new(CapabilitySet.Default.Mask | 1UL << CapabilitySet.NumberOf(capability));

    private static ReadOnlySpan<byte> Filter(CapabilitySet granted) =>
        SeccompCompiler.Compile(DefaultProfile.Create(), granted).Span;

    private static SeccompAction Decide(CapabilitySet granted, string name, ulong argument = 0) =>
        SeccompFilter.Evaluate(Filter(granted), (uint)X64SystemCalls.NumberOf(name), [argument]);
}
