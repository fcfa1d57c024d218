#include "core/rekey.h"

#include "core/audit.h"
#include "core/file.h"
#include "core/meta.h"
#include "store/reseal.h"

#define NEWEST "keys.newest"
#define PURPOSES 16

struct column {
    const struct personal_field *field;
    struct reseal *statements;
};

struct hash {
    const struct keyed_hash *row;
    struct reseal_hash *statement;
};

struct rekey {
    struct {
        struct column *p;
        size_t n, cap;
    } columns;
    struct {
        struct hash *p;
        size_t n, cap;
    } hashes;
};

struct rekey *rekey_new(struct arena *a, const struct personal_field *const *personal,
    const struct keyed_hash *const *hashes, size_t n)
{
    struct rekey *r = NEW(a, struct rekey);

    for (size_t i = 0; i < n; i++) {
        for (const struct personal_field *f = personal[i]; f != NULL && f->table != NULL; f++) {
            struct reseal_column c = {f->table, f->column, f->uid, f->index};

            *VEC_PUSH(a, &r->columns) = (struct column){f, reseal_new(a, &c)};
        }
        for (const struct keyed_hash *h = hashes[i]; h != NULL && h->table != NULL; h++)
            *VEC_PUSH(a, &r->hashes) =
                (struct hash){h, reseal_hash_new(a, h->table, h->column)};
    }
    return r;
}

/* The engine's trouble as a fault; the constraint and words are for the log. */
static enum err told(struct cx *cx, enum err code)
{
    return code == OK ? OK
                      : fail(cx, code, NULL, code == ERR_BUSY ? "store.busy" : "store.down");
}

enum err rekey_announce(struct cx *cx)
{
    struct str id = privacy_key_id(cx->keys, 0), noted;

    TRY(meta_find(cx, NEWEST, &noted));
    if (str_eq(noted, id))
        return OK;
    TRY(meta_set(cx, NEWEST, id));
    return audit_add(cx, "key", 0, "key.rotate", (struct str){0}, id);
}

/* The row of the newest key is written first, so that no other program does this meanwhile. */
enum err rekey_rotate(struct cx *cx, struct keys *keys, struct str before, struct buf *problem)
{
    enum err code;

    TRY(meta_set(cx, NEWEST, before));
    code = privacy_keys_refresh(keys, problem);
    if (code == OK && str_eq(privacy_key_id(keys, 0), before))
        code = privacy_keys_rotate(keys, cx->now, cx->rng, problem);
    if (code != OK)
        return fail(cx, code, NULL, "rekey.file");
    return rekey_announce(cx);
}

enum err rekey_match(struct cx *cx)
{
    struct str noted;

    TRY(meta_find(cx, NEWEST, &noted));
    for (size_t age = 0; age < privacy_ages(cx->keys); age++)
        if (str_empty(noted) || str_eq(noted, privacy_key_id(cx->keys, age)))
            return OK;
    return fail(cx, ERR_CONFLICT, "keys", "rekey.older");
}

static struct bytes head_of(struct cx *cx, size_t age, const char *purpose)
{
    const unsigned char *key = privacy_key_of(cx->keys, age, purpose);
    unsigned char *head = arena_take(cx->arena, SECRET_HEAD);

    if (key != NULL)
        secret_seal_head(key, head);
    return bytes_of(head, key == NULL ? 0 : SECRET_HEAD);
}

static struct str place_of(struct cx *cx, const struct personal_field *f, struct str uid)
{
    if (f->place == NULL)
        return privacy_place(cx, f->table, f->column, uid);
    return privacy_place_of(cx, f->place, uid);
}

static enum err renew(
    struct cx *cx, const struct column *c, const struct reseal_row *row, int64_t *moved)
{
    const struct personal_field *f = c->field;
    struct str place = place_of(cx, f, row->uid), plain, index = {0};
    int64_t changed = 0;
    struct bytes sealed;

    if (privacy_unseal(cx, "seal", place, row->sealed, &plain) != OK) {
        (void)fail(cx, ERR_DOWN, NULL, "rekey.broken");
        cx_fault_arg(
            cx, str_f(cx->arena, "%s.%s %lld", f->table, f->column, (long long)row->id));
        return ERR_DOWN;
    }
    if (f->index != NULL)
        index = privacy_index(cx, f->index_name, plain);
    sealed = secret_seal(cx->arena, privacy_key(cx->keys, "seal"), cx->rng, place, plain);
    TRY(told(cx, reseal_put(cx->db, c->statements, row, sealed, index, &changed)));
    *moved += changed;
    return OK;
}

static enum err fields_piece(
    struct cx *cx, const struct rekey *r, struct rekey_place *at, int64_t *moved)
{
    const struct column *c = &r->columns.p[at->column];
    struct reseal_row_list rows;

