#include "base/merkle.h"

#include <string.h>

struct merkle merkle_new(void)
{
    return (struct merkle){.watched = -1};
}

void merkle_leaf(struct bytes data, unsigned char out[HASH_BYTES])
{
    static const unsigned char zero = 0;

    secret_sha256_of(bytes_of(&zero, 1), data, (struct bytes){0}, out);
}

static void node(const unsigned char left[HASH_BYTES], const unsigned char right[HASH_BYTES],
    unsigned char out[HASH_BYTES])
{
    static const unsigned char one = 1;

    secret_sha256_of(
        bytes_of(&one, 1), bytes_of(left, HASH_BYTES), bytes_of(right, HASH_BYTES), out);
}

static void step(struct merkle *m, const unsigned char hash[HASH_BYTES])
{
    memcpy(m->path[m->steps++], hash, HASH_BYTES);
}

static bool within(int64_t index, int64_t start, int64_t width)
{
    return index >= start && index - start < width;
}

void merkle_add(struct merkle *m, const unsigned char leaf[HASH_BYTES])
{
    unsigned char now[HASH_BYTES];
    int64_t start = m->size, width = 1;

    memcpy(now, leaf, HASH_BYTES);
    for (int64_t s = m->size; (s & 1) != 0; s >>= 1) {
        const unsigned char *left = m->peaks[--m->n];

        if (within(m->watched, start, width))
            step(m, left);
        else if (within(m->watched, start - width, width))
            step(m, now);
        node(left, now, now);
        start -= width;
        width *= 2;
    }
    memcpy(m->peaks[m->n++], now, HASH_BYTES);
    m->size++;
}

void merkle_root(const struct merkle *m, unsigned char out[HASH_BYTES])
{
    if (m->n == 0) {
        secret_sha256((struct bytes){0}, out);
        return;
    }
    memcpy(out, m->peaks[m->n - 1], HASH_BYTES);
    for (size_t i = m->n - 1; i > 0; i--)
        node(m->peaks[i - 1], out, out);
}

struct bytes merkle_save(struct arena *a, const struct merkle *m)
{
    return bytes_dup(a, bytes_of(m->peaks, m->n * HASH_BYTES));
}

bool merkle_load(struct merkle *m, int64_t size, struct bytes peaks)
{
    size_t n = 0;

    for (int64_t s = size; s > 0; s >>= 1)
        n += (size_t)(s & 1);
    if (size < 0 || peaks.n != n * HASH_BYTES)
        return false;
    *m = merkle_new();
    m->size = size;
    m->n = n;
    if (n > 0)
        memcpy(m->peaks, peaks.p, peaks.n);
    return true;
}

void merkle_watch(struct merkle *m, int64_t index)
{
    m->watched = index;
    m->steps = 0;
}

/* The last steps lead through the peaks, from the smallest to the largest. */
void merkle_path(struct merkle *m)
{
    unsigned char right[HASH_BYTES];
    int64_t start = m->size, low = 0;
    bool inside;

    if (m->n == 0)
        return;
    for (low = 1; (m->size & low) == 0; low *= 2)
        ;
    start -= low;
    inside = within(m->watched, start, low);
    memcpy(right, m->peaks[m->n - 1], HASH_BYTES);
    for (size_t i = m->n - 1; i > 0; i--) {
        for (low *= 2; (m->size & low) == 0; low *= 2)
            ;
        start -= low;
        if (inside)
            step(m, m->peaks[i - 1]);
        else if (within(m->watched, start, low))
            step(m, right);
        inside = inside || within(m->watched, start, low);
        node(m->peaks[i - 1], right, right);
    }
}

/* RFC 9162, 2.1.3.2. */
bool merkle_proves(int64_t index, int64_t size, const unsigned char leaf[HASH_BYTES],
    unsigned char (*path)[HASH_BYTES], size_t n, const unsigned char root[HASH_BYTES])
{
    unsigned char now[HASH_BYTES];
    int64_t at = index, last = size - 1;

    if (index < 0 || index >= size)
        return false;
    memcpy(now, leaf, HASH_BYTES);
    for (size_t i = 0; i < n; i++) {
        if (last == 0)
            return false;
        if ((at & 1) != 0 || at == last) {
            node(path[i], now, now);
            while ((at & 1) == 0 && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            node(now, path[i], now);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0 && memcmp(now, root, HASH_BYTES) == 0;
}
