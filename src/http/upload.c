#include "http/upload.h"

#include "base/secret.h"
#include "http/wire.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define HOLD 16384       /* bytes looked at together */
#define HEADERS_MAX 2048 /* header lines of one part */

enum {
    AT_PREAMBLE,
    AT_HEADERS,
    AT_FIELD,
    AT_FILE,
    AT_SKIP,
    AT_EPILOGUE
};

struct upload_reader {
    struct arena *arena;
    struct str spool_dir;
    int state;
    char mark[76]; /* CR LF -- boundary */
    size_t nmark;
    char *hold;
    size_t nhold;
    struct rng rng;
    struct buf value; /* of the field being read */
    struct str name;
    int fd;
    bool opened;
    struct upload *file;
    size_t text;
    struct pair *fields;
    size_t nfields;
    struct upload *files;
    size_t nfiles;
};

static void let_go(void *arg)
{
    struct upload_reader *r = arg;

    if (r->fd >= 0)
        (void)close(r->fd);
    r->fd = -1;
    for (size_t i = 0; i < r->nfiles; i++)
        if (r->files[i].path.n > 0)
            (void)unlink(r->files[i].path.p);
}

static bool boundary_ok(struct str b)
{
    for (size_t i = 0; i < b.n; i++) {
        char c = b.p[i];
        bool alnum = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

        if (!alnum && (c == '\0' || strchr("'()+_,-./:=? ", c) == NULL))
            return false;
    }
    return b.n > 0 && b.n <= 70 && b.p[b.n - 1] != ' ';
}

enum err upload_open(
    struct arena *a, struct str content_type, struct str spool_dir, struct upload_reader **out)
{
    struct upload_reader *r;
    struct str boundary, rest = {0};

    if (!str_eq_nocase(str_trim(str_cut(content_type, ';', &rest)), S("multipart/form-data")))
        return ERR_INVALID;
    boundary = wire_param(content_type, "boundary");
    if (!boundary_ok(boundary))
        return ERR_INVALID;
    r = NEW(a, struct upload_reader);
    r->arena = a;
    r->spool_dir = spool_dir;
    r->fd = -1;
    memcpy(r->mark, "\r\n--", 4);
    memcpy(r->mark + 4, boundary.p, boundary.n);
    r->nmark = boundary.n + 4;
    r->hold = MANY(a, char, HOLD);
    /* The first boundary may stand at the very beginning. */
    memcpy(r->hold, "\r\n", 2);
    r->nhold = 2;
    r->rng = rng_real();
    r->fields = MANY(a, struct pair, UPLOAD_FIELDS);
    r->files = MANY(a, struct upload, UPLOAD_FILES);
    arena_later(a, let_go, r);
    *out = r;
    return OK;
}

static enum err spool(struct upload_reader *r)
{
    unsigned char random[16];
    struct str name;

    if (r->spool_dir.n == 0)
        return OK;
    rng_fill(&r->rng, random, sizeof random);
    name = bytes_hex(r->arena, bytes_of(random, sizeof random));
    r->file->path = str_f(r->arena, "%.*s/%.*s", STR(r->spool_dir), STR(name));
    r->fd = open(r->file->path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (r->fd < 0) {
        r->file->path = (struct str){0};
        return ERR_DOWN;
    }
    return OK;
}

/* A quoted parameter of Content-Disposition as browsers send it: a quote inside arrives as %22,
 * a backslash is an ordinary character. */
static struct str quoted(struct arena *a, struct str line, const char *name)
{
    struct str key = str_f(a, "; %s=\"", name);
    size_t at = str_find(line, key), end;

