/*
 * The verifier of the chain.  Each link is checked against the stored hash before it, so that
 * one change is told once and where it is; the signed checkpoints then bind the whole.
 */
#include "base/disk.h"
#include "base/num.h"
#include "core/audit.h"
#include "core/audit.sql.h"
#include "core/audit_rows.h"
#include "core/meta.h"
#include "core/privacy.h"

#include <string.h>

#define OUTSIDE_MAX ((size_t)32 << 20)
#define VERIFY_MAX ((size_t)512 << 20)
#define FIRST_YEAR 2020
#define SIGNS_ON 86400
/* As in core/audit.c: by then the job has seen every entry. */
#define MISSED_SECONDS 7200

struct verify {
    struct cx *cx;
    struct buf *problems;
    size_t found; /* problems */
    struct audit_checkpoint_list checkpoints;
    bool *outside;        /* by checkpoint: it was found outside */
    size_t at_checkpoint; /* the next one to meet in the chain */
    int64_t seq;          /* last link seen */
    unsigned char hash[HASH_BYTES];
    struct merkle tree;
    size_t found_before; /* the last checkpoint was met */
};

static void tell(struct verify *v, const char *words, int64_t at)
{
    buf_f(v->problems, "audit: %s %lld\n", words, (long long)at);
    v->found++;
}

/* The signed tree must be the tree of the entries: so each later one is consistent with each
 * earlier one (RFC 6962, 2.1.2).  What was wrong with an entry has been told by then; the tree
 * then goes on from what was signed. */
static void meet_tree(struct verify *v, const struct audit_checkpoint *c)
{
    struct arena_mark mark = arena_mark(v->cx->arena);

    if (c->tree.p != NULL && !bytes_eq(c->tree, merkle_save(v->cx->arena, &v->tree))) {
        if (v->found == v->found_before)
            tell(v, "the tree differs from the signed checkpoint of size", c->size);
        (void)merkle_load(&v->tree, c->size, c->tree);
    }
    v->found_before = v->found;
    arena_back(v->cx->arena, mark);
}

static void meet_checkpoint(struct verify *v, const struct audit_link *l)
{
    const struct audit_checkpoint *c;

    while (
        v->at_checkpoint < v->checkpoints.n && v->checkpoints.p[v->at_checkpoint].size < l->seq)
        tell(v, "no entry for the checkpoint of size",
            v->checkpoints.p[v->at_checkpoint++].size);
    if (v->at_checkpoint == v->checkpoints.n)
        return;
    c = &v->checkpoints.p[v->at_checkpoint];
    if (c->size != l->seq)
        return;
    v->at_checkpoint++;
    if (!bytes_eq(c->hash, l->hash))
        tell(v, "the chain differs from the signed checkpoint of size", c->size);
    meet_tree(v, c);
}

static enum err link_check(void *arg, const struct audit_link *l)
{
    struct verify *v = arg;
    struct arena_mark mark = arena_mark(v->cx->arena);
    struct audit_entry e = audit_entry_of(l);
    unsigned char expected[HASH_BYTES], leaf[HASH_BYTES];

    if (l->seq != v->seq + 1)
        tell(v, "a gap or repetition in the numbering before", l->seq);
    if (!l->found)
        tell(v, "an entry was removed: number", l->seq);
    audit_hash(v->cx->arena, v->hash, l->seq, &e, expected);
    if (l->found && !bytes_eq(l->hash, bytes_of(expected, sizeof expected)))
        tell(v, "an entry or its order was changed: number", l->seq);
    audit_leaf(v->cx->arena, l->seq, &e, leaf);
    merkle_add(&v->tree, leaf);
    arena_back(v->cx->arena, mark);
    meet_checkpoint(v, l);
    memset(v->hash, 0, sizeof v->hash);
    memcpy(v->hash, l->hash.p, l->hash.n < HASH_BYTES ? l->hash.n : HASH_BYTES);
    v->seq = l->seq;
    return OK;
}

static enum err checkpoints_load(struct verify *v)
{
    struct {
        struct audit_checkpoint *p;
        size_t n, cap;
    } all = {0};
    struct audit_checkpoint_list part;
    int64_t size = -1;

    do {
        TRY(sql_audit_checkpoint_after(v->cx, size, &part));
        EACH (c, &part) {
            *VEC_PUSH(v->cx->arena, &all) = *c;
            size = c->size;
        }
    } while (part.n > 0);
    v->checkpoints = (struct audit_checkpoint_list){all.p, all.n};
    return OK;
}

/* A key signs until it is replaced, and a little longer where a program had not yet heard. */
static bool signed_rightly(struct verify *v, const struct audit_checkpoint *c, struct str text)
{
    unsigned char public[32];
    struct instant until;
    size_t age;

    if (c->hash.n != HASH_BYTES || c->signature.n != 64 || !audit_age(v->cx, c, &age))
        return false;
    until = privacy_key_until(v->cx->keys, age);
    if (age > 0 && c->at.s > until.s + SIGNS_ON)
        return false;
    privacy_key_public(v->cx->keys, age, public);
    return secret_sign_ok(public, bytes_of(text.p, text.n), c->signature.p);
}

/* Signature, and that each names the one before. */
static void checkpoints_check(struct verify *v)
{
    int64_t prior = 0;

    EACH (c, &v->checkpoints) {
        struct arena_mark mark = arena_mark(v->cx->arena);

        if (!signed_rightly(v, c, audit_checkpoint_text(v->cx, c)))
            tell(v, "a forged or changed checkpoint of size", c->size);
        if (c->prior != prior)
            tell(v, "a checkpoint was removed before size", c->size);
        prior = c->size;
        arena_back(v->cx->arena, mark);
    }
}