    TRY(told(cx, reseal_next(cx->db, cx->arena, c->statements, at->after,
                     head_of(cx, 0, "seal"), &rows)));
    EACH (row, &rows) {
        struct arena_mark mark = arena_mark(cx->arena);

        TRY(renew(cx, c, row, moved));
        arena_back(cx->arena, mark);
        at->after = row->id;
    }
    if (rows.n == 0)
        *at = (struct rekey_place){at->column + 1, 0};
    return OK;
}

enum err rekey_piece(struct cx *cx, const struct rekey *r, struct str data_dir,
    struct rekey_place *at, int64_t *moved, bool *more)
{
    struct rekey_place next = *at;
    bool files = true;

    *moved = 0;
    if (next.column < r->columns.n)
        TRY(fields_piece(cx, r, &next, moved));
    else
        TRY(file_rekey(cx, data_dir, moved, &files));
    *at = next;
    *more = files;
    return OK;
}

struct counting {
    struct rekey_count *p;
    size_t n, cap;
};

static void count_add(
    struct cx *cx, struct counting *c, const char *table, const char *column, int64_t n)
{
    struct rekey_count row = {.what = str_f(cx->arena, "%s.%s", table, column), .n = n};

    if (n > 0)
        *VEC_PUSH(cx->arena, c) = row;
}

enum err rekey_counts(
    struct cx *cx, const struct rekey *r, size_t age, struct rekey_count_list *out)
{
    struct bytes head = head_of(cx, age, "seal");
    struct str id = privacy_key_id(cx->keys, age);
    struct counting all = {0};
    size_t sealed;
    int64_t n;

    for (size_t i = 0; head.n > 0 && i < r->columns.n; i++) {
        const struct personal_field *f = r->columns.p[i].field;

        TRY(told(cx, reseal_count(cx->db, r->columns.p[i].statements, head, &n)));
        count_add(cx, &all, f->table, f->column, n);
    }
    TRY(file_keyed(cx, id, &n));
    count_add(cx, &all, "file", "content", n);
    sealed = all.n;
    for (size_t i = 0; i < r->hashes.n; i++) {
        const struct keyed_hash *h = r->hashes.p[i].row;

        TRY(told(cx, reseal_hash_count(cx->db, r->hashes.p[i].statement, id, &n)));
        count_add(cx, &all, h->table, h->column, n);
    }
    for (size_t i = sealed; i < all.n; i++)
        all.p[i].hash = true;
    *out = (struct rekey_count_list){all.p, all.n};
    return OK;
}

/* The purposes of hashes that are still under this key. */
static enum err kept_find(
    struct cx *cx, const struct rekey *r, size_t age, const char *kept[PURPOSES], size_t *n)
{
    struct str id = privacy_key_id(cx->keys, age);
    int64_t rows;

    *n = 0;
    for (size_t i = 0; i < r->hashes.n; i++) {
        bool there = false;

        TRY(told(cx, reseal_hash_count(cx->db, r->hashes.p[i].statement, id, &rows)));
        for (size_t k = 0; k < *n; k++)
            there = there || str_is(str_of(kept[k]), r->hashes.p[i].row->purpose);
        if (rows > 0 && !there && *n < PURPOSES)
            kept[(*n)++] = r->hashes.p[i].row->purpose;
    }
    return OK;
}

static enum err may_retire(struct cx *cx, const struct rekey *r, size_t age, bool stopped)
{
    struct rekey_count_list counts;

    if (age == 0 || age >= privacy_ages(cx->keys))
        return fail(cx, ERR_NOT_FOUND, "id", "rekey.no_such");
    if (!stopped && cx->now.s - privacy_key_until(cx->keys, age).s < REKEY_REST)
        return fail(cx, ERR_CONFLICT, "id", "rekey.fresh");
    TRY(rekey_counts(cx, r, age, &counts));
    EACH (c, &counts) {
        if (c->hash)
            continue;
        (void)fail(cx, ERR_CONFLICT, "id", "rekey.in_use");
        cx_fault_arg(cx, c->what);
        cx_fault_arg(cx, num_text(cx->arena, c->n));
    }
    return counts.n > 0 && !counts.p[0].hash ? ERR_CONFLICT : OK;
}

enum err rekey_retire(struct cx *cx, const struct rekey *r, struct keys *keys, size_t age,
    bool stopped, struct buf *problem)
{
    struct str id = str_dup(cx->arena, privacy_key_id(keys, age));
    const char *kept[PURPOSES];
    size_t n;

    TRY(may_retire(cx, r, age, stopped));
    TRY(kept_find(cx, r, age, kept, &n));
    /* Written first, so that no other program changes the file meanwhile. */
    TRY(meta_set(cx, NEWEST, privacy_key_id(keys, 0)));
    TRY(audit_add(cx, "key", 0, "key.retire", (struct str){0}, id));
    /* A conflict may have this run again. */
    if (!privacy_key_retired(keys, age) &&
        privacy_keys_retire(keys, age, kept, n, problem) != OK)
        return fail(cx, ERR_DOWN, NULL, "rekey.file");
    return OK;
}
