using System.Text;

namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>
/// Names and numbers of the system calls of x86-64 up to Linux 6.18; <c>syscalls(2)</c>. The names stand in the order of
/// their numbers in one literal, so that nothing is made at start; the index is built when the first profile is compiled.
/// </summary>
public static class X64SystemCalls
{
    /// <summary>The highest number known here: file_setattr of Linux 6.17.</summary>
    public const int Newest = 469;

    private static Dictionary<string, int>? s_index;

    // "@N" sets the number of the next name; numbers in between are unassigned on this architecture.
    private static ReadOnlySpan<byte> Names =>
        "read write open close stat fstat lstat poll lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask "u8 +
        "rt_sigreturn ioctl pread64 pwrite64 readv writev access pipe select sched_yield mremap msync mincore "u8 +
        "madvise shmget shmat shmctl dup dup2 pause nanosleep getitimer alarm setitimer getpid sendfile socket "u8 +
        "connect accept sendto recvfrom sendmsg recvmsg shutdown bind listen getsockname getpeername socketpair "u8 +
        "setsockopt getsockopt clone fork vfork execve exit wait4 kill uname semget semop semctl shmdt msgget "u8 +
        "msgsnd msgrcv msgctl fcntl flock fsync fdatasync truncate ftruncate getdents getcwd chdir fchdir "u8 +
        "rename mkdir rmdir creat link unlink symlink readlink chmod fchmod chown fchown lchown umask "u8 +
        "gettimeofday getrlimit getrusage sysinfo times ptrace getuid syslog getgid setuid setgid geteuid "u8 +
        "getegid setpgid getppid getpgrp setsid setreuid setregid getgroups setgroups setresuid getresuid "u8 +
        "setresgid getresgid getpgid setfsuid setfsgid getsid capget capset rt_sigpending rt_sigtimedwait "u8 +
        "rt_sigqueueinfo rt_sigsuspend sigaltstack utime mknod uselib personality ustat statfs fstatfs sysfs "u8 +
        "getpriority setpriority sched_setparam sched_getparam sched_setscheduler sched_getscheduler "u8 +
        "sched_get_priority_max sched_get_priority_min sched_rr_get_interval mlock munlock mlockall munlockall "u8 +
        "vhangup modify_ldt pivot_root _sysctl prctl arch_prctl adjtimex setrlimit chroot sync acct "u8 +
        "settimeofday mount umount2 swapon swapoff reboot sethostname setdomainname iopl ioperm create_module "u8 +
        "init_module delete_module get_kernel_syms query_module quotactl nfsservctl getpmsg putpmsg afs_syscall "u8 +
        "tuxcall security gettid readahead setxattr lsetxattr fsetxattr getxattr lgetxattr fgetxattr listxattr "u8 +
        "llistxattr flistxattr removexattr lremovexattr fremovexattr tkill time futex sched_setaffinity "u8 +
        "sched_getaffinity set_thread_area io_setup io_destroy io_getevents io_submit io_cancel get_thread_area "u8 +
        "lookup_dcookie epoll_create epoll_ctl_old epoll_wait_old remap_file_pages getdents64 set_tid_address "u8 +
        "restart_syscall semtimedop fadvise64 timer_create timer_settime timer_gettime timer_getoverrun "u8 +
        "timer_delete clock_settime clock_gettime clock_getres clock_nanosleep exit_group epoll_wait epoll_ctl "u8 +
        "tgkill utimes vserver mbind set_mempolicy get_mempolicy mq_open mq_unlink mq_timedsend mq_timedreceive "u8 +
        "mq_notify mq_getsetattr kexec_load waitid add_key request_key keyctl ioprio_set ioprio_get "u8 +
        "inotify_init inotify_add_watch inotify_rm_watch migrate_pages openat mkdirat mknodat fchownat "u8 +
        "futimesat newfstatat unlinkat renameat linkat symlinkat readlinkat fchmodat faccessat pselect6 ppoll "u8 +
        "unshare set_robust_list get_robust_list splice tee sync_file_range vmsplice move_pages utimensat "u8 +
        "epoll_pwait signalfd timerfd_create eventfd fallocate timerfd_settime timerfd_gettime accept4 "u8 +
        "signalfd4 eventfd2 epoll_create1 dup3 pipe2 inotify_init1 preadv pwritev rt_tgsigqueueinfo "u8 +
        "perf_event_open recvmmsg fanotify_init fanotify_mark prlimit64 name_to_handle_at open_by_handle_at "u8 +
        "clock_adjtime syncfs sendmmsg setns getcpu process_vm_readv process_vm_writev kcmp finit_module "u8 +
        "sched_setattr sched_getattr renameat2 seccomp getrandom memfd_create kexec_file_load bpf execveat "u8 +
        "userfaultfd membarrier mlock2 copy_file_range preadv2 pwritev2 pkey_mprotect pkey_alloc pkey_free "u8 +
        "statx io_pgetevents rseq uretprobe uprobe @424 pidfd_send_signal io_uring_setup io_uring_enter "u8 +
        "io_uring_register open_tree move_mount fsopen fsconfig fsmount fspick pidfd_open clone3 close_range "u8 +
        "openat2 pidfd_getfd faccessat2 process_madvise epoll_pwait2 mount_setattr quotactl_fd "u8 +
        "landlock_create_ruleset landlock_add_rule landlock_restrict_self memfd_secret process_mrelease "u8 +
        "futex_waitv set_mempolicy_home_node cachestat fchmodat2 map_shadow_stack futex_wake futex_wait "u8 +
        "futex_requeue statmount listmount lsm_get_self_attr lsm_set_self_attr lsm_list_modules mseal "u8 +
        "setxattrat getxattrat listxattrat removexattrat open_tree_attr file_getattr file_setattr"u8;

    /// <summary>The number of a system call, or -1 where x86-64 has none of that name.</summary>
    public static int NumberOf(string name) =>
        (s_index ??= BuildIndex()).TryGetValue(name, out int number) ? number : -1;

    /// <summary>The name of a system call, or null where <paramref name="number"/> is unassigned.</summary>
    public static string? NameOf(int number)
    {
        foreach ((string name, int value) in s_index ??= BuildIndex())
        {
            if (value == number)
            {
                return name;
            }
        }

        return null;
    }

    private static Dictionary<string, int> BuildIndex()
    {
        Dictionary<string, int> index = new(Newest, StringComparer.Ordinal);
        ReadOnlySpan<byte> rest = Names;
        int number = 0;
        while (!rest.IsEmpty)
        {
            int length = rest.IndexOf((byte)' ');
            string word = Encoding.ASCII.GetString(length < 0 ? rest : rest[..length]);
            rest = length < 0 ? default : rest[(length + 1)..];
            if (word[0] == '@')
            {
                number = int.Parse(word.AsSpan(1), provider: null);
            }
            else
            {
                index.Add(word, number++);
            }
        }

        return index;
    }
}
