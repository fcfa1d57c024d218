#include "core/file.h"

#include "base/child.h"
#include "base/disk.h"
#include "core/file.sql.h"
#include "core/privacy.h"
#include "core/settings.h"
#include "store/blob.h"

static const struct field fields[] = {
    FIELD(struct file, id),
    FIELD(struct file, hash),
    FIELD(struct file, type),
    FIELD(struct file, size),
    FIELD(struct file, width),
    FIELD(struct file, height),
    FIELD(struct file, name),
    FIELD(struct file, object),
    FIELD(struct file, object_id),
    FIELD(struct file, is_public),
};
const struct shape file_shape = SHAPE(file, fields);

enum {
    STORED_MAX = FILE_MAX_BYTES + (4 << 20), /* written anew, a picture may grow a little */
    SEALED_MAX = STORED_MAX + 1024,
    WORK_ARENA = 128 << 20,
    CHILD_MILLISECONDS = 10000, /* the child's own limit is two seconds of processor time */
    CHILD_HEAD = 12,
    CHILD_NOT_ONE = 3,
    CHILD_PIXELS = 5,
    PDF_TAIL = 1024,
    DAY = 86400
};

static bool begins(struct bytes b, const char *with, size_t n)
{
    return b.n >= n && bytes_eq((struct bytes){b.p, n}, bytes_of(with, n));
}

/* A PDF is kept as it is, and only ever given out as a download. */
static bool is_pdf(struct bytes b)
{
    size_t from = b.n > PDF_TAIL ? b.n - PDF_TAIL : 0;
    struct str tail = {(const char *)b.p + from, b.n - from};

    return begins(b, "%PDF-", 5) && str_has(tail, S("%%EOF"));
}

static bool is_image(struct bytes b)
{
    return begins(b, "\xFF\xD8\xFF", 3) || begins(b, "\x89PNG\r\n\x1A\n", 8) ||
           (begins(b, "RIFF", 4) && b.n > 12 &&
               bytes_eq((struct bytes){b.p + 8, 4}, bytes_of("WEBP", 4)));
}

static int64_t be32(const unsigned char *p)
{
    return (int64_t)p[0] << 24 | (int64_t)p[1] << 16 | (int64_t)p[2] << 8 | p[3];
}

/* Decoded and written anew by the limited child (out/image.h); an error means refusal, the
 * original is never kept. */
static enum err reencode(
    struct cx *cx, const char *field, struct bytes in, struct file *f, struct bytes *out)
{
    static const char *const types[] = {"", "image/jpeg", "image/png", "image/webp"};
    bool named = cx->settings != NULL && !str_empty(cx->settings->program);
    const char *program =
        named ? str_dup(cx->arena, cx->settings->program).p : "/proc/self/exe";
    const char *argv[] = {program, "image-child", NULL};
    struct child_end end;
    int64_t type;

    if (child_run(cx->arena, argv, in, STORED_MAX, CHILD_MILLISECONDS, out, &end) != OK)
        return fail(cx, ERR_DOWN, field, "file.child");
    if (end.status == CHILD_NOT_ONE)
        return fail(cx, ERR_INVALID, field, "file.type");
    if (end.status == CHILD_PIXELS || end.large)
        return fail(cx, ERR_INVALID, field, "file.pixels");
    if (end.status != 0 || out->n <= CHILD_HEAD)
        return fail(cx, ERR_INVALID, field, "file.broken");
    type = be32(out->p);
    if (type < 1 || type >= (int64_t)COUNT(types))
        return fail(cx, ERR_INVALID, field, "file.broken");
    f->type = str_of(types[type]);
    f->width = be32(out->p + 4);
    f->height = be32(out->p + 8);
    *out = (struct bytes){out->p + CHILD_HEAD, out->n - CHILD_HEAD};
    return OK;
}

static enum err recognise(
    struct cx *cx, const char *field, struct bytes in, struct file *f, struct bytes *out)
{
    if (is_image(in))
        return reencode(cx, field, in, f, out);
    if (!is_pdf(in))
        return fail(cx, ERR_INVALID, field, "file.type");
    f->type = S("application/pdf");
    *out = in;
    return OK;
}

static struct str stored_in(struct cx *cx, struct str data_dir)
{
    return str_f(cx->arena, "%.*s/files", STR(data_dir));
}

