/*
 * merkle: the hash tree of RFC 6962 section 2.1, grown leaf by leaf: only its complete subtrees
 * (the peaks, largest first) are held, so growing is cheap and the state is a few hundred
 * bytes.
 */
#ifndef BASE_MERKLE_H
#define BASE_MERKLE_H

#include "base/secret.h"

#define MERKLE_PEAKS 63

struct merkle {
    int64_t size;
    size_t n;
    unsigned char peaks[MERKLE_PEAKS][HASH_BYTES];
    /* While it grows, the inclusion path of one leaf can be collected (merkle_watch). */
    int64_t watched; /* its index, -1: none */
    size_t steps;
    unsigned char path[MERKLE_PEAKS][HASH_BYTES];
};

/* An empty tree. */
struct merkle merkle_new(void);
/* SHA-256(0 || data) */
void merkle_leaf(struct bytes data, unsigned char out[HASH_BYTES]);
void merkle_add(struct merkle *m, const unsigned char leaf[HASH_BYTES]);
/* SHA-256 of nothing when the tree is empty. */
void merkle_root(const struct merkle *m, unsigned char out[HASH_BYTES]);

/* The peaks as bytes, and back; false when there are not as many as the size has. */
struct bytes merkle_save(struct arena *a, const struct merkle *m);
bool merkle_load(struct merkle *m, int64_t size, struct bytes peaks);

/* Collect the path of leaf index (from 0) from an empty tree on; merkle_path ends it. */
void merkle_watch(struct merkle *m, int64_t index);
void merkle_path(struct merkle *m);
/* Does the leaf with this index lead to the root of a tree of that size along path, n hashes?
 */
bool merkle_proves(int64_t index, int64_t size, const unsigned char leaf[HASH_BYTES],
    unsigned char (*path)[HASH_BYTES], size_t n, const unsigned char root[HASH_BYTES]);

#endif
