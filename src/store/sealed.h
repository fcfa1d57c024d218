/*
 * sealed: a file whose content is encrypted and authenticated while it is written (libsodium's
 * secretstream, XChaCha20-Poly1305), in pieces of 64 KiB.  A changed, exchanged, missing or
 * added piece is found when it is read.
 */
#ifndef STORE_SEALED_H
#define STORE_SEALED_H

#include "base/buf.h"

struct sealed;

/* Write to path with ".part" behind it; the name appears with sealed_finish.  ERR_CONFLICT:
 * path is taken. */
enum err sealed_create(struct arena *a, struct str path, const unsigned char key[32],
    struct sealed **out) MUST_USE;
enum err sealed_put(struct sealed *s, const void *p, size_t n) MUST_USE;
/* Everything is on the disk, then the name appears. */
enum err sealed_finish(struct sealed *s) MUST_USE;

/* ERR_NOT_FOUND, or ERR_INVALID: another key or no such file. */
enum err sealed_open(struct arena *a, struct str path, const unsigned char key[32],
    struct sealed **out) MUST_USE;
/* Exactly n bytes.  ERR_INVALID: the file was changed or cut short. */
enum err sealed_get(struct sealed *s, void *p, size_t n) MUST_USE;
/* ERR_INVALID unless everything was read. */
enum err sealed_end(struct sealed *s) MUST_USE;

/* A file that was not finished is removed.  NULL is harmless. */
void sealed_close(struct sealed *s);

#endif
