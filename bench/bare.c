// bare ROOT STATE PROGRAM: the bare steps of a container in static C, as the yardstick: docker's namespaces, an overlay over
// ROOT, its mounts, devices, masks, capabilities, the same seccomp program, limits of cgroup v1 (cpu, pids, devices), exec;
// afterwards everything is removed. No options, no messages beyond the failing step, nothing that was not needed for this.
#define _GNU_SOURCE
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/keyctl.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

static const unsigned char filter[] = {
#include "filter.inc"
};

#define CAPABILITIES 0xa80425fbUL // docker's fourteen
#define LAST_CAPABILITY 40

static const char *const controllers[] = {"cpu", "pids", "devices"};
static const char *const devices[] = {"null", "zero", "full", "random", "urandom", "tty"};
static const int minors[] = {3, 5, 7, 8, 9, 0};
static const char *const masked[] = {
    "proc/acpi", "proc/asound", "proc/interrupts", "proc/kcore", "proc/keys", "proc/latency_stats", "proc/sched_debug",
    "proc/scsi", "proc/timer_list", "proc/timer_stats", "sys/devices/virtual/powercap", "sys/firmware"};
static const char *const readonly[] = {"proc/bus", "proc/fs", "proc/irq", "proc/sys", "proc/sysrq-trigger"};
static const char *const allowed[] = {
    "c *:* m", "b *:* m", "c 1:3 rwm", "c 1:5 rwm", "c 1:7 rwm", "c 1:8 rwm", "c 1:9 rwm", "c 5:0 rwm", "c 5:2 rwm",
    "c 136:* rwm"};

static char group[3][128], upper[256], work[256], merged[256];

static void must(int failed, const char *step)
{
    if (failed)
        err(125, "%s", step);
}

static void put(const char *directory, const char *name, const char *value)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    int file = open(path, O_WRONLY | O_CLOEXEC);
    must(file < 0 || write(file, value, strlen(value)) < 0, path);
    close(file);
}

static void make_groups(void)
{
    for (int i = 0; i < 3; i++) {
        snprintf(group[i], sizeof group[i], "/sys/fs/cgroup/%s/minirun-bench-%d", controllers[i], getpid());
        must(mkdir(group[i], 0755), group[i]);
    }
    put(group[0], "cpu.cfs_period_us", "100000");
    put(group[0], "cpu.cfs_quota_us", "50000");
    put(group[1], "pids.max", "64");
    put(group[2], "devices.deny", "a");
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        put(group[2], "devices.allow", allowed[i]);
}

static void mount_at(const char *source, const char *target, const char *type, unsigned long flags, const char *data)
{
    must(mount(source, target, type, flags, data), target);
}

static void make_devices(void)
{
    char path[64];
    for (int i = 0; i < 6; i++) {
        snprintf(path, sizeof path, "dev/%s", devices[i]);
        must(mknod(path, S_IFCHR | 0666, makedev(devices[i][0] == 't' ? 5 : 1, minors[i])), path);
        must(chmod(path, 0666), path);
    }
    must(symlink("/proc/self/fd", "dev/fd") || symlink("/proc/self/fd/0", "dev/stdin") || symlink("/proc/self/fd/1", "dev/stdout")
        || symlink("/proc/self/fd/2", "dev/stderr") || symlink("/proc/kcore", "dev/core")
        || symlink("pts/ptmx", "dev/ptmx"), "links");
}

