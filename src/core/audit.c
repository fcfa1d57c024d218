#include "core/audit.h"

#include "base/disk.h"
#include "base/num.h"
#include "core/audit.sql.h"
#include "core/audit_rows.h"
#include "core/meta.h"
#include "core/privacy.h"
#include "core/rights.h"

#include <string.h>

#define BATCHES 20
/* No transaction is open for longer than this, so older numbers are settled. */
#define SETTLED_SECONDS 3600

/* clang-format off */
static const struct field entry_fields[] = {
    FIELD(struct audit_entry, id), FIELD(struct audit_entry, at),
    FIELD(struct audit_entry, account_id), FIELD(struct audit_entry, roles),
    FIELD(struct audit_entry, session_id), FIELD(struct audit_entry, action),
    FIELD(struct audit_entry, object), FIELD(struct audit_entry, object_id),
    FIELD(struct audit_entry, division), FIELD(struct audit_entry, note),
    FIELD(struct audit_entry, trace),
};
static const struct field link_fields[] = {
    FIELD(struct audit_link, seq), FIELD(struct audit_link, entry_id),
    FIELD(struct audit_link, hash), FIELD(struct audit_link, found),
    FIELD(struct audit_link, id), FIELD(struct audit_link, at),
    FIELD(struct audit_link, account_id), FIELD(struct audit_link, roles),
    FIELD(struct audit_link, session_id), FIELD(struct audit_link, action),
    FIELD(struct audit_link, object), FIELD(struct audit_link, object_id),
    FIELD(struct audit_link, division), FIELD(struct audit_link, note),
    FIELD(struct audit_link, trace),
};
static const struct field head_fields[] = {
    FIELD(struct audit_head, seq), FIELD(struct audit_head, hash),
};
static const struct field checkpoint_fields[] = {
    FIELD(struct audit_checkpoint, size), FIELD(struct audit_checkpoint, prior),
    FIELD(struct audit_checkpoint, hash), FIELD(struct audit_checkpoint, at),
    FIELD(struct audit_checkpoint, signature), FIELD(struct audit_checkpoint, origin),
    FIELD(struct audit_checkpoint, tree),
};
/* clang-format on */
const struct shape audit_entry_shape = SHAPE(audit_entry, entry_fields);
const struct shape audit_link_shape = SHAPE(audit_link, link_fields);
const struct shape audit_head_shape = SHAPE(audit_head, head_fields);
const struct shape audit_checkpoint_shape = SHAPE(audit_checkpoint, checkpoint_fields);

static struct str roles_text(struct cx *cx)
{
    struct buf b = buf_new(cx->arena, 256);

    for (size_t bit = 1; bit < ROLES; bit++)
        if ((cx->actor->roles & 1u << bit) != 0)
            buf_f(&b, "%s%s", b.n > 0 ? "," : "", role_words[bit]);
    return b.n == 0 ? S("anyone") : buf_str(&b);
}

enum err audit_add(struct cx *cx, const char *object, int64_t object_id, const char *action,
    struct str division, struct str note)
{
    return sql_audit_entry_add(cx, cx->now, cx->actor->account_id, roles_text(cx),
        cx->actor->session_id, str_of(action), str_of(object), object_id, division, note,
        cx->trace, NULL);
}

enum err audit_readings(struct cx *cx)
{
    for (size_t i = 0; i < cx->readings.n; i++) {
        const struct cx_reading *r = &cx->readings.p[i];
        struct str object = str_dup(cx->arena, r->kind);
        struct str note = str_f(cx->arena, "%.*s; %.*s", STR(r->fields), STR(r->reason));

        TRY(audit_add(cx, object.p, r->id, "read", (struct str){0}, note));
    }
    cx->readings.n = 0;
    return OK;
}

static void put_int(struct buf *b, int64_t v)
{
    unsigned char be[8];

    for (int i = 0; i < 8; i++)
        be[i] = (unsigned char)((uint64_t)v >> (56 - 8 * i));
    buf_raw(b, be, sizeof be);
}

/* Length and bytes; an absent text differs from an empty one. */
static void put_str(struct buf *b, struct str s)
{
    put_int(b, s.p == NULL ? -1 : (int64_t)s.n);
    buf_add(b, s);
}

void audit_encode(struct buf *b, int64_t seq, const struct audit_entry *e)
{
    put_int(b, seq);
    put_int(b, e->id);
    put_int(b, e->at.s);
    put_int(b, e->account_id);
    put_str(b, e->roles);
    put_int(b, e->session_id);
    put_str(b, e->action);
    put_str(b, e->object);
    put_int(b, e->object_id);
    put_str(b, e->division);
    put_str(b, e->note);
    put_str(b, e->trace);
}

