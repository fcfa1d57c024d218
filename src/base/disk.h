/*
 * disk: whole small files, carefully: no symbolic links are followed in the last part of a
 * path, what was written is synced (file and folder) before OK is returned.
 *
 * Errors: ERR_NOT_FOUND there is no such file; ERR_CONFLICT it is already there; ERR_DENIED it
 * is a link, not a plain file, or open to others; ERR_LIMIT it is larger than allowed; ERR_DOWN
 * the system refused.
 */
#ifndef BASE_DISK_H
#define BASE_DISK_H

#include "base/str.h"

/* The whole file, at most max bytes.  only_mine: refused when anybody but the owner may read or
 * write it (mode & 077). */
enum err disk_read(
    struct arena *a, struct str path, size_t max, bool only_mine, struct bytes *out) MUST_USE;
/* A new file of mode 0600; never over an existing one. */
enum err disk_create(struct str path, struct bytes content) MUST_USE;
/* The whole content anew, or after a crash the old one whole: written beside (path.new),
 * synced, renamed.  Callers see to it that nobody else does the same at the same time. */
enum err disk_replace(struct str path, struct bytes content) MUST_USE;
/* What tells whether a file was changed: its number, size and time. */
struct disk_stamp {
    int64_t inode, size, s, ns;
};
enum err disk_stamp(struct str path, struct disk_stamp *out) MUST_USE;
/* Add at the end in one write; the file (mode 0600) is made when missing. */
enum err disk_append(struct str path, struct bytes content) MUST_USE;
/* Does path (which need not exist yet; its folder must) lie in or below dir, links resolved? */
enum err disk_inside(struct str path, struct str dir, bool *inside) MUST_USE;

#endif
