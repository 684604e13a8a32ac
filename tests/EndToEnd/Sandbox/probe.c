/* What a container tries, in one static program; each line of output is a name and "ok", an errno name or a signal. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char *name, long result) {
    printf("%s %s\n", name, result < 0 ? strerrorname_np(errno) : "ok");
}

#define TRY(name, ...) say(name, syscall(__VA_ARGS__))

/* System calls that docker's profile denies; arguments that do no harm where they are allowed. */
static void system_calls(void) {
    TRY("mount", SYS_mount, "none", "/tmp", "tmpfs", 0, 0);
    TRY("umount2", SYS_umount2, "/proc", MNT_DETACH);
    TRY("pivot_root", SYS_pivot_root, "/tmp", "/tmp");
    TRY("unshare-user", SYS_unshare, CLONE_NEWUSER);
    TRY("unshare-mount", SYS_unshare, CLONE_NEWNS);
    TRY("setns", SYS_setns, -1, 0);
    TRY("clone-user", SYS_clone, CLONE_NEWUSER | CLONE_THREAD, 0, 0, 0, 0); /* EINVAL where it is allowed */
    TRY("clone3", SYS_clone3, 0, 0);
    TRY("keyctl", SYS_keyctl, 0, -3, 0);
    TRY("add_key", SYS_add_key, "user", "probe", "x", 1, -3);
    TRY("request_key", SYS_request_key, "user", "probe", 0, 0);
    TRY("bpf", SYS_bpf, 0, 0, 0);
    TRY("perf_event_open", SYS_perf_event_open, 0, 0, -1, -1, 0);
    TRY("userfaultfd", SYS_userfaultfd, 0);
    TRY("init_module", SYS_init_module, 0, 0, "");
    TRY("finit_module", SYS_finit_module, -1, "", 0);
    TRY("delete_module", SYS_delete_module, "none", 0);
    TRY("kexec_load", SYS_kexec_load, 0, 0, 0, 0x80000000);
    TRY("reboot", SYS_reboot, 0, 0, 0, 0);
    TRY("swapon", SYS_swapon, "/none", 0);
    TRY("sethostname", SYS_sethostname, "x", 1);
    TRY("settimeofday", SYS_settimeofday, 0, 0);
    TRY("clock_settime", SYS_clock_settime, 99, 0);
    TRY("open_by_handle_at", SYS_open_by_handle_at, -1, 0, 0);
    TRY("io_uring_setup", SYS_io_uring_setup, 0, 0);
    TRY("acct", SYS_acct, "/none");
    TRY("quotactl", SYS_quotactl, 0, 0, 0, 0);
    TRY("syslog", SYS_syslog, 10, 0, 0);
    TRY("iopl", SYS_iopl, 3);
    TRY("ioperm", SYS_ioperm, 0x80, 1, 1);
    TRY("move_pages", SYS_move_pages, 0, 0, 0, 0, 0, 0);
    TRY("mbind", SYS_mbind, 0, 0, 0, 0, 0, 0);
    TRY("fsopen", SYS_fsopen, "proc", 0);
    TRY("open_tree", SYS_open_tree, AT_FDCWD, "/", 1);
    TRY("move_mount", SYS_move_mount, -1, "", -1, "", 0);
    TRY("fanotify_init", SYS_fanotify_init, 0, 0);
    TRY("personality", SYS_personality, 0x0400000); /* READ_IMPLIES_EXEC */
    TRY("vsock", SYS_socket, 40, 1, 0);
    TRY("af_alg", SYS_socket, 38, 5, 0);
    TRY("unknown", 9999, 0);
}

static long call(long number) {
    long result;
    asm volatile("syscall" : "=a"(result) : "a"(number) : "rcx", "r11", "memory");
    return result;
}

static long call32(long number, long first, long second) {
    long result;
    asm volatile("int $0x80" : "=a"(result) : "a"(number), "b"(first), "c"(second) : "r8", "r9", "r10", "r11", "memory");
    return result;
}