void audit_hash(struct arena *a, const unsigned char before[HASH_BYTES], int64_t seq,
    const struct audit_entry *e, unsigned char out[HASH_BYTES])
{
    struct buf b = buf_new(a, 1 << 20);

    buf_char(&b, 1);
    buf_raw(&b, before, HASH_BYTES);
    audit_encode(&b, seq, e);
    secret_sha256(bytes_of(b.p, b.n), out);
}

struct str audit_origin(struct cx *cx, size_t age)
{
    unsigned char public[32];

    privacy_key_public(cx->keys, age, public);
    return bytes_hex(cx->arena, bytes_of(public, 8));
}

bool audit_age(struct cx *cx, const struct audit_checkpoint *c, size_t *age)
{
    size_t n = privacy_ages(cx->keys);

    *age = n - 1;
    if (str_empty(c->origin))
        return true;
    for (size_t i = 0; i < n; i++) {
        if (str_eq(audit_origin(cx, i), c->origin)) {
            *age = i;
            return true;
        }
    }
    return false;
}

/* Made before there was a tree, the line is as it was then. */
struct str audit_checkpoint_text(struct cx *cx, const struct audit_checkpoint *c)
{
    struct str hash = bytes_hex(cx->arena, c->hash), at = instant_iso(cx->arena, c->at);
    struct str origin = c->origin;
    unsigned char root[HASH_BYTES] = {0};
    struct merkle tree;

    if (str_empty(origin))
        origin = audit_origin(cx, privacy_ages(cx->keys) - 1);
    if (c->tree.p == NULL)
        return str_f(cx->arena, "lianluo-audit-1 %.*s %lld %lld %.*s %.*s", STR(origin),
            (long long)c->size, (long long)c->prior, STR(hash), STR(at));
    if (merkle_load(&tree, c->size, c->tree))
        merkle_root(&tree, root);
    return str_f(cx->arena, "lianluo-audit-2 %.*s %lld %lld %.*s %.*s %.*s", STR(origin),
        (long long)c->size, (long long)c->prior, STR(hash),
        STR(bytes_hex(cx->arena, bytes_of(root, sizeof root))), STR(at));
}

struct str audit_file(
    struct cx *cx, struct str dir, struct str origin, int32_t year, int32_t month)
{
    return str_f(cx->arena, "%.*s/audit-%.*s-%04d-%02d.txt", STR(dir), STR(origin), (int)year,
        (int)month);
}

/* Number and hash of the last link; zeros before the first. */
struct chain {
    int64_t seq;
    unsigned char hash[HASH_BYTES];
    struct merkle tree; /* of the same entries */
};

static enum err chain_open(struct cx *cx, struct chain *c)
{
    struct audit_head head = {0};
    bool found = false;

    memset(c, 0, sizeof *c);
    TRY(sql_audit_seal_last(cx, &head, &found));
    if (!found)
        return OK;
    if (head.hash.n != HASH_BYTES)
        return fail(cx, ERR_DOWN, NULL, "audit.broken");
    c->seq = head.seq;
    memcpy(c->hash, head.hash.p, HASH_BYTES);
    return OK;
}

static enum err chain_batch(struct cx *cx, struct chain *c, int64_t *after, size_t *n)
{
    struct audit_entry_list batch;
    int64_t changed;

    TRY(sql_audit_entry_unsealed(cx, *after, &batch));
    EACH (e, &batch) {
        unsigned char next[HASH_BYTES], leaf[HASH_BYTES];
        struct arena_mark mark = arena_mark(cx->arena);

        audit_hash(cx->arena, c->hash, c->seq + 1, e, next);
        audit_leaf(cx->arena, c->seq + 1, e, leaf);
        merkle_add(&c->tree, leaf);
        TRY(sql_audit_seal_add(cx, c->seq + 1, e->id, bytes_of(next, sizeof next), &changed));
        arena_back(cx->arena, mark);
        memcpy(c->hash, next, sizeof next);
        c->seq++;
        *after = e->id;
    }
    *n = batch.n;
    return OK;
}

static enum err checkpoint_add(struct cx *cx, const struct chain *c)
{
    struct audit_checkpoint last = {0};
    struct audit_checkpoint now = {
        .size = c->seq, .hash = bytes_of(c->hash, sizeof c->hash), .at = cx->now};
    const unsigned char *key = privacy_key(cx->keys, "audit");
    unsigned char signature[64], public[32];
    struct str text;
    bool found;
    int64_t changed;

