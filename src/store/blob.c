#include "store/blob.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SHARD = 2,
    NAME_MIN = 4,
    NAME_MAX_LETTERS = 128
};

static bool is_hex(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];

        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
    }
    return name.n >= NAME_MIN && name.n <= NAME_MAX_LETTERS;
}

static struct str folder(struct arena *a, struct str dir, struct str name)
{
    return str_f(a, "%.*s/%.*s", STR(dir), SHARD, name.p);
}

static struct str path_of(struct arena *a, struct str dir, struct str name)
{
    return str_f(a, "%.*s/%.*s/%.*s", STR(dir), SHARD, name.p, STR(name));
}

static enum err trouble(void)
{
    return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? ERR_LIMIT : ERR_DOWN;
}

static bool sync_folder(struct str path)
{
    int fd = open(path.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return good;
}

static bool make_folder(struct str path, struct str above)
{
    if (mkdir(path.p, 0700) == 0)
        return sync_folder(above);
    return errno == EEXIST;
}

static bool write_all(int fd, struct bytes b)
{
    for (size_t i = 0; i < b.n;) {
        ssize_t k = write(fd, b.p + i, b.n - i);

        if (k < 0 && errno != EINTR)
            return false;
        i += k > 0 ? (size_t)k : 0;
    }
    return fsync(fd) == 0;
}

/* Written beside under a name of this thread's own, then renamed: never half a file. */
static bool write_beside(
    struct arena *a, struct str at, struct str path, struct str name, struct bytes content)
{
    struct str part = str_f(a, "%.*s/.%.*s.%d", STR(at), STR(name), (int)gettid());
    int fd = open(part.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool good = fd >= 0 && write_all(fd, content);

    if (fd >= 0 && close(fd) != 0)
        good = false;
    if (good && rename(part.p, path.p) == 0)
        return true;
    int why = errno;

    unlink(part.p);
    errno = why;
    return false;
}

enum err blob_put(struct arena *a, struct str dir, struct str name, struct bytes content)
{
    struct str at, path;

    if (!is_hex(name))
        return ERR_INVALID;
    dir = str_dup(a, dir);
    at = folder(a, dir, name);
    path = path_of(a, dir, name);
    /* One that is there already becomes young again, so that it is not collected meanwhile. */
    if (utimensat(AT_FDCWD, path.p, NULL, AT_SYMLINK_NOFOLLOW) == 0)
        return OK;
    if (!make_folder(dir, str_f(a, "%.*s/..", STR(dir))) || !make_folder(at, dir))
        return trouble();
    if (!write_beside(a, at, path, name, content) || !sync_folder(at))
        return trouble();
    return OK;
}

static enum err read_all(struct arena *a, int fd, size_t max, struct bytes *out)
{
    struct stat st;
    unsigned char *p;
    size_t n = 0, size;

    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return ERR_DOWN;
    size = (size_t)st.st_size;
    if (size > max)
        return ERR_LIMIT;
    p = arena_take(a, size + 1);
    while (n < size) {
        ssize_t k = read(fd, p + n, size - n);

        if (k == 0 || (k < 0 && errno != EINTR))
            return ERR_DOWN;
        n += k > 0 ? (size_t)k : 0;
    }
    *out = (struct bytes){p, n};
    return OK;
}

enum err blob_get(
    struct arena *a, struct str dir, struct str name, size_t max, struct bytes *out)
{
    enum err err;
    int fd;

    if (!is_hex(name))
        return ERR_INVALID;
    fd = open(path_of(a, dir, name).p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_DOWN;
    err = read_all(a, fd, max, out);
    close(fd);
    return err;
}

enum err blob_drop(struct arena *a, struct str dir, struct str name)
{
    if (unlink(path_of(a, dir, name).p) == 0)
        return OK;
    return errno == ENOENT ? ERR_NOT_FOUND : ERR_DOWN;
}

/* A file of one shard: complete ones are told, forgotten beginnings are removed. */
static enum err look_at(struct arena *a, int shard, const char *name, struct instant before,
    enum err (*one)(void *arg, struct str name), void *arg)
{
    struct stat st;

    if (fstatat(shard, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode) ||
        st.st_mtime >= before.s)
        return OK;
    if (name[0] == '.')
        return unlinkat(shard, name, 0) == 0 || errno == ENOENT ? OK : ERR_DOWN;
    if (!is_hex(str_of(name)))
        return OK;
    return one(arg, str_dup(a, str_of(name)));
}

static enum err each_in(struct arena *a, struct str path, struct instant before,
    enum err (*one)(void *arg, struct str name), void *arg)
{
    DIR *d = opendir(path.p);
    enum err err = OK;

    for (struct dirent *e; d != NULL && err == OK && (e = readdir(d)) != NULL;)
        err = look_at(a, dirfd(d), e->d_name, before, one, arg);
    if (d != NULL)
        closedir(d);
    return err;
}

enum err blob_each(struct arena *a, struct str dir, struct instant before,
    enum err (*one)(void *arg, struct str name), void *arg)
{
    static const char hex[] = "0123456789abcdef";

    for (size_t i = 0; i < 256; i++)
        TRY(each_in(
            a, str_f(a, "%.*s/%c%c", STR(dir), hex[i / 16], hex[i % 16]), before, one, arg));
    return OK;
}
