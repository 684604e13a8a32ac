// bench ROUNDS COMMANDS: times commands against each other.
// COMMANDS is a file with one command a line: NAME <tab> MODE <tab> PROGRAM ARGUMENT…, words separated by blanks. MODE `v1`
// runs it in a mount namespace without /sys/fs/cgroup/unified, which Debian's crun insists on; `-` runs it as it is.
// Each round runs every command once, so that what disturbs the machine disturbs all of them alike; the first is not counted.
// Prints a line each: NAME <tab> least <tab> median <tab> 90th percentile (µs) <tab> peak memory (kB, largest process waited for).
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_COMMANDS 32
#define MOST_WORDS 64

struct command {
    char *name;
    int without_unified;
    char *words[MOST_WORDS];
    double *times;
    long memory;
};

static struct command commands[MOST_COMMANDS];
static int count;

static void read_commands(const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file)
        err(1, "open `%s`", path);
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, file) > 0) {
        if (count == MOST_COMMANDS)
            errx(1, "%s: more than %d commands", path, MOST_COMMANDS);
        struct command *command = &commands[count++];
        char *copy = strdup(line);
        command->name = strsep(&copy, "\t");
        char *mode = strsep(&copy, "\t");
        if (!mode || !copy)
            errx(1, "%s: line %d has no three fields", path, count);
        command->without_unified = strcmp(mode, "v1") == 0;
        int words = 0;
        for (char *word = strtok(copy, " \n"); word; word = strtok(NULL, " \n")) {
            if (words == MOST_WORDS - 1)
                errx(1, "%s: line %d has more than %d words", path, count, MOST_WORDS - 1);
            command->words[words++] = word;
        }
    }
    fclose(file);
}

// A mount namespace like ours but for the unified hierarchy; lives as long as the descriptor.
static int namespace_without_unified(void)
{
    int here = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
    if (here < 0 || unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
        err(1, "new mount namespace");
    if (umount2("/sys/fs/cgroup/unified", MNT_DETACH) && errno != EINVAL && errno != ENOENT)
        err(1, "umount `/sys/fs/cgroup/unified`");
    int made = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
    if (made < 0 || setns(here, CLONE_NEWNS))
        err(1, "back to the first mount namespace");
    close(here);
    return made;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static void run(struct command *command, int without_unified, int null, int round)
{
    double start = now();
    pid_t pid = fork();
    if (pid < 0)
        err(1, "fork");
    if (pid == 0) {
        if (command->without_unified && setns(without_unified, CLONE_NEWNS))
            _exit(124);
        dup2(null, 0);
        dup2(null, 1);
        execv(command->words[0], command->words);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (wait4(pid, &status, 0, &usage) < 0)
        err(1, "wait4");
    double time = now() - start;
    if (status != 0)
        errx(1, "%s: `%s` ended with wait status 0x%x", command->name, command->words[0], status);
    if (round >= 0)
        command->times[round] = time;
    if (usage.ru_maxrss > command->memory)
        command->memory = usage.ru_maxrss;
}

static int by_value(const void *left, const void *right)
{
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

int main(int argc, char **argv)
{
    int rounds = argc == 3 ? atoi(argv[1]) : 0;
    if (rounds < 1)
        errx(2, "usage: bench ROUNDS COMMANDS");
    read_commands(argv[2]);
    int without_unified = namespace_without_unified();
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int i = 0; i < count; i++)
        commands[i].times = calloc(rounds, sizeof(double));
    for (int round = -1; round < rounds; round++)
        for (int i = 0; i < count; i++)
            run(&commands[i], without_unified, null, round);
    for (int i = 0; i < count; i++) {
        double *times = commands[i].times;
        qsort(times, rounds, sizeof(double), by_value);
        printf("%s\t%.0f\t%.0f\t%.0f\t%ld\n", commands[i].name, times[0], times[rounds / 2], times[rounds * 9 / 10],
               commands[i].memory);
    }
}
