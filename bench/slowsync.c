/*
 * slowsync: preloaded, adds SYNC_US microseconds (4000) to each flush, to stand for an ordinary
 * disk on a machine whose own flushes are very quick.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_a_flush(void)
{
    static int us = -1;

    if (us < 0)
        us = getenv("SYNC_US") != NULL ? atoi(getenv("SYNC_US")) : 4000;
    usleep((useconds_t)us);
}

int fdatasync(int fd)
{
    static int (*real)(int);

    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
    wait_a_flush();
    return real(fd);
}

int fsync(int fd)
{
    static int (*real)(int);

    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "fsync");
    wait_a_flush();
    return real(fd);
}
