// storm COUNT           in a PID namespace: COUNT orphans die at once; prints how long, in µs, until PID 1 has reaped them all.
// storm zombies COUNT   they are dead already: their parent ends and leaves COUNT zombies to PID 1.
// storm drip COUNT      waits for a line, then makes COUNT orphans one after the other, each once the one before is reaped.
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static pid_t start(void)
{
    pid_t pid = fork();
    if (pid < 0)
        err(1, "fork");
    return pid;
}

static int tasks(void)
{
    struct sysinfo info;
    sysinfo(&info);
    return info.procs;
}

// Only kill(2) knows - to everybody but PID 1 and itself; zombies count until they are reaped - but it walks through all of
// them under the lock that dying and reaping need. So the machine's count of tasks, which costs nothing, says when to look;
// other programs change that too, hence a look each 10 ms in any case.
static void wait_until_alone(int before)
{
    for (int turn = 1; (tasks() > before && turn % 100 != 0) || kill(-1, 0) == 0; turn++)
        usleep(100);
}

static void drip(int count)
{
    if (getchar() == EOF)
        errx(1, "no line to begin with");
    int before = tasks();
    for (int i = 0; i < count; i++) {
        if (start() == 0) {
            start();
            _exit(0);
        }
        wait(NULL);
        wait_until_alone(before);
    }
}

// Ends when the other end of the pipe is closed everywhere.
static void wait_for_end(int pipe)
{
    char byte;
    if (read(pipe, &byte, 1) != 0)
        err(1, "read");
}

static void storm(int count, int as_zombies)
{
    int before = tasks(), gate[2], ready[2];
    if (pipe(gate) || pipe(ready))
        err(1, "pipe");
    pid_t parent = start();
    if (parent == 0) {
        close(gate[1]);
        for (int i = 0; i < count; i++) {
            if (start() == 0) {
                close(ready[1]);
                if (!as_zombies)
                    wait_for_end(gate[0]);
                _exit(0);
            }
        }
        close(ready[1]);
        if (as_zombies)
            wait_for_end(gate[0]);
        _exit(0);
    }
    if (!as_zombies)
        wait(NULL);
    close(ready[1]);
    wait_for_end(ready[0]);
    usleep(200000); // what making them has left to be done
    double begin = now();
    close(gate[1]);
    if (as_zombies)
        wait(NULL);
    wait_until_alone(before);
    printf("%.0f\n", now() - begin);
}

int main(int argc, char **argv)
{
    const char *how = argc == 3 ? argv[1] : "";
    int count = argc > 1 ? atoi(argv[argc - 1]) : 0;
    if (count < 1 || argc > 3)
        errx(2, "usage: storm [zombies|drip] COUNT");
    if (strcmp(how, "drip") == 0)
        drip(count);
    else
        storm(count, strcmp(how, "zombies") == 0);
    return 0;
}