    TRY(sql_audit_checkpoint_last(cx, &last, &found));
    now.prior = found ? last.size : 0;
    secret_sign_public(key, public);
    now.origin = bytes_hex(cx->arena, bytes_of(public, 8));
    now.tree = merkle_save(cx->arena, &c->tree);
    text = audit_checkpoint_text(cx, &now);
    secret_sign(key, bytes_of(text.p, text.n), signature);
    return sql_audit_checkpoint_add(cx, now.size, now.prior, now.hash, now.at,
        bytes_of(signature, sizeof signature), now.origin, now.tree, &changed);
}

static enum err number_find(struct cx *cx, const char *name, int64_t *out)
{
    struct str value;

    TRY(meta_find(cx, name, &value));
    *out = 0;
    if (!str_empty(value) && num_parse(value, 0, INT64_MAX, out) != OK)
        return fail(cx, ERR_DOWN, NULL, "audit.broken");
    return OK;
}

enum err audit_seal(struct cx *cx, struct str checkpoint_dir, int64_t *sealed)
{
    struct instant settled = {cx->now.s - SETTLED_SECONDS};
    int64_t floor, after, published;
    struct chain c;
    size_t n = 1;
    int64_t start;

    TRY(audit_publish(cx, checkpoint_dir, &published));
    TRY(number_find(cx, "audit.floor", &floor));
    TRY(chain_open(cx, &c));
    TRY(audit_tree(cx, c.seq, &c.tree));
    start = c.seq;
    after = floor;
    for (int i = 0; i < BATCHES && n > 0; i++) {
        struct arena_mark mark = arena_mark(cx->arena);

        TRY(chain_batch(cx, &c, &after, &n));
        arena_back(cx->arena, mark);
    }
    *sealed = c.seq - start;
    if (*sealed == 0)
        return OK;
    TRY(checkpoint_add(cx, &c));
    /* Everything up to here that is old enough need not be looked at again. */
    TRY(sql_audit_entry_settled(cx, floor, settled, &floor));
    return meta_set(cx, "audit.floor", num_text(cx->arena, floor < after ? floor : after));
}

static enum err publish_one(struct cx *cx, struct str dir, const struct audit_checkpoint *c)
{
    struct ymd day = date_ymd(date_of(c->at));
    struct str origin =
        c->origin.n > 0 ? c->origin : audit_origin(cx, privacy_ages(cx->keys) - 1);
    struct str text = audit_checkpoint_text(cx, c);
    struct str signature = bytes_hex(cx->arena, c->signature);
    struct str line = str_f(cx->arena, "%.*s %.*s\n", STR(text), STR(signature));

    if (disk_append(
            audit_file(cx, dir, origin, day.year, day.month), bytes_of(line.p, line.n)) != OK)
        return fail(cx, ERR_DOWN, NULL, "audit.outside");
    return OK;
}

/* In a later transaction than the one that made them: a checkpoint that was rolled back must
 * never stand outside.  A line may stand there twice after a crash; that is harmless. */
enum err audit_publish(struct cx *cx, struct str checkpoint_dir, int64_t *published)
{
    struct audit_checkpoint_list list;
    int64_t from;

    *published = 0;
    if (str_empty(checkpoint_dir))
        return OK;
    TRY(number_find(cx, "audit.published", &from));
    TRY(sql_audit_checkpoint_after(cx, from, &list));
    EACH (c, &list) {
        TRY(publish_one(cx, checkpoint_dir, c));
        from = c->size;
        ++*published;
    }
    return list.n == 0 ? OK : meta_set(cx, "audit.published", num_text(cx->arena, from));
}

enum err audit_list(
    struct cx *cx, struct str action, int64_t before, size_t max, struct audit_entry_list *out)
{
    TRY(right_check(cx, RIGHT_AUDIT_READ, NULL));
    return sql_audit_entry_newest(
        cx, str_empty(action) ? (struct str){0} : action, before, (int64_t)max, out);
}

enum err audit_state(struct cx *cx, struct audit_state *out)
{
    struct audit_state s = {.at = INSTANT_NONE, .published = INSTANT_NONE};
    struct audit_checkpoint last = {0};
    struct audit_checkpoint_list later;
    struct chain c;
    int64_t floor, published;
    bool found = false;

    TRY(chain_open(cx, &c));
    TRY(number_find(cx, "audit.floor", &floor));
    TRY(number_find(cx, "audit.published", &published));
    TRY(sql_audit_entry_waiting(cx, floor, &s.waiting));
    TRY(sql_audit_checkpoint_last(cx, &last, &found));
    s.sealed = c.seq;
    s.head = bytes_hex(cx->arena, bytes_of(c.hash, sizeof c.hash));
    if (found)
        s.at = last.at;
    if (published > 0) {
        TRY(sql_audit_checkpoint_after(cx, published - 1, &later));
        if (later.n > 0)
            s.published = later.p[0].at;
    }
    *out = s;
    return OK;
}
