/*
 * contact: two-way contact (双联): who keeps contact with which deputies, townships and voters,
 * what the rule sets ask of them, and what the records show (Deputies Law 2025, Art. 8, 28);
 * the half-year collection of what it brought.
 *
 * Coverage   is computed from activities that stand and from receptions at stations; nothing is
 *            ticked.  A gap has a reason and says who can close it.  A period that still runs
 *            is shown to its holder alone; the office sees it as a gap when it is over.
 * Rule sets  contact.<office>.deputies, .townships, .voters: "4" exactly, "5-10", "10-" at
 *            least; contact.<office>.visits: monthly, quarterly, half_yearly, yearly;
 *            contact.<office>.week: "first": townships in the first week of the month.
 * Privacy    names of voters are sealed; the holder and the office of the area see them, each
 *            look is recorded.
 * Ownership  every struct str points into cx->arena.
 */
#ifndef FEATURE_CONTACT_H
#define FEATURE_CONTACT_H

#include "core/privacy.h"
#include "core/related.h"
#include "core/rights.h"
#include "core/rules.h"

#include "feature/registry/registry.h"

enum contact_office {
    OFFICE_DIRECTOR,
    OFFICE_VICE_DIRECTOR,
    OFFICE_SECRETARY_GENERAL,
    OFFICE_MEMBER,
    OFFICE_PARTY,
    OFFICE_GOVERNMENT,
    OFFICE_SUPERVISION,
    OFFICE_COURT,
    OFFICE_PROCURATORATE,
    OFFICE_DEPARTMENT,
    OFFICE_PRESIDIUM,
    OFFICE_DEPUTY,
    OFFICES
};
extern const char *const contact_office_words[];
/* The same without the deputy: offices that are entered by hand. */
extern const char *const contact_post_words[];

struct contact_holder {
    int64_t id;
    struct str public_id, code, name, pinyin;
    enum contact_office office;
    struct str post;
    int64_t person_id; /* in the registry, 0 none */
    struct str division;
    struct date valid_from, valid_to;
    int64_t version;
};
LIST_OF(contact_holder);
extern const struct shape contact_holder_shape;

enum contact_kind {
    CONTACT_DEPUTY,
    CONTACT_TOWNSHIP,
    CONTACT_VOTER
};
#define CONTACT_KINDS 3
extern const char *const contact_kind_words[];

struct contact_link {
    int64_t id;
    struct str public_id;
    enum contact_kind kind;
    int64_t holder_id;
    struct str division;
    int64_t person_id, tenure_id;
    struct str place;          /* township */
    struct bytes voter_sealed; /* table contact_link, column voter_sealed, bound to public_id */
    struct str voter_index, about;
    struct date valid_from, valid_to;
    struct str reason;
    int64_t version;
    struct str name; /* of the deputy or the township; of a voter absent */
    struct str seat; /* public id of the deputy's seat */
    bool gone;       /* the deputy is not in office any more */
};
LIST_OF(contact_link);
extern const struct shape contact_link_shape;

/* Holders.  Right: contact.edit in the division.  Add or change by code. */
enum err contact_holder_put(struct cx *cx, struct contact_holder *h, enum put *done) MUST_USE;
/* ERR_NOT_FOUND: none, or neither the actor's own nor in the actor's area. */
enum err contact_holder_get(
    struct cx *cx, struct str public_id, struct contact_holder *out) MUST_USE;
/* Without a check of rights. */
enum err contact_holder_load(struct cx *cx, int64_t id, struct contact_holder *out) MUST_USE;
/* Of one division's scheme, in force on the day; deputies as holders are left out. */
enum err contact_holders(struct cx *cx, struct str division, struct date on,
    struct contact_holder_list *out) MUST_USE;
/* A row of the registry for a holder who is no deputy, so that records can name the holder. */
enum err contact_holder_person(struct cx *cx, struct contact_holder *h) MUST_USE;
/* Enter a contact by a link for its holder: an activity of that day.  Right: contact.edit.
 * Voters are the deputy's own to record. */
enum err contact_met(struct cx *cx, const struct contact_holder *h,
    const struct contact_link *l, struct date day, struct str summary,
    struct str idem) MUST_USE;
/* Offices that the actor holds, the one as a deputy included. */
enum err contact_mine(struct cx *cx, struct contact_holder_list *out) MUST_USE;
/* The office as a deputy of the seat; made when it is not there. */
enum err contact_deputy_holder(
    struct cx *cx, const struct deputy *d, struct contact_holder *out) MUST_USE;
/* For what the actor may know by another way (own, member): OK with the right for the area,
 * else ERR_NOT_FOUND, as if it were not there. */
