/*
 * notice: messages to people: an outbox written in the transaction of the event, delivered by a
 * job: e-mail over SMTP, SMS through an HTTP gateway, and on the person's own page.  At least
 * once, never twice for one event; nothing leaves at night (setting quiet-hours).
 *
 * A row is written once for each event and receiver, whoever asks how often.  Only when the
 * program dies between the server's word and the note of it may a message leave again: it then
 * carries the same Message-ID or Idempotency-Key.
 */
#ifndef CORE_NOTICE_H
#define CORE_NOTICE_H

#include "core/cx.h"

enum notice_to {
    NOTICE_ACCOUNT,
    NOTICE_ROLE_AREA,
    NOTICE_ORG,
    NOTICE_CONTACT
};

struct notice {
    struct str event; /* unique with the receiver: "request.replied:123:2" */
    enum notice_to to;
    int64_t account_id;          /* NOTICE_ACCOUNT */
    int64_t org_id;              /* NOTICE_ORG: its officers */
    unsigned role;               /* NOTICE_ROLE_AREA: one role bit */
    struct str division;         /* NOTICE_ROLE_AREA: accounts whose area contains it */
    struct bytes contact_sealed; /* NOTICE_CONTACT: a citizen's phone or e-mail, sealed */
    struct str contact_uid;      /* row uid it is bound to; table request, column contact */
    enum lang lang;
    struct str text_key; /* texts <key>.subject and <key>.body with {0} … */
    struct str args[4];  /* no personal data */
    size_t nargs;
    struct str link; /* local path; made absolute with public-url */
};
enum err notice_put(struct cx *cx, const struct notice *n) MUST_USE;

/* One row of the outbox. */
struct notice_row {
    int64_t id;
    struct str event;
    int64_t account_id;
    struct bytes contact;
    struct str contact_uid, lang, text_key, args, link;
    struct instant made_at, lease_until, sent_at, read_at;
    int64_t attempts;
};
LIST_OF(notice_row);
extern const struct shape notice_row_shape;

/* A row as people read it. */
struct notice_words {
    struct str subject, body, link; /* link: absolute; in the body, too */
};
enum err notice_words(
    struct cx *cx, const struct notice_row *row, struct notice_words *out) MUST_USE;

/* For the person's own page: newest first, and "seen". */
enum err notice_list(
    struct cx *cx, int64_t account_id, int64_t max, struct notice_row_list *out) MUST_USE;
enum err notice_unread(struct cx *cx, int64_t account_id, int64_t *n) MUST_USE;
enum err notice_seen(struct cx *cx, int64_t account_id, int64_t upto) MUST_USE;

/* For the sender.  Nothing waits in quiet hours. */
enum err notice_waiting(struct cx *cx, int64_t *n) MUST_USE;
enum err notice_claim(struct cx *cx, struct notice_row *out, bool *found) MUST_USE;
/* Where it goes, clear; absent: only to the own page. */
struct notice_address {
    struct str email, phone;
};
enum err notice_address(
    struct cx *cx, const struct notice_row *row, struct notice_address *out) MUST_USE;
enum notice_end {
    NOTICE_SENT,
    NOTICE_PAGE,  /* no way to send it: it waits on the own page */
    NOTICE_LATER, /* again with growing delay; parked after eight tries */
    NOTICE_PARKED
};
enum err notice_done(
    struct cx *cx, const struct notice_row *row, enum notice_end end, struct str why) MUST_USE;

#endif
