/*
 * notice: messages to people: an outbox written in the transaction of the event, delivered by a
 * job: e-mail over SMTP, SMS through an HTTP gateway, and on the person's own page.  At least
 * once, never twice for one event; nothing leaves at night (setting quiet-hours).
 */
#ifndef CORE_NOTICE_H
#define CORE_NOTICE_H

#include "core/cx.h"

enum notice_to { NOTICE_ACCOUNT, NOTICE_ROLE_AREA, NOTICE_ORG, NOTICE_CONTACT };

struct notice {
    struct str event;   /* unique with the receiver: "request.replied:123:2" */
    enum notice_to to;
    int64_t account_id; /* NOTICE_ACCOUNT */
    int64_t org_id;     /* NOTICE_ORG: its officers */
    unsigned role;      /* NOTICE_ROLE_AREA */
    struct str division;
    struct bytes contact_sealed; /* NOTICE_CONTACT: a citizen's phone or e-mail, sealed */
    struct str contact_uid;      /* row uid it is bound to; table request, column contact */
    enum lang lang;
    struct str text_key; /* texts <key>.subject and <key>.body with {0} … */
    struct str args[4];  /* no personal data */
    size_t nargs;
    struct str link;     /* local path; made absolute with public-url */
};
enum err notice_put(struct cx *cx, const struct notice *n) MUST_USE;

#endif