static enum err keep(struct cx *cx, struct bytes content, struct str data_dir,
    const char *field, struct file *out)
{
    struct file f = {.id = 0};
    struct bytes clear, sealed;
    enum err err;

    if (content.n > FILE_MAX_BYTES)
        return fail(cx, ERR_LIMIT, field, "file.large");
    TRY(recognise(cx, field, content, &f, &clear));
    f.hash = privacy_hash(cx, "file-name", (struct str){(const char *)clear.p, clear.n});
    f.size = (int64_t)clear.n;
    sealed = secret_seal(cx->arena, privacy_key(cx->keys, "file"), cx->rng, f.hash,
        (struct str){(const char *)clear.p, clear.n});
    err = blob_put(cx->arena, stored_in(cx, data_dir), f.hash, sealed);
    if (err != OK)
        return fail(cx, err, field, err == ERR_LIMIT ? "file.disk_full" : "file.disk");
    *out = f;
    return OK;
}

static enum err keep_spooled(struct cx *cx, struct str spooled_path, struct str data_dir,
    const char *field, struct file *out)
{
    struct bytes content;
    enum err err = disk_read(cx->arena, spooled_path, FILE_MAX_BYTES, false, &content);

    if (err == ERR_LIMIT)
        return fail(cx, ERR_LIMIT, field, "file.large");
    if (err != OK)
        return fail(cx, ERR_DOWN, field, "file.disk");
    if (content.n == 0)
        return fail(cx, ERR_INVALID, field, "file.empty");
    return keep(cx, content, data_dir, field, out);
}

/* Pictures need more memory than the work around them, and only for a moment: in an arena of
 * their own.  What is left is a few words, and the fault. */
static struct cx apart(const struct cx *cx)
{
    struct cx own = *cx;

    own.arena = arena_open(WORK_ARENA);
    own.faults.p = NULL;
    own.faults.n = own.faults.cap = 0;
    return own;
}

static enum err together(
    struct cx *cx, struct cx *own, const char *field, struct file *f, enum err err)
{
    if (err == OK)
        f->hash = str_dup(cx->arena, f->hash);
    else
        cx_fail(cx, err, field, own->faults.p[own->faults.n - 1].rule.p, __FILE__, __LINE__);
    arena_close(own->arena);
    return err;
}

enum err file_keep(struct cx *cx, struct bytes content, struct str data_dir, const char *field,
    struct file *out)
{
    struct cx own = apart(cx);

    return together(cx, &own, field, out, keep(&own, content, data_dir, field, out));
}

enum err file_prepare(struct cx *cx, struct str spooled_path, struct str data_dir,
    const char *field, struct file *out)
{
    struct cx own = apart(cx);

    return together(
        cx, &own, field, out, keep_spooled(&own, spooled_path, data_dir, field, out));
}

/* "photo-2.jpg": nothing of the name that was sent is kept. */
static struct str own_name(struct cx *cx, const struct file *f, int64_t number)
{
    const char *kind = str_is(f->type, "application/pdf") ? "document" : "photo";
    const char *end = str_is(f->type, "image/jpeg")   ? "jpg"
                      : str_is(f->type, "image/png")  ? "png"
                      : str_is(f->type, "image/webp") ? "webp"
                                                      : "pdf";

    return str_f(cx->arena, "%s-%lld.%s", kind, (long long)number, end);
}

enum err file_add(
    struct cx *cx, struct file *f, const char *object, int64_t object_id, bool is_public)
{
    int64_t before;

    TRY(sql_file_count(cx, str_of(object), object_id, &before));
    f->name = own_name(cx, f, before + 1);
    f->object = str_of(object);
    f->object_id = object_id;
    f->is_public = is_public;
    return sql_file_add(cx, f->hash, f->type, f->size, f->width, f->height, f->name, f->object,
        object_id, is_public, cx->now, &f->id);
}

enum err file_of(struct cx *cx, const char *object, int64_t object_id, struct file_list *out)
{
    return sql_file_of(cx, str_of(object), object_id, out);
}

enum err file_get(struct cx *cx, int64_t id, struct file *out)
{
    bool found;

    TRY(sql_file_get(cx, id, out, &found));
    return found ? OK : fail(cx, ERR_NOT_FOUND, NULL, "file.gone");
}

