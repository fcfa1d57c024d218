/*
 * request: what a citizen asks a deputy to look into (M1), from the first word to the citizen's
 * own "solved" or "not solved".
 *
 * One opinion has one number, whatever the channel, and is counted once.  A deputy explains or
 * forwards and never decides (Deputies Law 2025, Art. 31).  Every step is kept.
 *
 * Repeated submissions.  The query code of a request sent with an idempotency key is not drawn
 * but derived: from the key, the public number and a key of the installation.  The same key and
 * the same words therefore show the same number and the same code again although only the
 * code's hash is stored; the same key with other words is refused (ERR_CONFLICT), so that
 * nobody can learn a code by guessing keys.
 *
 * Ownership  every struct str points into cx->arena and lives as long as cx.
 * Threads    safe: nothing here is shared except through the database.
 */
#ifndef FEATURE_REQUEST_H
#define FEATURE_REQUEST_H

#include "core/deadline.h"
#include "core/flow.h"
#include "core/ledger.h"
#include "core/privacy.h"
#include "core/rights.h"
#include "core/rules.h"

#include "feature/registry/registry.h"

enum request_channel {
    CHANNEL_SCAN,
    CHANNEL_STATION,
    CHANNEL_DEPUTY,
    CHANNEL_TELEPHONE,
    CHANNEL_LETTER,
    REQUEST_CHANNELS
};
extern const char *const request_channel_words[];

/* M1.  The order is that of machines.md. */
enum request_state {
    REQUEST_NEW,
    REQUEST_NEED_INFO,
    REQUEST_NOT_ACCEPTED,
    REQUEST_MERGED,
    REQUEST_WITHDRAWN,
    REQUEST_EXPIRED,
    REQUEST_ACCEPTED,
    REQUEST_DEPUTY_REPLY,
    REQUEST_FORWARDED,
    REQUEST_RETURNED,
    REQUEST_HANDLING,
    REQUEST_EXTENDED,
    REQUEST_SUSPENDED,
    REQUEST_REPLIED,
    REQUEST_CONFIRM,
    REQUEST_REDO,
    REQUEST_SUPERVISED,
    REQUEST_TO_SUGGESTION,
    REQUEST_TO_REPORT,
    REQUEST_CONVERTED,
    REQUEST_CLOSED_SOLVED,
    REQUEST_CLOSED_EXPLAINED,
    REQUEST_CANNOT,
    REQUEST_CLOSED_SILENT,
    REQUEST_STATES
};
extern const char *const request_state_words[];

enum request_event {
    REQUEST_DO_ACCEPT,
    REQUEST_DO_NEED_INFO,
    REQUEST_DO_ADD_INFO,
    REQUEST_DO_DECLINE,
    REQUEST_DO_MERGE,
    REQUEST_DO_WITHDRAW,
    REQUEST_DO_EXPIRE,
    REQUEST_DO_EXPLAIN,
    REQUEST_DO_FORWARD,
    REQUEST_DO_TAKE,
    REQUEST_DO_RETURN,
    REQUEST_DO_ASK_EXTENSION,
    REQUEST_DO_EXTEND,
    REQUEST_DO_REFUSE_EXTENSION,
    REQUEST_DO_SUSPEND,
    REQUEST_DO_RESUME,
    REQUEST_DO_ASK,
    REQUEST_DO_REPLY,
    REQUEST_DO_INVITE, /* the citizen is asked: solved? satisfied? */
    REQUEST_DO_SOLVED,
    REQUEST_DO_ACCEPT_EXPLAINED,
    REQUEST_DO_ACCEPT_CANNOT,
    REQUEST_DO_UNSOLVED,
    REQUEST_DO_UNSOLVED_AGAIN,
    REQUEST_DO_LAPSE,
    REQUEST_DO_RESTART,
    REQUEST_DO_SUPERVISE,
    REQUEST_DO_INSTRUCT,
    REQUEST_DO_CANNOT,
    REQUEST_DO_TO_SUGGESTION,
    REQUEST_DO_TO_REPORT,
    REQUEST_DO_CONVERT,
    REQUEST_DO_RELAPSE,
    REQUEST_DO_SPLIT,
    REQUEST_DO_NOTE,
    REQUEST_EVENTS
};
extern const char *const request_event_words[];
extern const struct flow request_flow;

