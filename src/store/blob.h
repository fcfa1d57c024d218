/*
 * blob: files named by what is in them, below a folder: DIR/ab/abcdef….  A file is complete and
 * on disk (file and folder synced) before blob_put returns, or it is not there.
 */
#ifndef STORE_BLOB_H
#define STORE_BLOB_H

#include "base/str.h"
#include "base/time.h"

/* name: lower-case hex, at least four letters.  Doing it twice is harmless.  ERR_LIMIT: the
 * disk is full; ERR_DOWN. */
enum err blob_put(
    struct arena *a, struct str dir, struct str name, struct bytes content) MUST_USE;
/* ERR_NOT_FOUND, ERR_LIMIT: larger than max, ERR_DOWN. */
enum err blob_get(
    struct arena *a, struct str dir, struct str name, size_t max, struct bytes *out) MUST_USE;
enum err blob_drop(struct arena *a, struct str dir, struct str name) MUST_USE;
/* Each stored file last written before the instant; names of unfinished ones begin with '.'. */
enum err blob_each(struct arena *a, struct str dir, struct instant before,
    enum err (*one)(void *arg, struct str name), void *arg) MUST_USE;

#endif
