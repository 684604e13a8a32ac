namespace MiniRun.Namespaces.Sandbox.Seccomp;

public static partial class DefaultProfile
{
    // Allowed to everybody, in the order of their numbers.
    private const string Ordinary =
        "read write open close stat fstat lstat poll lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask " +
        "rt_sigreturn ioctl pread64 pwrite64 readv writev access pipe select sched_yield mremap msync mincore " +
        "madvise shmget shmat shmctl dup dup2 pause nanosleep getitimer alarm setitimer getpid sendfile connect " +
        "accept sendto recvfrom sendmsg recvmsg shutdown bind listen getsockname getpeername socketpair " +
        "setsockopt getsockopt fork vfork execve exit wait4 kill uname semget semop semctl shmdt msgget msgsnd " +
        "msgrcv msgctl fcntl flock fsync fdatasync truncate ftruncate getdents getcwd chdir fchdir rename mkdir " +
        "rmdir creat link unlink symlink readlink chmod fchmod chown fchown lchown umask gettimeofday getrlimit " +
        "getrusage sysinfo times ptrace getuid getgid setuid setgid geteuid getegid setpgid getppid getpgrp " +
        "setsid setreuid setregid getgroups setgroups setresuid getresuid setresgid getresgid getpgid setfsuid " +
        "setfsgid getsid capget capset rt_sigpending rt_sigtimedwait rt_sigqueueinfo rt_sigsuspend sigaltstack " +
        "utime mknod statfs fstatfs getpriority setpriority sched_setparam sched_getparam sched_setscheduler " +
        "sched_getscheduler sched_get_priority_max sched_get_priority_min sched_rr_get_interval mlock munlock " +
        "mlockall munlockall modify_ldt prctl arch_prctl adjtimex setrlimit sync gettid readahead setxattr " +
        "lsetxattr fsetxattr getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr removexattr " +
        "lremovexattr fremovexattr tkill time futex sched_setaffinity sched_getaffinity set_thread_area " +
        "io_setup io_destroy io_getevents io_submit io_cancel get_thread_area epoll_create epoll_ctl_old " +
        "epoll_wait_old remap_file_pages getdents64 set_tid_address restart_syscall semtimedop fadvise64 " +
        "timer_create timer_settime timer_gettime timer_getoverrun timer_delete clock_gettime clock_getres " +
        "clock_nanosleep exit_group epoll_wait epoll_ctl tgkill utimes mq_open mq_unlink mq_timedsend " +
        "mq_timedreceive mq_notify mq_getsetattr waitid ioprio_set ioprio_get inotify_init inotify_add_watch " +
        "inotify_rm_watch openat mkdirat mknodat fchownat futimesat newfstatat unlinkat renameat linkat " +
        "symlinkat readlinkat fchmodat faccessat pselect6 ppoll set_robust_list get_robust_list splice tee " +
        "sync_file_range vmsplice utimensat epoll_pwait signalfd timerfd_create eventfd fallocate " +
        "timerfd_settime timerfd_gettime accept4 signalfd4 eventfd2 epoll_create1 dup3 pipe2 inotify_init1 " +
        "preadv pwritev rt_tgsigqueueinfo recvmmsg fanotify_mark prlimit64 name_to_handle_at clock_adjtime " +
        "syncfs sendmmsg getcpu process_vm_readv process_vm_writev sched_setattr sched_getattr renameat2 " +
        "seccomp getrandom memfd_create execveat membarrier mlock2 copy_file_range preadv2 pwritev2 " +
        "pkey_mprotect pkey_alloc pkey_free statx io_pgetevents rseq uretprobe pidfd_send_signal pidfd_open " +
        "close_range openat2 faccessat2 epoll_pwait2 landlock_create_ruleset landlock_add_rule " +
        "landlock_restrict_self memfd_secret process_mrelease futex_waitv cachestat fchmodat2 map_shadow_stack " +
        "futex_wake futex_wait futex_requeue statmount listmount mseal setxattrat getxattrat listxattrat " +
        "removexattrat";

    // Allowed to whoever has the capability that the kernel itself asks for: without it the call could only fail, and the
    // code that it reaches before failing is attack surface.
    private static readonly (string Capability, string Names)[] s_privileged =
    [
        ("DAC_READ_SEARCH", "open_by_handle_at"),
        ("SYS_ADMIN",
            "bpf clone clone3 fanotify_init fsconfig fsmount fsopen fspick lookup_dcookie lsm_get_self_attr "
            + "lsm_list_modules lsm_set_self_attr mount mount_setattr move_mount open_tree perf_event_open quotactl "
            + "quotactl_fd setdomainname sethostname setns syslog umount2 unshare"),
        ("SYS_BOOT", "reboot"),
        ("SYS_CHROOT", "chroot"),
        ("SYS_MODULE", "delete_module init_module finit_module"),
        ("SYS_PACCT", "acct"),
        ("SYS_PTRACE", "kcmp pidfd_getfd process_madvise"),
        ("SYS_RAWIO", "iopl ioperm"),
        ("SYS_TIME", "settimeofday clock_settime"),
        ("SYS_TTY_CONFIG", "vhangup"),
        ("SYS_NICE", "get_mempolicy mbind set_mempolicy set_mempolicy_home_node"),
        ("SYSLOG", "syslog"),
        ("BPF", "bpf"),
        ("PERFMON", "perf_event_open"),
    ];
}