static void in_child(const char *name, long (*attempt)(void)) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        long result = attempt();
        errno = (int)-result;
        say(name, result < 0 ? -1 : 0);
        fflush(stdout);
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) {
        printf("%s SIG%s\n", name, sigabbrev_np(WTERMSIG(status)));
    }
}

static long i386_getpid(void) { return call32(20, 0, 0); }
static long i386_unshare(void) { return call32(310, CLONE_NEWUSER, 0); }
static long i386_socketcall(void) {
    static unsigned arguments[3] = {38, 5, 0}; /* AF_ALG through a pointer that no filter can see */
    return call32(102, 1, (long)arguments);
}
static long x32_getpid(void) { return call(0x40000000 | 39); }

/* Every descriptor that is open, with its type. */
static void descriptors(void) {
    for (int fd = 0; fd < 4096; fd++) {
        struct stat s;
        if (fstat(fd, &s) == 0) {
            printf("%d %s\n", fd, S_ISDIR(s.st_mode) ? "directory" : "file");
        }
    }
}

static void device(const char *type, int major_number, int minor_number, const char *path) {
    mode_t mode = (*type == 'b' ? S_IFBLK : S_IFCHR) | 0600;
    say("mknod", mknod(path, mode, makedev(major_number, minor_number)));
    say("open", open(path, O_RDONLY | O_NONBLOCK));
}

/* Double chroot: out of the root wherever the old root is still mounted above. */
static void chroot_escape(const char *secret) {
    mkdir("/escape", 0755);
    int out = open("/", O_RDONLY | O_DIRECTORY);
    say("chroot", chroot("/escape"));
    say("fchdir", fchdir(out));
    for (int i = 0; i < 64; i++) {
        if (chdir("..") != 0) break;
    }
    say("chroot .", chroot("."));
    say("secret", open(secret, O_RDONLY));
}

/* A second user namespace: what is mounted stays locked in it. */
static void unmask(const char *path) {
    say("unshare", unshare(CLONE_NEWUSER | CLONE_NEWNS));
    say("umount", umount2(path, MNT_DETACH));
    mkdir("/tmp/proc", 0755);
    say("mount proc", mount("proc", "/tmp/proc", "proc", 0, 0));
}

static void terminal(void) {
    say("open /dev/tty", open("/dev/tty", O_RDWR));
    say("TIOCSTI", ioctl(0, TIOCSTI, "x"));
    say("TIOCSTI of stderr", ioctl(2, TIOCSTI, "x"));
}

/* What the kernel says of this process itself. */
static void status(void) {
    char line[4096], name[64], value[64];
    FILE *file = fopen("/proc/self/status", "r");
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "%63[^:]: %63s", name, value) == 2) printf("%s %s\n", name, value);
    }
}

int main(int argc, char **argv) {
    const char *what = argc > 1 ? argv[1] : "";
    if (!strcmp(what, "calls")) system_calls();
    else if (!strcmp(what, "abi")) {
        in_child("i386-getpid", i386_getpid);
        in_child("i386-unshare", i386_unshare);
        in_child("i386-socketcall", i386_socketcall);
        in_child("x32-getpid", x32_getpid);
    } else if (!strcmp(what, "fds")) descriptors();
    else if (!strcmp(what, "device") && argc == 6) device(argv[2], atoi(argv[3]), atoi(argv[4]), argv[5]);
    else if (!strcmp(what, "chroot") && argc == 3) chroot_escape(argv[2]);
    else if (!strcmp(what, "unmask") && argc == 3) unmask(argv[2]);
    else if (!strcmp(what, "terminal")) terminal();
    else if (!strcmp(what, "status")) status();
    else if (!strcmp(what, "keyring")) printf("%ld\n", syscall(SYS_keyctl, 0, -3, 0));
    else return 2;
    return 0;
}