static void mount_all(const char *root)
{
    unsigned long quiet = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    char options[1024];
    snprintf(options, sizeof options, "lowerdir=%s,upperdir=%s,workdir=%s", root, upper, work);
    mount_at(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
    mount_at("overlay", merged, "overlay", 0, options);
    must(chdir(merged), merged);
    mount_at("proc", "proc", "proc", quiet, NULL);
    mount_at("tmpfs", "dev", "tmpfs", MS_NOSUID | MS_STRICTATIME, "mode=755,size=65536k");
    must(mkdir("dev/pts", 0755) || mkdir("dev/shm", 01777) || mkdir("dev/mqueue", 0755), "directories in dev");
    mount_at("devpts", "dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620,gid=5");
    mount_at("shm", "dev/shm", "tmpfs", quiet, "mode=1777,size=67108864");
    mount_at("mqueue", "dev/mqueue", "mqueue", quiet, NULL);
    mount_at("sysfs", "sys", "sysfs", quiet | MS_RDONLY, NULL);
    mount_at("cgroup", "sys/fs/cgroup", "tmpfs", quiet, "mode=755");
    for (int i = 0; i < 3; i++) {
        char target[64];
        snprintf(target, sizeof target, "sys/fs/cgroup/%s", controllers[i]);
        must(mkdir(target, 0755), target);
        mount_at("cgroup", target, "cgroup", quiet | MS_RDONLY, controllers[i]);
    }
    mount_at(NULL, "sys/fs/cgroup", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | quiet, NULL);
    make_devices();
    static const char *const files[] = {"etc/hosts", "etc/hostname", "etc/resolv.conf"};
    for (int i = 0; i < 3; i++) {
        char source[300];
        snprintf(source, sizeof source, "%s.%d", upper, i);
        close(open(source, O_CREAT | O_WRONLY, 0644));
        close(open(files[i], O_CREAT | O_WRONLY, 0644));
        mount_at(source, files[i], NULL, MS_BIND, NULL);
    }
}

static void enter_root(void)
{
    must(syscall(SYS_pivot_root, ".", ".") != 0, "pivot_root");
    must(umount2(".", MNT_DETACH), "umount of the old root");
    must(chdir("/"), "chdir");
    for (size_t i = 0; i < sizeof masked / sizeof *masked; i++) {
        struct stat status;
        if (stat(masked[i], &status))
            continue; // not every kernel has it
        if (S_ISDIR(status.st_mode))
            mount_at("tmpfs", masked[i], "tmpfs", MS_RDONLY, NULL);
        else
            mount_at("dev/null", masked[i], NULL, MS_BIND, NULL);
    }
    for (size_t i = 0; i < sizeof readonly / sizeof *readonly; i++) {
        if (mount(readonly[i], readonly[i], NULL, MS_BIND | MS_REC, NULL) && errno == ENOENT)
            continue;
        mount_at(NULL, readonly[i], NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    }
}

static void bring_up_loopback(void)
{
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    int socket_ = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    must(socket_ < 0 || ioctl(socket_, SIOCSIFFLAGS, &request), "loopback");
    close(socket_);
}

static void drop_privileges(void)
{
    struct sock_fprog program = {sizeof filter / 8, (struct sock_filter *)filter};
    must(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0, "seccomp");
    for (int i = 0; i <= LAST_CAPABILITY; i++)
        if (!(CAPABILITIES >> i & 1))
            prctl(PR_CAPBSET_DROP, i); // an older kernel has fewer
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{CAPABILITIES, CAPABILITIES, 0}};
    must(syscall(SYS_capset, &header, data) != 0, "capset");
}

static void child(char **argv)
{
    for (int i = 0; i < 3; i++)
        put(group[i], "tasks", "0");
    must(unshare(CLONE_NEWCGROUP), "unshare of the cgroup namespace");
    must(sethostname("bare", 4), "sethostname");
    must(prctl(PR_SET_PDEATHSIG, SIGKILL), "PDEATHSIG");
    setsid();
    bring_up_loopback();
    mount_all(argv[1]);
    enter_root();
    syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, "bare");
    umask(022);
    syscall(SYS_close_range, 3, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */);
    drop_privileges();
    char *environment[] = {"PATH=/bin", "HOME=/root", NULL};
    execve(argv[3], argv + 3, environment);
    err(127, "exec `%s`", argv[3]);
}

static void remove_all(void)
{
    char path[300];
    for (int i = 0; i < 3; i++) {
        while (rmdir(group[i]) && errno == EBUSY)
            usleep(100);
        snprintf(path, sizeof path, "%s.%d", upper, i);
        unlink(path);
        snprintf(path, sizeof path, "%s/etc/%s", upper, (const char *[]){"hosts", "hostname", "resolv.conf"}[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/etc", upper);
    rmdir(path);
    snprintf(path, sizeof path, "%s/work", work);
    rmdir(path);
    must(rmdir(upper) || rmdir(work) || rmdir(merged), "removal of the overlay");
}

int main(int argc, char **argv)
{
    if (argc < 4)
        errx(125, "usage: bare ROOT STATE PROGRAM ARGUMENT...");
    snprintf(upper, sizeof upper, "%s/%d.upper", argv[2], getpid());
    snprintf(work, sizeof work, "%s/%d.work", argv[2], getpid());
    snprintf(merged, sizeof merged, "%s/%d.root", argv[2], getpid());
    must(mkdir(upper, 0755) || mkdir(work, 0755) || mkdir(merged, 0755), "mkdir");
    make_groups();
    int flags = CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNS | CLONE_NEWNET | SIGCHLD;
    long pid = syscall(SYS_clone, flags, NULL, NULL, NULL, NULL);
    must(pid < 0, "clone");
    if (pid == 0)
        child(argv);
    int status;
    must(waitpid(pid, &status, 0) < 0, "waitpid");
    remove_all();
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