    if (at == (size_t)-1)
        return (struct str){0};
    line = str_sub(line, at + key.n, line.n);
    end = str_find_char(line, '"');
    return end == (size_t)-1 ? (struct str){0} : str_dup(a, str_sub(line, 0, end));
}

static enum err begin_file(struct upload_reader *r, struct str filename)
{
    r->state = AT_FILE;
    r->opened = false;
    if (r->nfiles == UPLOAD_FILES)
        return ERR_LIMIT;
    r->file = &r->files[r->nfiles];
    *r->file = (struct upload){.field = r->name, .filename = filename};
    return str_utf8_ok(filename) ? OK : ERR_INVALID;
}

static enum err disposition(struct upload_reader *r, struct str value)
{
    struct str filename;

    if (!str_starts(value, S("form-data;")) || str_has(value, S("filename*=")))
        return ERR_INVALID;
    r->name = quoted(r->arena, value, "name");
    if (str_empty(r->name) || r->name.n > 100)
        return ERR_INVALID;
    filename = quoted(r->arena, value, "filename");
    if (filename.p != NULL)
        return begin_file(r, filename);
    if (r->nfields == UPLOAD_FIELDS)
        return ERR_LIMIT;
    r->state = AT_FIELD;
    r->value = buf_new(r->arena, UPLOAD_TEXT - r->text);
    return OK;
}

static enum err part_headers(struct upload_reader *r, struct str head)
{
    struct str rest = head, seen = {0};

    while (rest.n > 0) {
        size_t end = str_find(rest, S("\r\n"));
        struct str line = str_sub(rest, 0, end == (size_t)-1 ? rest.n : end), value = {0}, name;

        rest = end == (size_t)-1 ? (struct str){0} : str_sub(rest, end + 2, rest.n);
        name = str_cut(line, ':', &value);
        value = str_trim(value);
        if (str_eq_nocase(name, S("content-disposition"))) {
            if (seen.p != NULL)
                return ERR_INVALID;
            seen = value;
        } else if (str_eq_nocase(name, S("content-transfer-encoding"))) {
            if (!str_eq_nocase(value, S("binary")) && !str_eq_nocase(value, S("8bit")) &&
                !str_eq_nocase(value, S("7bit")))
                return ERR_INVALID;
        } else if (!str_eq_nocase(name, S("content-type"))) {
            return ERR_INVALID;
        }
    }
    return seen.p == NULL ? ERR_INVALID : disposition(r, seen);
}

static enum err write_all(int fd, struct str s)
{
    while (s.n > 0) {
        ssize_t n = write(fd, s.p, s.n);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return ERR_DOWN;
        s = str_sub(s, (size_t)n, s.n);
    }
    return OK;
}

/* Content of the present part. */
static enum err content(struct upload_reader *r, struct str s)
{
    if (s.n == 0)
        return OK;
    if (r->state == AT_FIELD) {
        buf_add(&r->value, s);
        return r->value.over ? ERR_LIMIT : OK;
    }
    if (r->state != AT_FILE)
        return OK;
    if (!r->opened) {
        r->opened = true;
        r->nfiles++;
        TRY(spool(r));
    }
    r->file->size += (int64_t)s.n;
    return r->fd < 0 ? OK : write_all(r->fd, s);
}

/* The present part is complete. */
static enum err part_end(struct upload_reader *r)
{
    if (r->state == AT_FIELD) {
        struct str value;

        TRY(buf_take(&r->value, &value));
        r->text += value.n;
        r->fields[r->nfields++] = (struct pair){r->name, value.p == NULL ? S("") : value};
    } else if (r->state == AT_FILE) {
        /* An empty file input sends an empty name and no bytes: nothing was chosen. */
        if (!r->opened && r->file->filename.n > 0) {
            r->nfiles++;
            TRY(spool(r));
        }
        if (r->fd >= 0 && close(r->fd) != 0) {
            r->fd = -1;
            return ERR_DOWN;
        }
        r->fd = -1;
    }
    return OK;
}

static void consume(struct upload_reader *r, size_t n)
{
    memmove(r->hold, r->hold + n, r->nhold - n);
    r->nhold -= n;
}

/* A boundary stands at i: what follows decides.  *more: wait for bytes. */
static enum err boundary(struct upload_reader *r, size_t i, bool *more)
{
    size_t after = i + r->nmark;