/* How much of the reporter may be seen. */
enum request_anonymity {
    ANONYMITY_NAMED,  /* the deputy and the handling unit may see name and contact */
    ANONYMITY_OFFICE, /* only the liaison office and the station */
    ANONYMITY_NONE    /* nobody: no name or contact is kept */
};
extern const char *const request_anonymity_words[];

extern const char *const request_kind_words[];      /* consult, help, complaint … */
extern const char *const request_outcome_words[];   /* solved, explained, cannot */
extern const char *const request_decline_words[];   /* why something is not accepted */
extern const char *const request_cannot_words[];    /* law, money, jurisdiction … */
extern const char *const request_satisfied_words[]; /* satisfied, basically, dissatisfied */
extern const char *const request_solved_words[];    /* yes, partly, no */

/* Year-end classes (已处理, 转建议, 无法落实); open ones and those that ended otherwise (not
 * accepted, merged, withdrawn, expired) are shown apart. */
#define REQUEST_CLASS_HANDLED "handled"
#define REQUEST_CLASS_CONVERTED "converted"
#define REQUEST_CLASS_CANNOT "cannot"
#define REQUEST_CLASS_OUTSIDE "outside"

struct request {
    int64_t id;
    struct str uid;
    struct str code; /* public number 2026-430407-000123 */
    enum request_channel channel;
    enum request_state state;
    int64_t round;    /* 1, 2 … 第2次办理 */
    struct str title; /* made from the text when none is given */
    struct str body;
    struct str division; /* smallest division known */
    struct str county, town;
    struct str place;  /* place text */
    struct str coords; /* "26.89,112.57" or absent */
    enum request_anonymity anonymity;
    int64_t station_id, deputy_id, unit_id, parent_id;
    int64_t deputy_person;
    struct str kind;    /* consult, help, complaint, report, suggestion */
    struct str reason;  /* code of not accepted / cannot */
    struct str outcome; /* of the newest reply; absent */
    int64_t ask_days;   /* an extension asked for and not decided; 0 */
    struct instant received;
    struct date due; /* of the running clock; absent */
    bool overdue, extended, supervised, provisional;
    struct str waits; /* role word of whose turn it is; absent when ended */
    struct instant closed;
    struct str class_; /* year-end class word; absent while open */
    struct str digest;
    int64_t version;
};
LIST_OF(request);
extern const struct shape request_shape;

