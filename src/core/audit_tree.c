/*
 * The hash tree beside the chain, and proofs of single entries.
 */
#include "base/merkle.h"
#include "base/num.h"
#include "core/audit.h"
#include "core/audit.sql.h"
#include "core/audit_rows.h"
#include "core/privacy.h"

#include <string.h>

#define LEAF_MAX (1 << 20)
#define CHECKPOINT_WORDS 7

struct audit_entry audit_entry_of(const struct audit_link *l)
{
    return (struct audit_entry){.id = l->id,
        .at = l->at,
        .account_id = l->account_id,
        .roles = l->roles,
        .session_id = l->session_id,
        .action = l->action,
        .object = l->object,
        .object_id = l->object_id,
        .division = l->division,
        .note = l->note,
        .trace = l->trace};
}

void audit_leaf(
    struct arena *a, int64_t seq, const struct audit_entry *e, unsigned char out[HASH_BYTES])
{
    struct buf b = buf_new(a, LEAF_MAX);

    audit_encode(&b, seq, e);
    merkle_leaf(bytes_of(b.p, b.n), out);
}

struct growing {
    struct cx *cx;
    struct merkle *tree;
    int64_t size;
    struct audit_proof *proof; /* the entry to keep; NULL */
};

static enum err grow(void *arg, const struct audit_link *l)
{
    struct growing *g = arg;
    struct audit_entry e = audit_entry_of(l);
    unsigned char leaf[HASH_BYTES];
    struct arena_mark mark;

    if (g->tree->size >= g->size)
        return OK;
    if (g->proof != NULL && l->seq == g->proof->seq) {
        struct buf b = buf_new(g->cx->arena, LEAF_MAX);

        audit_encode(&b, l->seq, &e);
        g->proof->leaf = bytes_of(b.p, b.n);
    }
    mark = arena_mark(g->cx->arena);
    audit_leaf(g->cx->arena, l->seq, &e, leaf);
    arena_back(g->cx->arena, mark);
    merkle_add(g->tree, leaf);
    return OK;
}

enum err audit_tree(struct cx *cx, int64_t size, struct merkle *out)
{
    struct growing g = {cx, out, size, NULL};
    struct audit_checkpoint last = {0};
    bool found = false;

    *out = merkle_new();
    TRY(sql_audit_checkpoint_last(cx, &last, &found));
    if (found && last.tree.p != NULL && !merkle_load(out, last.size, last.tree))
        return fail(cx, ERR_DOWN, NULL, "audit.broken");
    /* Sealed entries were cut off: the check tells it, sealing goes on with what there is. */
    if (out->size > size)
        *out = merkle_new();
    if (out->size < size)
        TRY(sql_audit_seal_each(cx, out->size, grow, &g));
    return out->size == size ? OK : fail(cx, ERR_DOWN, NULL, "audit.broken");
}

enum err audit_prove(struct cx *cx, int64_t seq, struct audit_proof *out)
{
    struct audit_checkpoint last = {0};
    struct audit_proof p = {.seq = seq};
    struct merkle tree = merkle_new();
    struct growing g = {cx, &tree, 0, &p};
    unsigned char *public = arena_take(cx->arena, 32);
    bool found = false;
    size_t age;

    TRY(sql_audit_checkpoint_last(cx, &last, &found));
    if (!found || seq < 1 || seq > last.size || last.tree.p == NULL)
        return fail(cx, ERR_NOT_FOUND, "seq", "audit.not_signed");
    p.size = g.size = last.size;
    merkle_watch(&tree, seq - 1);
    TRY(sql_audit_seal_each(cx, 0, grow, &g));
    if (tree.size != last.size || !bytes_eq(merkle_save(cx->arena, &tree), last.tree) ||
        !audit_age(cx, &last, &age))
        return fail(cx, ERR_CONFLICT, NULL, "audit.differs");
    merkle_path(&tree);
    p.path = bytes_dup(cx->arena, bytes_of(tree.path, tree.steps * HASH_BYTES));
    p.checkpoint = audit_checkpoint_text(cx, &last);
    p.signature = last.signature;
    privacy_key_public(cx->keys, age, public);
    p.public = bytes_of(public, 32);
    *out = p;
    return OK;
}