enum err file_read(
    struct cx *cx, int64_t id, struct str data_dir, struct file *f, struct bytes *content)
{
    struct bytes sealed;
    struct str clear;
    enum err err;

    TRY(file_get(cx, id, f));
    err = blob_get(cx->arena, stored_in(cx, data_dir), f->hash, SEALED_MAX, &sealed);
    if (err == OK)
        err = privacy_unseal(cx, "file", f->hash, sealed, &clear);
    if (err != OK)
        return fail(cx, ERR_DOWN, NULL, "file.damaged");
    *content = bytes_of(clear.p, clear.n);
    return OK;
}

struct collecting {
    struct cx *cx;
    struct str dir;
    int64_t removed;
};

static enum err collect_one(void *arg, struct str name)
{
    struct collecting *c = arg;
    int64_t named;
    enum err err;

    TRY(sql_file_named(c->cx, name, &named));
    if (named > 0)
        return OK;
    err = blob_drop(c->cx->arena, c->dir, name);
    if (err == OK)
        c->removed++;
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err file_collect(struct cx *cx, struct str data_dir, int64_t *removed)
{
    struct collecting c = {cx, stored_in(cx, data_dir), 0};
    enum err err =
        blob_each(cx->arena, c.dir, (struct instant){cx->now.s - DAY}, collect_one, &c);

    *removed = c.removed;
    return err == OK ? OK : fail(cx, err, NULL, "file.disk");
}

static void check_one(struct cx *cx, struct str dir, struct str hash, const char **wrong)
{
    struct bytes sealed;
    struct str clear;

    if (blob_get(cx->arena, dir, hash, SEALED_MAX, &sealed) != OK)
        *wrong = "is not in the store";
    else if (privacy_unseal(cx, "file", hash, sealed, &clear) != OK)
        *wrong = "is damaged";
}

/* For `lianluo check`: every row's file is there and opens. */
enum err file_check(struct cx *cx, struct str data_dir, struct buf *problems)
{
    struct file_list list;
    int64_t after = 0;

    do {
        TRY(sql_file_after(cx, after, &list));
        EACH (f, &list) {
            struct arena_mark mark = arena_mark(cx->arena);
            const char *wrong = NULL;

            after = f->id;
            check_one(cx, stored_in(cx, data_dir), f->hash, &wrong);
            if (wrong != NULL)
                buf_f(problems, "file: %lld of %.*s %lld %s\n", (long long)f->id,
                    STR(f->object), (long long)f->object_id, wrong);
            arena_back(cx->arena, mark);
        }
    } while (list.n > 0);
    return OK;
}

static enum err rekey_one(struct cx *cx, struct str dir, struct str hash)
{
    struct str name, clear;
    struct bytes sealed;

    if (blob_get(cx->arena, dir, hash, SEALED_MAX, &sealed) != OK ||
        privacy_unseal(cx, "file", hash, sealed, &clear) != OK)
        return fail(cx, ERR_DOWN, NULL, "file.damaged");
    name = privacy_hash(cx, "file-name", clear);
    sealed = secret_seal(cx->arena, privacy_key(cx->keys, "file"), cx->rng, name, clear);
    if (blob_put(cx->arena, dir, name, sealed) != OK)
        return fail(cx, ERR_DOWN, NULL, "file.disk");
    return sql_file_renamed(cx, str_dup(cx->arena, hash), name, NULL);
}

enum err file_rekey(struct cx *cx, struct str data_dir, int64_t *moved, bool *more)
{
    struct str dir = stored_in(cx, data_dir);
    struct file_list list;

    TRY(sql_file_under_others(cx, privacy_key_id(cx->keys, 0), &list));
    EACH (f, &list) {
        struct cx own = apart(cx);
        enum err err = rekey_one(&own, dir, f->hash);
        struct str rule = err == OK ? S("") : own.faults.p[own.faults.n - 1].rule;

        if (err != OK)
            cx_fail(cx, err, NULL, str_dup(cx->arena, rule).p, __FILE__, __LINE__);
        arena_close(own.arena);
        TRY(err);
        ++*moved;
    }
    *more = list.n > 0;
    return OK;
}

enum err file_keyed(struct cx *cx, struct str key_id, int64_t *n)
{
    return sql_file_keyed(cx, key_id, n);
}