enum err contact_hidden(struct cx *cx, enum right right, struct str division) MUST_USE;
/* Does the holder belong to the actor? */
bool contact_own(const struct cx *cx, const struct contact_holder *h);

/* Links in force on the day, or (DATE_NONE) all that ever were, newest first. */
enum err contact_links(struct cx *cx, const struct contact_holder *h, struct date on,
    struct contact_link_list *out) MUST_USE;
/* Who keeps contact with this deputy. */
enum err contact_links_to(
    struct cx *cx, int64_t person_id, struct date on, struct contact_link_list *out) MUST_USE;
enum err contact_link_get(
    struct cx *cx, struct str public_id, struct contact_link *out) MUST_USE;
/* ERR_CONFLICT: it is there, or the rule set allows no more. */
enum err contact_link_deputy(struct cx *cx, const struct contact_holder *h,
    const struct deputy *d, struct contact_link *out) MUST_USE;
enum err contact_link_township(struct cx *cx, const struct contact_holder *h, struct str code,
    struct contact_link *out) MUST_USE;
/* A voter of the deputy whose office this is.  name is clear and is sealed here. */
enum err contact_link_voter(struct cx *cx, const struct contact_holder *h, struct str name,
    struct str about, struct contact_link *out) MUST_USE;
enum err contact_link_end(
    struct cx *cx, const struct contact_link *l, struct str reason) MUST_USE;
/* The voter's name, for the holder; the look is recorded. */
enum err contact_voter_name(
    struct cx *cx, const struct contact_link *l, struct str *out) MUST_USE;

/* What the rule sets ask of an office. */
struct contact_range {
    int64_t min, max; /* max 0: no upper limit */
    bool set;
};
struct contact_ask {
    struct contact_range links[CONTACT_KINDS];
    int32_t months; /* one contact with each link in so many months; 0: nothing asked */
    bool first_week;
    struct str source; /* where the first of them comes from */
};
/* "4", "5-10", "10-". */
bool contact_range_parse(struct str s, struct contact_range *out);
/* "exactly 4", "5 to 10", "at least 10". */
struct str contact_range_text(struct arena *a, enum lang lang, struct contact_range r);
enum err contact_ask_of(struct cx *cx, enum contact_office office, struct str division,
    struct date on, struct contact_ask *out) MUST_USE;
/* Of "monthly" and the like; 0: another word, or nothing asked. */
int32_t contact_months(struct str word);
/* The period of so many months that holds the day. */
void contact_period(int32_t months, struct date day, struct date *from, struct date *to);

enum contact_gap {
    GAP_TOO_FEW,    /* links: has, asked */
    GAP_TOO_MANY,   /* links: has, asked */
    GAP_GONE,       /* the deputy contacted is not in office */
    GAP_NOT_MET,    /* the last full period passed without a record */
    GAP_NOT_YET,    /* the running period has no record so far; by when */
    GAP_OTHER_WEEK, /* met, but not in the first week */
    GAP_HOLDER,     /* the holder's own seat is over: others have to take over */
    CONTACT_GAPS
};
extern const char *const contact_gap_words[];
struct contact_missing {
    enum contact_gap gap;
    enum contact_kind kind;
    const struct contact_link *link; /* NULL: about the number of links */
    int64_t has;
    struct contact_range asked;
    struct date from, to; /* of the period */
};
LIST_OF(contact_missing);

/* How a link stands. */
struct contact_state {
    const struct contact_link *link;
    int64_t times;    /* records this year */
    struct date last; /* newest; absent */
    unsigned months;  /* bit 0: January of this year has a record */
    bool met_last;    /* in the last full period */
    bool met_now;     /* in the running one */
};
LIST_OF(contact_state);

struct contact_cover {
    struct contact_holder holder;
    struct contact_ask ask; /* of the running period */
    struct contact_ask
        asked; /* of the last full one, by the rule set of then; months 0: none */
    struct contact_link_list links;
    struct contact_state_list states;               /* by link */
    int64_t has[CONTACT_KINDS], met[CONTACT_KINDS]; /* links, met in the last full period */
    int64_t records;                                /* activities and receptions this year */
    struct date from, to;                           /* the last full period */
    struct date now, due;                           /* the running one */
    struct contact_missing_list gaps;               /* for the holder and the office */
    struct contact_missing_list running;            /* for the holder alone */
};
LIST_OF(contact_cover);
/* How one holder stands on the day. */
enum err contact_cover_of(struct cx *cx, const struct contact_holder *h, struct date on,
    struct contact_cover *out) MUST_USE;
/* All of a division's scheme, by office and name.  Right: contact.read. */
enum err contact_cover_area(struct cx *cx, struct str division, struct date on,
    struct contact_cover_list *out) MUST_USE;