/* The encoding read back. */
struct reading {
    struct bytes rest;
    bool bad;
};

static int64_t take_int(struct reading *r)
{
    uint64_t v = 0;

    if (r->bad || r->rest.n < 8) {
        r->bad = true;
        return 0;
    }
    for (size_t i = 0; i < 8; i++)
        v = v << 8 | r->rest.p[i];
    r->rest = bytes_of(r->rest.p + 8, r->rest.n - 8);
    return (int64_t)v;
}

static struct str take_str(struct arena *a, struct reading *r)
{
    int64_t n = take_int(r);
    struct str s;

    if (n == -1 || r->bad)
        return (struct str){0};
    if (n < 0 || (uint64_t)n > r->rest.n) {
        r->bad = true;
        return (struct str){0};
    }
    s = str_dup(a, (struct str){(const char *)r->rest.p, (size_t)n});
    r->rest = bytes_of(r->rest.p + n, r->rest.n - (size_t)n);
    return s;
}

static bool decode(struct arena *a, struct bytes leaf, int64_t *seq, struct audit_entry *e)
{
    struct reading r = {leaf, false};

    *seq = take_int(&r);
    e->id = take_int(&r);
    e->at = (struct instant){take_int(&r)};
    e->account_id = take_int(&r);
    e->roles = take_str(a, &r);
    e->session_id = take_int(&r);
    e->action = take_str(a, &r);
    e->object = take_str(a, &r);
    e->object_id = take_int(&r);
    e->division = take_str(a, &r);
    e->note = take_str(a, &r);
    e->trace = take_str(a, &r);
    return !r.bad && r.rest.n == 0;
}

/* "lianluo-audit-2 origin size prior hash root time" */
static bool checkpoint_read(
    struct arena *a, const struct audit_proof *p, int64_t *size, struct bytes *root)
{
    struct str words[CHECKPOINT_WORDS], rest = p->checkpoint;
    size_t n = 0;

    while (n < CHECKPOINT_WORDS && rest.p != NULL)
        words[n++] = str_cut(rest, ' ', &rest);
    return n == CHECKPOINT_WORDS && rest.p == NULL && str_is(words[0], "lianluo-audit-2") &&
           str_eq(words[1], bytes_hex(a, bytes_of(p->public.p, 8))) &&
           num_parse(words[2], 1, INT64_MAX, size) == OK &&
           bytes_unhex(a, words[5], root) == OK && root->n == HASH_BYTES;
}

enum err audit_proof_check(
    struct arena *a, const struct audit_proof *p, int64_t *seq, struct audit_entry *out)
{
    unsigned char path[MERKLE_PEAKS][HASH_BYTES], leaf[HASH_BYTES];
    struct audit_entry e = {0};
    struct bytes root;
    int64_t size, number;

    if (p->public.n != 32 || p->signature.n != 64 || p->path.n % HASH_BYTES != 0 ||
        p->path.n > sizeof path || !checkpoint_read(a, p, &size, &root) ||
        !decode(a, p->leaf, &number, &e) || number != p->seq)
        return ERR_INVALID;
    if (p->path.n > 0)
        memcpy(path, p->path.p, p->path.n);
    merkle_leaf(p->leaf, leaf);
    if (!merkle_proves(number - 1, size, leaf, path, p->path.n / HASH_BYTES, root.p) ||
        !secret_sign_ok(
            p->public.p, bytes_of(p->checkpoint.p, p->checkpoint.n), p->signature.p))
        return ERR_INVALID;
    *seq = number;
    *out = e;
    return OK;
}
