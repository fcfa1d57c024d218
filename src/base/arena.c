/*
 * Blocks are chained from the newest to the oldest; pieces are cut from the newest block.
 * Under AddressSanitizer what is not handed out is poisoned and each piece has a red zone
 * behind it, so overruns between neighbours and use after reset are found.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __GLIBC__
#    include <malloc.h>
#endif

#if defined(__has_feature)
#    if __has_feature(address_sanitizer)
#        define ARENA_ASAN 1
#    endif
#elif defined(__SANITIZE_ADDRESS__)
#    define ARENA_ASAN 1
#endif

#ifdef ARENA_ASAN
#    include <sanitizer/asan_interface.h>
#    define HIDE(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#    define SHOW(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
enum {
    RED_ZONE = 32
};
#else
#    define HIDE(p, n) ((void)(p), (void)(n))
#    define SHOW(p, n) ((void)(p), (void)(n))
enum {
    RED_ZONE = 0
};
#endif

enum {
    ALIGN = 16,
    FIRST_BLOCK = 64 * 1024,
    LARGEST_STEP = 1024 * 1024,
    HEAP_SPARE = 2 * 1024 * 1024 /* free bytes that a heap keeps at its end */
};

struct block {
    struct block *older;
    size_t cap, used; /* bytes of room behind the header */
};

struct later {
    struct later *older;
    void (*undo)(void *);
    void *arg;
};

struct arena {
    struct block *top;
    struct later *later;
    size_t max;   /* of all blocks together */
    size_t held;  /* of all blocks together */
    size_t given; /* since open or reset */
};

enum {
    BLOCK_HEAD = (sizeof(struct block) + ALIGN - 1) / ALIGN * ALIGN,
    ARENA_HEAD = (sizeof(struct arena) + ALIGN - 1) / ALIGN * ALIGN
};

static _Noreturn void stop(const char *why)
{
    (void)fprintf(stderr, "arena: %s\n", why);
    abort();
}

static char *room(struct block *b)
{
    return (char *)b + BLOCK_HEAD;
}

static size_t rounded(size_t n)
{
    return (n + ALIGN - 1) / ALIGN * ALIGN;
}

static struct block *block_new(struct block *older, size_t cap)
{
    struct block *b = malloc(BLOCK_HEAD + cap);

    if (b == NULL)
        stop("out of memory");
    *b = (struct block){.older = older, .cap = cap};
    HIDE(room(b), cap);
    return b;
}

static void block_free(struct block *b)
{
    SHOW(room(b), b->cap);
    free(b);
}

/* glibc would give back whatever free end is longer than 128 KiB. */
void arena_settle(void)
{
#ifdef __GLIBC__
    (void)mallopt(M_TRIM_THRESHOLD, HEAP_SPARE);
    (void)mallopt(M_MMAP_THRESHOLD, LARGEST_STEP);
#endif
}

struct arena *arena_open(size_t max)
{
    struct block *b = block_new(NULL, FIRST_BLOCK);
    struct arena *a = (struct arena *)(void *)room(b);

    SHOW(a, ARENA_HEAD);
    b->used = ARENA_HEAD;
    *a = (struct arena){.top = b, .max = max < FIRST_BLOCK ? FIRST_BLOCK : max};
    a->held = b->cap;
    return a;
}

static void run_later(struct arena *a, const struct later *until)
{
    while (a->later != until) {
        struct later *l = a->later;

        a->later = l->older;
        l->undo(l->arg);
    }
}

/* Give back every block newer than keep. */
static void drop_blocks(struct arena *a, const struct block *keep)
{
    while (a->top != keep) {
        struct block *b = a->top;

        a->top = b->older;
        a->held -= b->cap;
        block_free(b);
    }
}

void arena_reset(struct arena *a)
{
    struct block *first = a->top;

    run_later(a, NULL);
    while (first->older != NULL)
        first = first->older;
    drop_blocks(a, first);
    first->used = ARENA_HEAD;
    HIDE(room(first) + ARENA_HEAD, first->cap - ARENA_HEAD);
    a->given = 0;
}

void arena_close(struct arena *a)
{
    if (a == NULL)
        return;
    arena_reset(a);
    block_free(a->top);
}

/* A newer block with room for n bytes; blocks double, so their number stays small. */
static void grow_blocks(struct arena *a, size_t n)
{
    size_t cap = a->top->cap * 2 > LARGEST_STEP ? LARGEST_STEP : a->top->cap * 2;

    if (cap < n)
        cap = n;
    if (cap > a->max - a->held)
        cap = n; /* the last bit of the maximum */
    if (n > a->max - a->held)
        stop("the work passed the largest size of its arena");
    a->top = block_new(a->top, cap);
    a->held += cap;
}

static char *take(struct arena *a, size_t n)
{
    size_t need;
    char *p;

    if (n > SIZE_MAX / 2)
        stop("a size that overflows");
    need = rounded(n) + RED_ZONE;
    if (need > a->top->cap - a->top->used)
        grow_blocks(a, need);
    p = room(a->top) + a->top->used;
    a->top->used += need;
    a->given += n;
    SHOW(p, n);
    return p;
}

void *arena_take(struct arena *a, size_t n)
{
    return memset(take(a, n), 0, n);
}

void *arena_raw(struct arena *a, size_t n)
{
    return take(a, n);
}

void *arena_many(struct arena *a, size_t size, size_t count)
{
    if (size != 0 && count > SIZE_MAX / size)
        stop("a size that overflows");
    return arena_take(a, size * count);
}

void *arena_grow_raw(struct arena *a, void *p, size_t old, size_t n)
{
    struct block *b = a->top;
    char *newer;

    if (n <= old)
        return p;
    if (p != NULL && (char *)p + rounded(old) + RED_ZONE == room(b) + b->used &&
        n <= SIZE_MAX / 2 && rounded(n) - rounded(old) <= b->cap - b->used) {
        b->used += rounded(n) - rounded(old);
        a->given += n - old;
        SHOW((char *)p, n);
        return p;
    }
    newer = take(a, n);
    if (old > 0 && p != NULL)
        memcpy(newer, p, old);
    return newer;
}

void *arena_grow(struct arena *a, void *p, size_t old, size_t n)
{
    char *grown = arena_grow_raw(a, p, old, n);

    if (n > old)
        memset(grown + old, 0, n - old);
    return grown;
}

void arena_later(struct arena *a, void (*undo)(void *), void *arg)
{
    struct later *l = NEW(a, struct later);

    *l = (struct later){a->later, undo, arg};
    a->later = l;
}

struct arena_mark arena_mark(struct arena *a)
{
    return (struct arena_mark){a->top, a->top->used, a->later};
}

void arena_back(struct arena *a, struct arena_mark m)
{
    run_later(a, m.later);
    drop_blocks(a, m.block);
    HIDE(room(a->top) + m.used, a->top->used - m.used);
    a->top->used = m.used;
}

size_t arena_used(const struct arena *a)
{
    return a->given;
}
