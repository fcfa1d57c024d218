/*
 * upload: multipart/form-data (RFC 7578) read as it arrives.  Fields stay in memory and are
 * bounded; files are spooled below a directory of ours under random names, never under the name
 * that was sent, and vanish with the call unless somebody renamed them before.
 */
#ifndef HTTP_UPLOAD_H
#define HTTP_UPLOAD_H

#include "http/call.h"

#define UPLOAD_FIELDS 200
#define UPLOAD_FILES 20
#define UPLOAD_TEXT (64 * 1024) /* of all fields together */

struct upload_reader;

/* content_type carries the boundary.  spool_dir absent: files are counted but written nowhere
 * (fuzzing).  ERR_INVALID: no usable boundary. */
enum err upload_open(struct arena *a, struct str content_type, struct str spool_dir,
    struct upload_reader **out) MUST_USE;
/* The next piece.  ERR_INVALID: malformed; ERR_LIMIT: too many or too much; ERR_DOWN: the disk.
 */
enum err upload_feed(struct upload_reader *r, struct str piece) MUST_USE;
/* The body is over.  ERR_INVALID: the last boundary is missing. */
enum err upload_end(
    struct upload_reader *r, struct pair_list *fields, struct upload_list *files) MUST_USE;
/* Bring spooled files to the disk; slow, so on a worker.  ERR_DOWN. */
enum err upload_sync(const struct upload_list *files, struct str spool_dir) MUST_USE;
/* Remove what an earlier process left in the spool directory. */
void upload_sweep(struct str spool_dir);

#endif
