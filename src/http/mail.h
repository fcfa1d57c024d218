/*
 * mail: a message as RFC 5322 wants it: encoded subject (RFC 2047), text in base64 (RFC 2045).
 */
#ifndef HTTP_MAIL_H
#define HTTP_MAIL_H

#include "base/buf.h"
#include "base/time.h"

struct mail {
    struct str from, to; /* bare addresses */
    struct str subject, body;
    struct str id; /* unique left part of the Message-ID; the same for every try */
    struct instant at;
};

/* A bare address that may stand in a header and an envelope: ASCII, one @, no blanks, no < >.
 */
bool mail_address_ok(struct str s);
/* The whole message, lines ending with CR LF.  ERR_INVALID: an address is not one. */
enum err mail_write(const struct mail *m, struct buf *out) MUST_USE;

#endif