/* One step of the timeline. */
struct request_step {
    int64_t id, request_id, round;
    struct str event;
    enum request_state from_state, to_state;
    struct str role;  /* of the actor towards the record */
    struct str actor; /* published name: post or organisation */
    int64_t account_id;
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

/* Who said it: the reporter of one request.  Sealed with table "request", columns "name" and
 * "contact", bound to uid. */
struct request_party {
    int64_t id, request_id;
    struct str uid;
    struct str code_hash;
    enum request_anonymity anonymity;
    struct bytes name_sealed, contact_sealed;
    struct str contact_index;
    struct str lang;
    struct instant joined;
};
LIST_OF(request_party);
extern const struct shape request_party_shape;
extern const struct personal_field request_personal[];
extern const struct keyed_hash request_hashes[];

/* What somebody says; filled by forms of every channel. */
struct request_draft {
    struct str title; /* may be absent */
    struct str body, place, coords, division;
    struct str name, contact; /* clear; sealed by request_create */
    enum request_anonymity anonymity;
    enum request_channel channel;
    struct str kind;
    int64_t station_id, deputy_id;
    struct str idem; /* idempotency key */
    struct str lang;
    struct str same; /* number of a twin that the reporter says is this matter; absent */
};
struct request_receipt {
    struct request request;
    struct str query_code; /* grouped by four, as shown */
    bool repeated;
    bool same; /* it was noted that it is the matter of another */
};
/* ERR_INVALID field by field.  ERR_CONFLICT: the same key came with other words.
 * The same idempotency key and words give the same receipt. */
enum err request_create(
    struct cx *cx, const struct request_draft *d, struct request_receipt *out) MUST_USE;
/* The checks of request_create alone; the second of what was typed, the place aside, for the
 * pages that ask one question at a time. */
enum err request_draft_check(struct cx *cx, const struct request_draft *d) MUST_USE;
enum err request_words_check(struct cx *cx, const struct request_draft *d) MUST_USE;
/* A title from the first words of a text. */
struct str request_title_of(struct arena *a, struct str body);

/* Matters with a lawful way of their own (emergency, litigation, arbitration, petition, state
 * secrets): the decline word that the text sounds like, or absent.  Told at once; no bar. */
struct str request_other_way(struct str body);

/* A request that may be the same matter, with why. */
struct request_twin {
    struct request request;
    int text_score, place_score; /* percent of common character pairs */
    bool same_place, same_text;
};
LIST_OF(request_twin);
/* At most five of the last 60 days in the same township, likest first; not rq_id itself. */
enum err request_twins(struct cx *cx, struct str division, struct str body, struct str place,
    int64_t rq_id, struct request_twin_list *out) MUST_USE;
/* The same among the few newest; *all is false when there are others to compare with. */
enum err request_twins_newest(
    struct cx *cx, const struct request *rq, struct request_twin_list *out, bool *all) MUST_USE;

/* The reporter says that this is the matter of the request with this number; kept when that one
 * is among the twins, else left out. */
enum err request_same_put(
    struct cx *cx, const struct request *rq, struct str code, bool *kept) MUST_USE;
/* Number of the request that the reporter named; absent. */
enum err request_same_of(struct cx *cx, const struct request *rq, struct str *code) MUST_USE;
/* How many more reporters have this one's matter: merged into it, or waiting to be. */
enum err request_same_others(struct cx *cx, const struct request *rq, int64_t *n) MUST_USE;

/* A unit that may be competent, with why. */
struct request_unit_hint {
    struct org org;
    struct str words; /* its matters that the text names; "" when there are none */
    int score;
    bool grass_roots;
};
LIST_OF(request_unit_hint);
enum err request_units(
    struct cx *cx, const struct request *rq, struct request_unit_hint_list *out) MUST_USE;

/* What a move brings along. */
struct request_move {
    int64_t event; /* index in request_event_words */
    int64_t version;
    struct str note, answer, reason;
    int64_t unit_id, deputy_id, days;
    struct str parent;           /* number to merge into */
    struct str push_down_reason; /* why a department's matter goes to a grass-roots body */
    struct str outcome;          /* of a reply: solved, explained, cannot */
    bool answered; /* the citizen's answers were kept: only request_evaluate says so */
};
/* One move of request_flow with everything that belongs to it: guard, clock, step, audit,
 * event, ledger.  rq holds the new state on success and is unchanged otherwise.
 * ERR_CONFLICT: no such move from here, or a guard.  ERR_DENIED: not the actor's move.
 * ERR_INVALID: something is missing.  ERR_STALE: changed meanwhile. */
enum err request_make_move(
    struct cx *cx, struct request *rq, const struct request_move *m) MUST_USE;
/* The same by the program itself (jobs, escalation). */
enum err request_program_move(
    struct cx *cx, struct request *rq, const struct request_move *m) MUST_USE;
/* The same with roles that the caller has made sure of (a single-use link). */
enum err request_move_as(struct cx *cx, struct request *rq,
    const struct request_move *given_move, unsigned roles) MUST_USE;
/* Moves that the actor may make now; at most max. */
size_t request_offers(
    struct cx *cx, const struct request *rq, const struct move **out, size_t max);
/* Roles of the actor towards this request. */
unsigned request_roles(const struct cx *cx, const struct request *rq);
struct object request_object(const struct request *rq);
bool request_is_open(enum request_state state);
/* Whose turn it is in this state: role word, or absent. */
struct str request_waits(enum request_state state, bool has_deputy);
/* Year-end class of a state and the outcome of its newest reply; absent while open. */
struct str request_class(enum request_state state, struct str outcome);
/* Kind of the clock that a move starts, for this request ("request.handle.help"). */
struct str request_clock(const struct cx *cx, const char *clock, const struct request *rq);

/* ERR_NOT_FOUND: none, or outside the actor's reach (the two look alike). */
enum err request_get(struct cx *cx, struct str code, struct request *out) MUST_USE;
/* The request that the citizen's session opens.  ERR_SIGNIN: no such session. */
enum err request_case(struct cx *cx, struct request *out) MUST_USE;
/* Without a check of rights: for listeners and jobs. */
enum err request_load(struct cx *cx, int64_t id, struct request *out) MUST_USE;
/* ERR_INVALID on a mistyped code, ERR_NOT_FOUND on an unknown one. */
enum err request_by_query_code(
    struct cx *cx, const char *field, struct str typed, struct request *out) MUST_USE;
/* The timeline, oldest first; only public steps when all is false. */
enum err request_steps(
    struct cx *cx, int64_t request_id, bool all, struct request_step_list *out) MUST_USE;
/* All reporters of a request: its own and those of requests merged into it. */
enum err request_parties(
    struct cx *cx, int64_t request_id, struct request_party_list *out) MUST_USE;
/* Name and contact for a stated reason; audited.  ERR_DENIED by right and by degree of
 * anonymity; ERR_INVALID without a reason. */
struct request_identity {
    struct str name, contact;
};
enum err request_reveal(struct cx *cx, const struct request *rq, struct str reason,
    struct request_identity *out) MUST_USE;
/* The reporter changes the degree; ANONYMITY_NONE removes name and contact for good. */
enum err request_set_anonymity(
    struct cx *cx, struct request *rq, enum request_anonymity a) MUST_USE;

/* The citizen's three answers, kept apart. */
struct request_evaluation {
    int64_t id, request_id, round;
    struct str
        reply_satisfaction; /* satisfied, basically, dissatisfied; absent: not answered */
    struct str result_satisfaction;
    struct str solved; /* yes, partly, no */
    struct str reason;
    struct str role;
    struct instant at;
    bool published;
    int64_t version; /* of the request */
};
LIST_OF(request_evaluation);
extern const struct shape request_evaluation_shape;
/* Record the answers and go where they lead: yes closes, no and partly (with a reason) start
 * the next round, the second time under supervision.  Without "solved" only the answers are
 * kept. */
enum err request_evaluate(
    struct cx *cx, struct request *rq, const struct request_evaluation *e) MUST_USE;
/* Evaluations of all reporters that the actor may see: a handling unit only published ones. */
enum err request_evaluations(
    struct cx *cx, const struct request *rq, struct request_evaluation_list *out) MUST_USE;
/* Office: let the unit and the public see the answers of a request that is closed. */
enum err request_publish(struct cx *cx, const struct request *rq) MUST_USE;

/* Single-use links to the evaluation. */
enum err request_link_new(struct cx *cx, const struct request *rq, struct str *token) MUST_USE;
/* ERR_NOT_FOUND: unknown, used, expired, or of an earlier round.  Changes nothing. */
enum err request_link_find(struct cx *cx, struct str token, struct request *out) MUST_USE;
enum err request_link_evaluate(
    struct cx *cx, struct str token, const struct request_evaluation *e) MUST_USE;

/* Lists.  Empty fields do not filter.  Newest first; page by the row number before. */
struct request_filter {
    struct str q; /* full text */
    struct str state, channel, kind, waits;
    struct str division; /* subtree */
    struct str from, to; /* days of receipt, YYYY-MM-DD */
    int64_t unit_id, station_id, deputy_id;
    bool overdue, mine;
    int64_t before; /* rows older than this row number */
    int64_t max;    /* 0: 20; at most 5,000 (exports) */
};
struct request_page {
    struct request_list rows;
    int64_t next; /* before of the next page; 0: no more */
};
/* Only what the actor may read. */
enum err request_find(
    struct cx *cx, const struct request_filter *f, struct request_page *out) MUST_USE;
/* My turn, the most urgent first: what a list shows of each (code, channel, state, title,
 * place, received, due, supervised, provisional, waits, class_). */
struct request_queue_at {
    struct date due; /* the last row seen; absent: from the start */
    int64_t id;
};
enum err request_queue(struct cx *cx, struct request_queue_at after, int64_t max,
    struct request_list *out, bool *more) MUST_USE;
/* What the actor's account did with requests from..to: by event, each request once. */
struct request_did {
    struct str event;
    int64_t requests;
};
LIST_OF(request_did);
extern const struct shape request_did_shape;
enum err request_did_mine(
    struct cx *cx, struct date from, struct date to, struct request_did_list *out) MUST_USE;
/* Those of them that came to an end, the last first. */
enum err request_ended_mine(struct cx *cx, struct date from, struct date to, int64_t max,
    struct request_list *out) MUST_USE;
/* Overdue, twice redone or under supervision; most urgent first. */
enum err request_watch(
    struct cx *cx, struct str division, int64_t max, struct request_list *out) MUST_USE;
/* Newest requests of a station or deputy that the public may know of: state and days only. */
enum err request_recent(struct cx *cx, int64_t station_id, int64_t deputy_person, int64_t max,
    struct request_list *out) MUST_USE;

/* Year-end three-way list of what was received in a period; total is the sum of the parts. */
struct request_sums {
    int64_t handled, converted, cannot, open; /* the four parts of total */
    int64_t total;
    int64_t solved, explained, silent; /* parts of handled */
    int64_t outside; /* not accepted, merged, withdrawn, expired: not in total */
    int64_t overdue; /* of the open ones */
};
extern const struct shape request_sums_shape;
enum err request_sum(struct cx *cx, struct str division, struct date from, struct date to,
    struct request_sums *out) MUST_USE;

/* Tables that request_feature.c names. */
extern const struct measure request_measures[];
/* Requests, and events of requests, behind a figure. */
extern const struct ledger_source request_sources[];
extern const struct rule_default request_rules[];

/* What listeners do (request_job.c names them): overdue is booked once and shown; the last step
 * of the ladder puts the request under supervision; people are told as the flow says. */
struct event;
enum err request_heard_overdue(struct cx *cx, const struct event *e) MUST_USE;
enum err request_heard_supervision(struct cx *cx, const struct event *e) MUST_USE;
enum err request_heard_move(struct cx *cx, const struct event *e) MUST_USE;
enum err request_heard_reminder(struct cx *cx, const struct event *e) MUST_USE;
/* The due date of the running clock was computed anew (a calendar was imported). */
enum err request_heard_due(struct cx *cx, const struct event *e) MUST_USE;

/* The jobs: information that never came, silence after the question; idempotent. */
enum err request_lapse(struct cx *cx, int64_t *moved) MUST_USE;
/* How many wait for it; reads only. */
enum err request_lapse_waiting(struct cx *cx, int64_t *n) MUST_USE;
/* Invariants for `lianluo check`; one line per problem. */
enum err request_check(struct cx *cx, struct buf *problems) MUST_USE;
/* A reply or a first word, and the day by which it was due: behind the recount. */
struct request_in_time {
    struct str measure, division;
    struct instant at;
    struct date due_before;
};
extern const struct shape request_in_time_shape;
enum err request_check_counts(struct cx *cx, struct buf *problems) MUST_USE;
/* Text and division for the search feeder. */
enum err request_search_text(
    struct cx *cx, int64_t id, struct str *text, struct str *division) MUST_USE;

#endif
