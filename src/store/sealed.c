#include "store/sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PIECE 65536
#define TAIL crypto_secretstream_xchacha20poly1305_ABYTES
#define HEADER crypto_secretstream_xchacha20poly1305_HEADERBYTES

static const unsigned char magic[16] = "lianluo sealed 1";

struct sealed {
    int fd;
    bool writes, last;
    struct str path, part;
    crypto_secretstream_xchacha20poly1305_state state;
    size_t n, at; /* bytes in plain; read so far */
    unsigned char plain[PIECE];
    unsigned char closed[PIECE + TAIL];
};

static enum err write_all(int fd, const unsigned char *p, size_t n)
{
    while (n > 0) {
        ssize_t w = write(fd, p, n);

        if (w < 0 && errno == EINTR)
            continue;
        if (w <= 0)
            return ERR_DOWN;
        p += w;
        n -= (size_t)w;
    }
    return OK;
}

static enum err read_up_to(int fd, unsigned char *p, size_t max, size_t *n)
{
    *n = 0;
    while (*n < max) {
        ssize_t r = read(fd, p + *n, max - *n);

        if (r < 0 && errno == EINTR)
            continue;
        if (r < 0)
            return ERR_DOWN;
        if (r == 0)
            return OK;
        *n += (size_t)r;
    }
    return OK;
}

enum err sealed_create(
    struct arena *a, struct str path, const unsigned char key[32], struct sealed **out)
{
    struct sealed *s = NEW(a, struct sealed);
    unsigned char header[HEADER];

    s->writes = true;
    s->path = str_dup(a, path);
    s->part = str_f(a, "%.*s.part", STR(path));
    s->fd = -1;
    if (access(s->path.p, F_OK) == 0)
        return ERR_CONFLICT;
    s->fd = open(s->part.p, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (s->fd < 0)
        return ERR_DOWN;
    crypto_secretstream_xchacha20poly1305_init_push(&s->state, header, key);
    if (write_all(s->fd, magic, sizeof(magic)) != OK ||
        write_all(s->fd, header, sizeof(header)) != OK) {
        sealed_close(s);
        return ERR_DOWN;
    }
    *out = s;
    return OK;
}

static enum err push(struct sealed *s, unsigned char tag)
{
    unsigned long long n;

    crypto_secretstream_xchacha20poly1305_push(
        &s->state, s->closed, &n, s->plain, s->n, magic, sizeof(magic), tag);
    s->n = 0;
    return write_all(s->fd, s->closed, (size_t)n);
}

enum err sealed_put(struct sealed *s, const void *p, size_t n)
{
    const unsigned char *from = p;

    while (n > 0) {
        size_t some = n < PIECE - s->n ? n : PIECE - s->n;

        memcpy(s->plain + s->n, from, some);
        s->n += some;
        from += some;
        n -= some;
        if (s->n == PIECE)
            TRY(push(s, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE));
    }
    return OK;
}

/* The directory, so that the new name is on the disk as well. */
static enum err sync_above(struct str path)
{
    char above[4096];
    size_t n = path.n;
    int fd;
    bool good;

    while (n > 0 && path.p[n - 1] != '/')
        n--;
    if (n >= sizeof(above))
        return ERR_DOWN;
    snprintf(above, sizeof(above), "%.*s", n == 0 ? 1 : (int)n, n == 0 ? "." : path.p);
    fd = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return ERR_DOWN;
    good = fsync(fd) == 0;
    close(fd);
    return good ? OK : ERR_DOWN;
}

enum err sealed_finish(struct sealed *s)
{
    TRY(push(s, crypto_secretstream_xchacha20poly1305_TAG_FINAL));
    if (fsync(s->fd) != 0 || rename(s->part.p, s->path.p) != 0)
        return ERR_DOWN;
    s->last = true;
    return sync_above(s->path);
}

static enum err pull(struct sealed *s)
{
    unsigned long long plain;
    unsigned char tag;
    size_t n;

    if (s->last)
        return ERR_INVALID;
    TRY(read_up_to(s->fd, s->closed, sizeof(s->closed), &n));
    if (n < TAIL || crypto_secretstream_xchacha20poly1305_pull(&s->state, s->plain, &plain,
                        &tag, s->closed, n, magic, sizeof(magic)) != 0)
        return ERR_INVALID;
    s->n = (size_t)plain;
    s->at = 0;
    s->last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return OK;
}

enum err sealed_open(
    struct arena *a, struct str path, const unsigned char key[32], struct sealed **out)
{
    struct sealed *s = NEW(a, struct sealed);
    unsigned char start[sizeof(magic) + HEADER];
    size_t n;
    enum err code;

    s->fd = open(str_dup(a, path).p, O_RDONLY | O_CLOEXEC);
    if (s->fd < 0)
        return ERR_NOT_FOUND;
    code = read_up_to(s->fd, start, sizeof(start), &n);
    if (code == OK && (n < sizeof(start) || memcmp(start, magic, sizeof(magic)) != 0 ||
                          crypto_secretstream_xchacha20poly1305_init_pull(
                              &s->state, start + sizeof(magic), key) != 0))
        code = ERR_INVALID;
    if (code == OK)
        code = pull(s);
    if (code != OK) {
        sealed_close(s);
        return code;
    }
    *out = s;
    return OK;
}

enum err sealed_get(struct sealed *s, void *p, size_t n)
{
    unsigned char *to = p;

    while (n > 0) {
        size_t some = n < s->n - s->at ? n : s->n - s->at;

        memcpy(to, s->plain + s->at, some);
        s->at += some;
        to += some;
        n -= some;
        if (n > 0)
            TRY(pull(s));
    }
    return OK;
}

enum err sealed_end(struct sealed *s)
{
    unsigned char more;
    size_t n;

    while (s->at == s->n && !s->last)
        TRY(pull(s));
    if (s->at != s->n)
        return ERR_INVALID;
    TRY(read_up_to(s->fd, &more, 1, &n));
    return n == 0 ? OK : ERR_INVALID;
}

void sealed_close(struct sealed *s)
{
    if (s == NULL)
        return;
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
    if (s->writes && !s->last)
        unlink(s->part.p);
    sodium_memzero(&s->state, sizeof(s->state));
    sodium_memzero(s->plain, sizeof(s->plain));
}