static const struct audit_checkpoint *checkpoint_of(const struct verify *v, int64_t size)
{
    size_t from = 0, to = v->checkpoints.n;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (v->checkpoints.p[middle].size < size)
            from = middle + 1;
        else
            to = middle;
    }
    return from < v->checkpoints.n && v->checkpoints.p[from].size == size
               ? &v->checkpoints.p[from]
               : NULL;
}

/* One line outside: "lianluo-audit-2 origin size prior hash root time signature". */
static void outside_line(struct verify *v, struct str line)
{
    struct str rest = line, word = {0};
    const struct audit_checkpoint *c;
    struct str text, signature;
    int64_t size;

    for (int i = 0; i < 3; i++)
        word = str_cut(rest, ' ', &rest);
    if (num_parse(word, 1, INT64_MAX, &size) != OK) {
        tell(v, "an unreadable line in the outside checkpoints after size", v->seq);
        return;
    }
    c = checkpoint_of(v, size);
    if (c == NULL) {
        tell(v, "cut off or rolled back: the database lacks the outside checkpoint of size",
            size);
        return;
    }
    v->outside[c - v->checkpoints.p] = true;
    text = audit_checkpoint_text(v->cx, c);
    signature = bytes_hex(v->cx->arena, c->signature);
    text = str_f(v->cx->arena, "%.*s %.*s", STR(text), STR(signature));
    if (!str_eq(text, line))
        tell(v, "the database differs from the outside checkpoint of size", size);
}

static enum err outside_file(struct verify *v, struct str path)
{
    struct bytes content;
    struct str rest;
    enum err code = disk_read(v->cx->arena, path, OUTSIDE_MAX, false, &content);

    if (code == ERR_NOT_FOUND)
        return OK;
    if (code != OK)
        return fail(v->cx, ERR_DOWN, NULL, "audit.outside");
    rest = (struct str){(const char *)content.p, content.n};
    while (rest.p != NULL) {
        struct arena_mark mark = arena_mark(v->cx->arena);
        struct str line = str_cut(rest, '\n', &rest);

        if (line.n > 0)
            outside_line(v, line);
        arena_back(v->cx->arena, mark);
    }
    return OK;
}

static enum err outside_of(struct verify *v, struct str dir, struct str origin)
{
    struct ymd last = date_ymd(date_add_months(date_of(v->cx->now), 1));

    for (int32_t year = FIRST_YEAR; year <= last.year; year++) {
        for (int32_t month = 1; month <= 12; month++) {
            struct arena_mark mark = arena_mark(v->cx->arena);

            TRY(outside_file(v, audit_file(v->cx, dir, origin, year, month)));
            arena_back(v->cx->arena, mark);
        }
    }
    return OK;
}

/* What was written there once has to be there; without this nobody would miss it. */
static enum err outside_missing(struct verify *v)
{
    struct str published;
    int64_t size = 0;

    TRY(meta_find(v->cx, "audit.published", &published));
    if (num_parse(published, 0, INT64_MAX, &size) != OK)
        size = 0;
    for (size_t i = 0; i < v->checkpoints.n; i++)
        if (v->checkpoints.p[i].size <= size && !v->outside[i])
            tell(v, "gone outside: the checkpoint of size", v->checkpoints.p[i].size);
    return OK;
}

static enum err outside_check(struct verify *v, struct str dir)
{
    if (str_empty(dir))
        return OK;
    v->outside = MANY(v->cx->arena, bool, v->checkpoints.n + 1);
    for (size_t age = 0; age < privacy_ages(v->cx->keys); age++)
        TRY(outside_of(v, dir, audit_origin(v->cx, age)));
    return outside_missing(v);
}

static enum err verify_all(struct verify *v, struct str checkpoint_dir)
{
    struct instant old = {v->cx->now.s - MISSED_SECONDS};
    int64_t missed, signed_size;

    TRY(checkpoints_load(v));
    checkpoints_check(v);
    TRY(sql_audit_seal_each(v->cx, 0, link_check, v));
    while (v->at_checkpoint < v->checkpoints.n)
        tell(v, "cut off: no entry for the checkpoint of size",
            v->checkpoints.p[v->at_checkpoint++].size);
    signed_size = v->checkpoints.n == 0 ? 0 : v->checkpoints.p[v->checkpoints.n - 1].size;
    if (v->seq > signed_size)
        tell(v, "entries that no checkpoint signs after number", signed_size);
    TRY(sql_audit_missed(v->cx, old, &missed));
    if (missed > 0)
        tell(v, "entries among sealed ones that were never sealed:", missed);
    return outside_check(v, checkpoint_dir);
}

enum err audit_verify(struct cx *cx, struct str checkpoint_dir, struct buf *problems)
{
    /* Memory of its own: the caller's holds the problems and must not be wound back. */
    struct cx work = *cx;
    struct verify v = {.cx = &work, .problems = problems, .tree = merkle_new()};
    enum err code;

    work.arena = arena_open(VERIFY_MAX);
    cx_faults_clear(&work);
    code = verify_all(&v, checkpoint_dir);
    arena_close(work.arena);
    if (code != OK)
        return fail(cx, code, NULL, "audit.unread");
    return v.found == 0 ? OK : fail(cx, ERR_CONFLICT, NULL, "audit.differs");
}
