#include "base/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err z_path(struct str path, char out[PATH_MAX])
{
    if (path.n == 0 || path.n >= PATH_MAX || memchr(path.p, 0, path.n) != NULL)
        return ERR_DOWN;
    memcpy(out, path.p, path.n);
    out[path.n] = 0;
    return OK;
}

static enum err of_errno(void)
{
    switch (errno) {
    case ENOENT:
        return ERR_NOT_FOUND;
    case EEXIST:
        return ERR_CONFLICT;
    case ELOOP:
    case EACCES:
    case EPERM:
        return ERR_DENIED;
    default:
        return ERR_DOWN;
    }
}

/* The folder of a path, "." when it names none. */
static void folder_of(char path[PATH_MAX])
{
    char *slash = strrchr(path, '/');

    if (slash == NULL)
        memcpy(path, ".", 2);
    else if (slash == path)
        path[1] = 0;
    else
        *slash = 0;
}

static enum err sync_folder(char path[PATH_MAX])
{
    int fd;
    enum err e = OK;

    folder_of(path);
    fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return of_errno();
    if (fsync(fd) != 0)
        e = ERR_DOWN;
    (void)close(fd);
    return e;
}

static enum err read_all(int fd, unsigned char *to, size_t n)
{
    size_t got = 0;

    while (got < n) {
        ssize_t k = read(fd, to + got, n - got);

        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return ERR_DOWN;
        got += (size_t)k;
    }
    return OK;
}

static enum err write_all(int fd, struct bytes b)
{
    size_t done = 0;

    while (done < b.n) {
        ssize_t k = write(fd, b.p + done, b.n - done);

        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return ERR_DOWN;
        done += (size_t)k;
    }
    return fsync(fd) == 0 ? OK : ERR_DOWN;
}

static enum err read_open(
    struct arena *a, int fd, size_t max, bool only_mine, struct bytes *out)
{
    struct stat st;
    unsigned char *p;

    if (fstat(fd, &st) != 0)
        return ERR_DOWN;
    if (!S_ISREG(st.st_mode) || (only_mine && (st.st_mode & 077) != 0))
        return ERR_DENIED;
    if (st.st_size < 0 || (uintmax_t)st.st_size > max)
        return ERR_LIMIT;
    p = arena_take(a, (size_t)st.st_size + 1);
    TRY(read_all(fd, p, (size_t)st.st_size));
    *out = (struct bytes){p, (size_t)st.st_size};
    return OK;
}

enum err disk_read(
    struct arena *a, struct str path, size_t max, bool only_mine, struct bytes *out)
{
    char z[PATH_MAX];
    int fd;
    enum err e;

    TRY(z_path(path, z));
    fd = open(z, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return of_errno();
    e = read_open(a, fd, max, only_mine, out);
    (void)close(fd);
    return e;
}

static enum err put(struct str path, struct bytes content, int flags)
{
    char z[PATH_MAX];
    int fd;
    enum err e;

    TRY(z_path(path, z));
    fd = open(z, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | flags, 0600);
    if (fd < 0)
        return of_errno();
    e = write_all(fd, content);
    if (close(fd) != 0)
        e = ERR_DOWN;
    TRY(e);
    return sync_folder(z);
}

enum err disk_create(struct str path, struct bytes content)
{
    return put(path, content, O_EXCL);
}

enum err disk_replace(struct str path, struct bytes content)
{
    char z[PATH_MAX], beside[PATH_MAX];
    static const char end[] = ".new";

    TRY(z_path(path, z));
    if (path.n + sizeof end > PATH_MAX)
        return ERR_DOWN;
    memcpy(beside, z, path.n);
    memcpy(beside + path.n, end, sizeof end);
    TRY(put((struct str){beside, path.n + sizeof end - 1}, content, O_TRUNC));
    if (rename(beside, z) != 0)
        return of_errno();
    return sync_folder(z);
}

enum err disk_stamp(struct str path, struct disk_stamp *out)
{
    char z[PATH_MAX];
    struct stat st;

    TRY(z_path(path, z));
    if (lstat(z, &st) != 0)
        return of_errno();
    *out = (struct disk_stamp){
        (int64_t)st.st_ino, st.st_size, st.st_mtim.tv_sec, st.st_mtim.tv_nsec};
    return OK;
}

enum err disk_append(struct str path, struct bytes content)
{
    return put(path, content, O_APPEND);
}

enum err disk_inside(struct str path, struct str dir, bool *inside)
{
    char z[PATH_MAX], where[PATH_MAX], d[PATH_MAX], below[PATH_MAX];
    size_t n;

    TRY(z_path(path, z));
    TRY(z_path(dir, d));
    folder_of(z);
    if (realpath(z, where) == NULL || realpath(d, below) == NULL)
        return of_errno();
    n = strlen(below);
    *inside = strncmp(where, below, n) == 0 &&
              (where[n] == 0 || where[n] == '/' || (n > 0 && below[n - 1] == '/'));
    return OK;
}