/* Deputies in office of the division's congress with whom nobody keeps contact; the committee's
 * members among the holders need none. */
enum err contact_bare(struct cx *cx, struct str division, struct date on, int64_t max,
    struct deputy_list *out) MUST_USE;
/* How many there are, and how many of them are covered. */
struct contact_share {
    int64_t covered, all;
};
enum err contact_share(
    struct cx *cx, struct str division, struct date on, struct contact_share *out) MUST_USE;

/* One record of a contact. */
struct contact_meet {
    int64_t activity_id; /* 0: a reception at a station */
    struct date day;
    struct str division;
    int64_t person_id, voter_id; /* who was met; 0 */
};
LIST_OF(contact_meet);
extern const struct shape contact_meet_shape;
/* All of a person's, of the days from..to. */
enum err contact_meets(struct cx *cx, int64_t person_id, struct date from, struct date to,
    struct contact_meet_list *out) MUST_USE;

/* The half-year collection (半年征集). */
enum collection_state {
    COLLECTION_OPEN,
    COLLECTION_CLOSED,
    COLLECTION_REPORTED
};
extern const char *const collection_state_words[];
enum collection_event {
    COLLECTION_CLOSE,
    COLLECTION_REPORT
};
extern const char *const collection_event_words[];
extern const struct flow collection_flow;

struct collection_run {
    int64_t id;
    struct str public_id, division;
    int64_t year, half;
    enum collection_state state;
    struct date day_from, day_to, due;
    struct instant opened, closed, reported;
    struct str meeting;
    int64_t version;
};
LIST_OF(collection_run);
extern const struct shape collection_run_shape;

enum part_state {
    PART_WAITING,
    PART_CONFIRMED,
    PART_SILENT /* closed without a word; the figures are the records' */
};
extern const char *const part_state_words[];
struct collection_part {
    int64_t id, run_id, holder_id, person_id;
    enum part_state state;
    int64_t links, met, contacts, opinions, settled;
    struct str note;
    struct instant at;
    int64_t version;
    struct str name, office; /* of the holder */
};
LIST_OF(collection_part);
extern const struct shape collection_part_shape;

struct collection_unit {
    int64_t id, run_id;
    struct str public_id;
    int64_t org_id;
    int64_t opinions, settled;
    struct instant sent;
    struct str reply;
    struct instant replied;
    int64_t version;
    struct str name; /* of the department */
};
LIST_OF(collection_unit);
extern const struct shape collection_unit_shape;

/* Open the run of a half-year: a part for every holder of the scheme and every deputy with
 * voters, prefilled.  ERR_CONFLICT: there is one. */
enum err contact_collect_open(struct cx *cx, struct str division, int64_t year, int64_t half,
    struct date due, struct collection_run *out) MUST_USE;
enum err contact_collect_get(
    struct cx *cx, struct str public_id, struct collection_run *out) MUST_USE;
/* Without a check of rights. */
enum err contact_collect_run(struct cx *cx, int64_t id, struct collection_run *out) MUST_USE;
enum err contact_collect_list(
    struct cx *cx, struct str division, struct collection_run_list *out) MUST_USE;
enum err contact_collect_parts(
    struct cx *cx, int64_t run_id, struct collection_part_list *out) MUST_USE;
enum err contact_collect_units(
    struct cx *cx, int64_t run_id, struct collection_unit_list *out) MUST_USE;
/* The actor's own parts that wait. */
enum err contact_collect_mine(struct cx *cx, struct collection_part_list *out) MUST_USE;
/* The actor's own part of a run; while it waits the figures are of this moment. */
enum err contact_collect_part(struct cx *cx, struct str run, struct collection_run *r,
    struct collection_part *out) MUST_USE;
enum err contact_collect_confirm(struct cx *cx, const struct collection_run *r,
    const struct collection_part *p, struct str note) MUST_USE;
/* Close: the figures stay, the departments get theirs.  Report: which meeting heard it. */
enum err contact_collect_move(struct cx *cx, struct collection_run *r,
    enum collection_event event, int64_t version, struct str meeting) MUST_USE;
/* A department's own sheets, newest first, and its answer. */
enum err contact_feedback_list(struct cx *cx, struct collection_unit_list *out) MUST_USE;
enum err contact_feedback_get(struct cx *cx, struct str public_id, struct collection_run *r,
    struct collection_unit *out) MUST_USE;
enum err contact_feedback_reply(
    struct cx *cx, const struct collection_unit *u, struct str reply) MUST_USE;

extern const struct rule_default contact_rules[];
extern const struct personal_field contact_personal[];
extern const struct related_kind contact_related[];
extern const struct keyed_hash contact_hashes[];
enum err contact_check(struct cx *cx, struct buf *problems) MUST_USE;

#endif
