// storm COUNT        in a PID namespace: COUNT orphans die at once; prints how long, in µs, until PID 1 has reaped them all.
// storm drip COUNT   waits for a line, then makes COUNT orphans one after the other, each once the one before is reaped.
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

// To everybody but PID 1 and itself: zombies count until they are reaped.
static void wait_until_alone(void)
{
    while (kill(-1, 0) == 0)
        usleep(50);
}

int main(int argc, char **argv)
{
    int drips = argc == 3 && strcmp(argv[1], "drip") == 0;
    int count = argc > 1 ? atoi(argv[argc - 1]) : 0;
    if (count < 1)
        errx(2, "usage: storm [drip] COUNT");
    if (drips) {
        if (getchar() == EOF)
            errx(1, "no line to begin with");
        for (int i = 0; i < count; i++) {
            if (start() == 0) {
                start();
                _exit(0);
            }
            wait(NULL);
            wait_until_alone();
        }
        return 0;
    }
    int gate[2], ready[2];
    if (pipe(gate) || pipe(ready))
        err(1, "pipe");
    if (start() == 0) {
        close(gate[1]);
        for (int i = 0; i < count; i++) {
            if (start() == 0) {
                close(ready[1]);
                char byte;
                _exit(read(gate[0], &byte, 1) != 0);
            }
        }
        _exit(0);
    }
    wait(NULL);
    close(ready[1]);
    char byte;
    if (read(ready[0], &byte, 1) != 0) // ends when the last of them is at the gate
        err(1, "read");
    double begin = now();
    close(gate[1]);
    wait_until_alone();
    printf("%.0f\n", now() - begin);
}
