/*
 * request: what a citizen asks a deputy to look into (M1), from the first word to the citizen's
 * own "solved" or "not solved".
 *
 * One opinion has one number, whatever the channel, and is counted once.  A deputy explains or
 * forwards and never decides (Deputies Law 2025, Art. 31).  Every step is kept.
 */
#ifndef FEATURE_REQUEST_H
#define FEATURE_REQUEST_H

#include "core/deadline.h"
#include "core/flow.h"
#include "core/rights.h"

enum request_channel { CHANNEL_SCAN, CHANNEL_STATION, CHANNEL_DEPUTY, CHANNEL_TELEPHONE, CHANNEL_LETTER };
extern const char *const request_channel_words[];

/* M1.  The order is that of machines.md. */
enum request_state {
    REQUEST_NEW, REQUEST_NEED_INFO, REQUEST_NOT_ACCEPTED, REQUEST_MERGED, REQUEST_WITHDRAWN,
    REQUEST_EXPIRED, REQUEST_ACCEPTED, REQUEST_DEPUTY_REPLY, REQUEST_FORWARDED, REQUEST_RETURNED,
    REQUEST_HANDLING, REQUEST_EXTENDED, REQUEST_SUSPENDED, REQUEST_REPLIED, REQUEST_CONFIRM,
    REQUEST_REDO, REQUEST_SUPERVISED, REQUEST_TO_SUGGESTION, REQUEST_TO_REPORT, REQUEST_CONVERTED,
    REQUEST_CLOSED_SOLVED, REQUEST_CLOSED_EXPLAINED, REQUEST_CANNOT, REQUEST_CLOSED_SILENT,
    REQUEST_STATES
};
extern const char *const request_state_words[];
extern const char *const request_event_words[];
extern const struct flow request_flow;

/* How much of the reporter may be seen. */
enum request_anonymity {
    ANONYMITY_NAMED,  /* the deputy and the handling unit may see name and contact */
    ANONYMITY_OFFICE, /* only the liaison office and the station */
    ANONYMITY_NONE    /* nobody: no name or contact is kept */
};
extern const char *const request_anonymity_words[];

struct request {
    int64_t id;
    struct str uid;      /* row uid for sealing */
    struct str code;     /* public number 2026-430407-000123 */
    enum request_channel channel;
    enum request_state state;
    int64_t round;       /* 1, 2 … 第2次办理 */
    struct str title;    /* made from the text when none is given */
    struct str body;
    struct str division; /* smallest division known */
    struct str place;    /* place text */
    struct str coords;   /* "26.89,112.57" or absent */
    enum request_anonymity anonymity;
    struct bytes name_sealed, contact_sealed;
    int64_t station_id, deputy_id, unit_id, parent_id;
    struct str kind;     /* consult, help, complaint, report, suggestion */
    struct str reason;   /* code of not accepted / cannot */
    struct instant received;
    struct date due;     /* of the running clock; absent */
    bool overdue, extended, supervised, provisional;
    struct instant closed;
    struct str class_;   /* year-end class word; absent while open */
    int64_t version;
};
LIST_OF(request);
extern const struct shape request_shape;

/* One step of the timeline. */
struct request_step {
    int64_t id, request_id, round;
    struct str event;
    enum request_state from_state, to_state;
    struct str role;   /* of the actor towards the record */
    struct str actor;  /* published name: post or organisation */
    struct str note;   /* internal */
    struct str answer; /* public */
    struct str reason;
    int64_t unit_id;
    struct instant at;
    struct date due;
    bool is_public;
};
LIST_OF(request_step);
extern const struct shape request_step_shape;

/* What somebody says; filled by forms of every channel. */
struct request_draft {
    struct str body, place, coords, division;
    struct str name, contact; /* clear; sealed by request_create */
    enum request_anonymity anonymity;
    enum request_channel channel;
    struct str kind;
    int64_t station_id, deputy_id;
    struct str idem;          /* idempotency key */
    struct str lang;
};
struct request_receipt {
    struct request request;
    struct str query_code; /* shown once; absent when this was a repeated submission */
    bool repeated;
};
/* ERR_INVALID field by field.  The same idempotency key gives the same receipt. */
enum err request_create(struct cx *cx, const struct request_draft *d, struct request_receipt *out) MUST_USE;

/* What a move brings along. */
struct request_move {
    int64_t event;   /* index in request_event_words */
    int64_t version;
    struct str note, answer, reason;
    int64_t unit_id, deputy_id, days;
    struct str parent; /* number to merge into */
    struct str push_down_reason; /* why a department's matter goes to a grass-roots body */
    struct str outcome; /* of a reply: solved, explained, cannot */
};
enum err request_make_move(struct cx *cx, struct request *rq, const struct request_move *m) MUST_USE;
enum err request_get(struct cx *cx, struct str code, struct request *out) MUST_USE;

/* The citizen's three answers, kept apart. */
struct request_evaluation {
    struct str reply_satisfaction;  /* satisfied, basically, dissatisfied; absent: not answered */
    struct str result_satisfaction;
    struct str solved;              /* yes, no, partly */
    struct str reason;
    int64_t version;
};
enum err request_evaluate(struct cx *cx, struct request *rq, const struct request_evaluation *e) MUST_USE;

#endif