    if (r->state == AT_PREAMBLE && i != 0)
        return ERR_INVALID;
    if (r->nhold < after + 2) {
        /* Make room, so that the two bytes that decide always fit. */
        if (r->state != AT_PREAMBLE) {
            TRY(content(r, (struct str){r->hold, i}));
            consume(r, i);
        }
        *more = true;
        return OK;
    }
    TRY(content(r, (struct str){r->hold, i}));
    TRY(part_end(r));
    if (memcmp(r->hold + after, "--", 2) == 0)
        r->state = AT_EPILOGUE;
    else if (memcmp(r->hold + after, "\r\n", 2) == 0)
        r->state = AT_HEADERS;
    else
        return ERR_INVALID;
    consume(r, after + 2);
    return OK;
}

static enum err step_headers(struct upload_reader *r, bool *more)
{
    struct str held = {r->hold, r->nhold};
    size_t end = str_find(held, S("\r\n\r\n"));

    if (end == (size_t)-1) {
        *more = true;
        return r->nhold > HEADERS_MAX ? ERR_INVALID : OK;
    }
    if (end > HEADERS_MAX)
        return ERR_INVALID;
    TRY(part_headers(r, str_sub(held, 0, end)));
    /* The line end before the content may belong to the next boundary. */
    consume(r, end + 4);
    return OK;
}

static enum err step_content(struct upload_reader *r, bool *more)
{
    const char *found = memmem(r->hold, r->nhold, r->mark, r->nmark);
    size_t safe;

    if (found != NULL)
        return boundary(r, (size_t)(found - r->hold), more);
    *more = true;
    if (r->nhold < r->nmark)
        return OK;
    if (r->state == AT_PREAMBLE)
        return ERR_INVALID;
    safe = r->nhold - (r->nmark - 1);
    TRY(content(r, (struct str){r->hold, safe}));
    consume(r, safe);
    return OK;
}

enum err upload_feed(struct upload_reader *r, struct str piece)
{
    while (piece.n > 0) {
        size_t room = HOLD - r->nhold, n = piece.n < room ? piece.n : room;
        bool more = false;

        if (r->state == AT_EPILOGUE)
            return OK;
        memcpy(r->hold + r->nhold, piece.p, n);
        r->nhold += n;
        piece = str_sub(piece, n, piece.n);
        while (!more && r->state != AT_EPILOGUE)
            TRY(r->state == AT_HEADERS ? step_headers(r, &more) : step_content(r, &more));
    }
    return OK;
}

enum err upload_end(
    struct upload_reader *r, struct pair_list *fields, struct upload_list *files)
{
    if (r->state != AT_EPILOGUE)
        return ERR_INVALID;
    *fields = (struct pair_list){r->fields, r->nfields};
    *files = (struct upload_list){r->files, r->nfiles};
    return OK;
}

static enum err sync_one(const char *path, int flags)
{
    int fd = open(path, flags | O_RDONLY | O_CLOEXEC);
    int failed;

    if (fd < 0)
        return ERR_DOWN;
    failed = fsync(fd);
    (void)close(fd);
    return failed != 0 ? ERR_DOWN : OK;
}

enum err upload_sync(const struct upload_list *files, struct str spool_dir)
{
    for (size_t i = 0; i < files->n; i++)
        if (files->p[i].path.n > 0)
            TRY(sync_one(files->p[i].path.p, 0));
    return files->n > 0 && spool_dir.n > 0 ? sync_one(spool_dir.p, O_DIRECTORY) : OK;
}

void upload_sweep(struct str spool_dir)
{
    DIR *d = opendir(spool_dir.p);
    struct dirent *e;

    if (d == NULL)
        return;
    while ((e = readdir(d)) != NULL)
        if (strlen(e->d_name) == 32 && strspn(e->d_name, "0123456789abcdef") == 32)
            (void)unlinkat(dirfd(d), e->d_name, 0);
    (void)closedir(d);
}
