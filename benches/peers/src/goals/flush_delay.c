/* Makes a fast disk behave as a slow one: preloaded, it lets every flush take so many microseconds longer as
   TROLLEY_PEERS_FLUSH_DELAY_US says. A write to a file that was opened with O_DSYNC flushes too, which is how LMDB makes
   its root durable. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static void delay(void)
{
    static long delay_us = -1;
    int kept = errno;
    if (delay_us < 0) {
        const char *text = getenv("TROLLEY_PEERS_FLUSH_DELAY_US");
        delay_us = text ? atol(text) : 0;
    }
    struct timespec left = { delay_us / 1000000, delay_us % 1000000 * 1000 };
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
    errno = kept;
}

static int flushes(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    return flags >= 0 && (flags & O_DSYNC) != 0;
}

#define FLUSH(name)                                        \
    int name(int fd)                                       \
    {                                                      \
        static int (*next)(int);                           \
        if (!next) {                                       \
            next = (int (*)(int))dlsym(RTLD_NEXT, #name);  \
        }                                                  \
        int result = next(fd);                             \
        delay();                                           \
        return result;                                     \
    }

FLUSH(fsync)
FLUSH(fdatasync)

#define WRITE(name, offset)                                                              \
    ssize_t name(int fd, const void *bytes, size_t count, offset at)                     \
    {                                                                                    \
        static ssize_t (*next)(int, const void *, size_t, offset);                       \
        if (!next) {                                                                     \
            next = (ssize_t (*)(int, const void *, size_t, offset))dlsym(RTLD_NEXT, #name); \
        }                                                                                \
        ssize_t result = next(fd, bytes, count, at);                                     \
        if (flushes(fd)) {                                                               \
            delay();                                                                     \
        }                                                                                \
        return result;                                                                   \
    }

WRITE(pwrite, off_t)
WRITE(pwrite64, off64_t)
