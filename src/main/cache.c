#include "main/cache.h"

#include "http/route.h"
#include "web/page.h"

#include <string.h>

enum {
    ENTRIES = 64,
    BODY_MAX = 256 * 1024,
    KEY_MAX = 512
};
#define KEPT ((int64_t)2000000000)

struct entry {
    struct arena *arena; /* of the body and the head lines */
    struct str key;
    uint64_t hash, generation;
    int64_t made; /* ns */
    struct str block, tag;
    struct bytes body;
    int users; /* replies on their way */
};

struct cache {
    struct entry entries[ENTRIES];
};

struct cache *cache_open(struct arena *a)
{
    return NEW(a, struct cache);
}

void cache_close(struct cache *c)
{
    for (size_t i = 0; c != NULL && i < ENTRIES; i++)
        arena_close(c->entries[i].arena);
}

bool cache_may(const struct call *call)
{
    return call->route != NULL && (call->route->flags & ROUTE_PUBLIC_CACHE) != 0 &&
           (call->method == METHOD_GET || call->method == METHOD_HEAD) &&
           call->target.n < KEY_MAX && web_variant(call) >= 0;
}

/* FNV-1a; a clash costs a rendering, never a wrong page, because keys are compared. */
static uint64_t hash_of(int variant, struct str target)
{
    uint64_t h = 14695981039346656037u ^ (uint64_t)variant;

    for (size_t i = 0; i < target.n; i++)
        h = (h ^ (unsigned char)target.p[i]) * 1099511628211u;
    return h;
}

static bool is_key(const struct entry *e, uint64_t hash, int variant, struct str target)
{
    return e->arena != NULL && e->hash == hash && e->key.n == target.n + 1 &&
           e->key.p[0] == (char)('0' + variant) &&
           memcmp(e->key.p + 1, target.p, target.n) == 0;
}

/* Weak comparison over the whole list (RFC 9110, 13.1.2). */
static bool reader_has(const struct call *call, struct str tag)
{
    struct str rest = call_header(call, "if-none-match");

    while (rest.p != NULL) {
        struct str one = str_trim(str_cut(rest, ',', &rest));

        if (str_starts(one, S("W/")))
            one = str_sub(one, 2, one.n);
        if (str_eq(one, tag) || str_is(one, "*"))
            return true;
    }
    return false;
}

bool cache_answer(struct cache *c, struct frame_work *w, int64_t now)
{
    struct call *call = w->call;
    int variant = web_variant(call);
    uint64_t hash = hash_of(variant, call->target);
    struct entry *e = &c->entries[hash % ENTRIES];

    if (!is_key(e, hash, variant, call->target) || now - e->made > KEPT ||
        e->generation != atomic_load_explicit(&w->frame->generation, memory_order_acquire))
        return false;
    e->users++;
    w->cached = (int)(hash % ENTRIES) + 1;
    call->status = reader_has(call, e->tag) ? 304 : 200;
    call->block = e->block;
    call->fixed = e->body;
    return true;
}

void cache_done(struct cache *c, struct frame_work *w)
{
    if (w->cached > 0)
        c->entries[w->cached - 1].users--;
    w->cached = 0;
}

static struct str lines_of(struct arena *a, const struct call *call)
{
    struct buf b = buf_new(a, 4096);

    buf_add(&b, call->block);
    for (size_t i = 0; i < call->nreply; i++) {
        buf_add(&b, call->reply_headers[i].name);
        buf_add(&b, S(": "));
        buf_add(&b, call->reply_headers[i].value);
        buf_add(&b, S("\r\n"));
    }
    return b.over ? (struct str){0} : buf_str(&b);
}

static struct str tag_of(const struct call *call)
{
    for (size_t i = 0; i < call->nreply; i++)
        if (str_is(call->reply_headers[i].name, "ETag"))
            return call->reply_headers[i].value;
    return (struct str){0};
}

static bool sets_cookie(const struct call *call)
{
    for (size_t i = 0; i < call->nreply; i++)
        if (str_is(call->reply_headers[i].name, "Set-Cookie"))
            return true;
    return false;
}

void cache_keep(struct cache *c, const struct frame_work *w, int64_t now)
{
    const struct call *call = w->call;
    int variant = web_variant(call);
    uint64_t hash = hash_of(variant, call->target);
    struct entry *e = &c->entries[hash % ENTRIES];
    struct str tag = tag_of(call);

    if (w->cached > 0 || e->users > 0 || (call->status != 200 && call->status != 304) ||
        call->personal || tag.n == 0 || call->out.n == 0 || call->out.n > BODY_MAX ||
        call->out.over || sets_cookie(call))
        return;
    if (e->arena == NULL)
        e->arena = arena_open((size_t)2 * BODY_MAX);
    arena_reset(e->arena);
    e->key = str_f(e->arena, "%c%.*s", '0' + variant, STR(call->target));
    e->hash = hash;
    e->generation = w->generation;
    e->made = now;
    e->block = lines_of(e->arena, call);
    e->tag = str_dup(e->arena, tag);
    e->body = bytes_dup(e->arena, bytes_of(call->out.p, call->out.n));
    if (e->block.n == 0)
        e->key = (struct str){0};
}

/* Tells versions of one page apart; nobody gains by a clash, so it need not be hard to find.
 * Two sums over eight bytes at a time: a tenth of what SHA-256 takes. */
static void sum_of(const char *p, size_t n, uint64_t sums[2])
{
    uint64_t a = n * 0x9e3779b97f4a7c15u, b = ~a, v;

    for (; n > 0; p += sizeof v) {
        size_t take = n < sizeof v ? n : sizeof v;

        v = 0;
        memcpy(&v, p, take);
        n -= take;
        a = (a ^ v) * 0xff51afd7ed558ccdu;
        a ^= a >> 32;
        b = (b + v) * 0xc4ceb9fe1a85ec53u;
        b ^= b >> 29;
    }
    sums[0] = a;
    sums[1] = b;
}

void cache_tag(struct call *call)
{
    uint64_t sums[2];
    struct str hex;

    if (call->status != 200 || call->personal || call->out.over)
        return;
    sum_of(call->out.p, call->out.n, sums);
    hex = bytes_hex(call->arena, bytes_of(sums, sizeof sums));
    hex = str_f(call->arena, "\"%.*s\"", STR(hex));
    call_head(call, "ETag", hex);
    if (reader_has(call, hex))
        call->status = 304;
}
