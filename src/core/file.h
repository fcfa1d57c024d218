/*
 * file: attachments: content-addressed, sealed files below the data directory, written and
 * synced before the row that names them; images re-encoded without metadata in a limited child.
 */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include "core/cx.h"

#define FILE_MAX_BYTES (12 * 1024 * 1024)

struct file {
    int64_t id;
    struct str hash; /* SHA-256 of the clear content, keyed; names the stored file */
    struct str type; /* image/jpeg, image/png, image/webp, application/pdf */
    int64_t size;
    int64_t width, height;
    struct str name;   /* of our making: "photo-1.jpg" */
    struct str object; /* the record it belongs to */
    int64_t object_id;
    bool is_public;
};
LIST_OF(file);
extern const struct shape file_shape;

/* Before the transaction (a route's .prepare): check the type by content, re-encode, seal,
 * write and sync.  ERR_INVALID (rule "file.type", "file.broken", "file.pixels"), ERR_LIMIT. */
enum err file_prepare(struct cx *cx, struct str spooled_path, struct str data_dir,
    const char *field, struct file *out) MUST_USE;
/* The same from memory. */
enum err file_keep(struct cx *cx, struct bytes content, struct str data_dir, const char *field,
    struct file *out) MUST_USE;
/* In the transaction: the row that names it. */
enum err file_add(struct cx *cx, struct file *f, const char *object, int64_t object_id,
    bool is_public) MUST_USE;
enum err file_of(
    struct cx *cx, const char *object, int64_t object_id, struct file_list *out) MUST_USE;
/* One attachment's row; the caller checks the right to its record. */
enum err file_get(struct cx *cx, int64_t id, struct file *out) MUST_USE;
/* Clear content for a download. */
enum err file_read(struct cx *cx, int64_t id, struct str data_dir, struct file *f,
    struct bytes *content) MUST_USE;
/* The job: remove stored files older than a day that no row names. */
enum err file_collect(struct cx *cx, struct str data_dir, int64_t *removed) MUST_USE;
/* For `lianluo check`: rows whose file is missing or damaged, one line each. */
enum err file_check(struct cx *cx, struct str data_dir, struct buf *problems) MUST_USE;

/* Put stored files that are under an older key under the newest, under their new names; at most
 * eight in this transaction.  *more: there may be others.  What was stored under the old name
 * is collected later (file_collect). */
enum err file_rekey(struct cx *cx, struct str data_dir, int64_t *moved, bool *more) MUST_USE;
/* Records whose files are under the key with this name. */
enum err file_keyed(struct cx *cx, struct str key_id, int64_t *n) MUST_USE;

#endif
