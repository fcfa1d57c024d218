/*
 * contact_note: what deputies write about their contacts and what is confidential: the diary
 * with its check before publication, notes of talks, help for a deputy's own business.
 *
 * Privacy    everything is sealed; a diary becomes plain when it is published.  Looks into
 *            talk notes and help cases are recorded.
 */
#ifndef FEATURE_CONTACT_NOTE_H
#define FEATURE_CONTACT_NOTE_H

#include "core/account.h"

#include "feature/registry/registry.h"

/* Passages that should not be shown: found by form, or because the writer keeps contact with a
 * voter of that name. */
enum finding_kind {
    FINDING_PHONE,
    FINDING_ID,   /* citizen's identity number */
    FINDING_CARD, /* bank card */
    FINDING_NAME, /* of a private person */
    FINDING_ADDRESS,
    FINDING_EMAIL,
    FINDING_ACCOUNT, /* 微信, QQ */
    FINDING_VEHICLE  /* number plate */
};
extern const char *const finding_kind_words[];
enum consent_form {
    CONSENT_WRITTEN,
    CONSENT_ORAL
};
extern const char *const consent_form_words[];
struct finding {
    enum finding_kind kind;
    size_t at, n;                   /* bytes in the text */
    int64_t line, column;           /* from 1, in characters */
    struct str before, text, after; /* some words around it */
    bool agreed;                    /* consent is noted */
};
LIST_OF(finding);
/* Known names of private persons. */
struct finding_names {
    struct str *p;
    size_t n;
};
void contact_privacy_find(struct arena *a, struct str text, const struct finding_names *names,
    struct finding_list *out);

enum diary_state {
    DIARY_DRAFT,
    DIARY_PUBLISHED,
    DIARY_WITHDRAWN
};
extern const char *const diary_state_words[];
enum diary_event {
    DIARY_PUBLISH,
    DIARY_WITHDRAW,
    DIARY_REWRITE
};
extern const char *const diary_event_words[];
extern const struct flow diary_flow;

struct diary {
    int64_t id;
    struct str public_id;
    int64_t person_id, tenure_id;
    struct str division;
    struct date day;
    enum diary_state state;
    struct bytes title_sealed, body_sealed;
    struct str title, body; /* clear: of the writer, or as published */
    struct instant made, published;
    int64_t version;
    struct str name, seat; /* of the writer */
};
LIST_OF(diary);
extern const struct shape diary_shape;

/* The actor's own. */
enum err contact_diary_add(struct cx *cx, struct diary *d) MUST_USE;
enum err contact_diary_set(struct cx *cx, const struct diary *d) MUST_USE;
enum err contact_diary_get(struct cx *cx, struct str public_id, struct diary *out) MUST_USE;
enum err contact_diary_mine(struct cx *cx, int64_t before, struct diary_list *out) MUST_USE;
/* What the check finds in title and body (*in_title: that many are of the title). */
enum err contact_diary_check(struct cx *cx, const struct diary *d, struct finding_list *title,
    struct finding_list *body) MUST_USE;
/* The person shown agreed.  number: of the findings, those of the title first.  ERR_INVALID:
 * identity and card numbers need a written consent (PIPL Art. 29). */
enum err contact_diary_consent(struct cx *cx, const struct diary *d, int64_t number,
    struct str passage, enum consent_form form) MUST_USE;
/* ERR_CONFLICT "contact.diary_open": something found is neither removed nor agreed to. */
enum err contact_diary_move(
    struct cx *cx, struct diary *d, enum diary_event event, int64_t version) MUST_USE;
/* For anyone: what is published; of one seat when given. */
enum err contact_diary_public(
    struct cx *cx, struct str seat, int64_t before, struct diary_list *out) MUST_USE;
enum err contact_diary_read(struct cx *cx, struct str public_id, struct diary *out) MUST_USE;

struct diary_consent {
    struct str kind, passage, form;
};
LIST_OF(diary_consent);
extern const struct shape diary_consent_shape;

struct talk_note {
    int64_t id;
    struct str public_id, division;
    struct date day;
    int64_t person_id, other_id;
    struct bytes body_sealed;
    struct str body; /* clear; absent in lists */
    struct instant made;
    int64_t version;
    struct str name, other; /* of the two */
};
LIST_OF(talk_note);
extern const struct shape talk_note_shape;
struct talk_head {
    struct str division;
};
LIST_OF(talk_head);
extern const struct shape talk_head_shape;
/* Between the actor and the deputy of the seat. */
enum err contact_talk_add(
    struct cx *cx, struct talk_note *t, const struct deputy *other) MUST_USE;
/* ERR_NOT_FOUND for everybody but the two and the head of the office. */
enum err contact_talk_get(struct cx *cx, struct str public_id, struct talk_note *out) MUST_USE;
/* Of the actor, and of the office whose head the actor is. */
enum err contact_talk_list(struct cx *cx, int64_t before, struct talk_note_list *out) MUST_USE;
/* The head of the office of a division: one of its office accounts, named by its leader. */
enum err contact_talk_head(
    struct cx *cx, struct str division, struct account *out, bool *found) MUST_USE;
enum err contact_talk_heads(
    struct cx *cx, struct str division, struct account_list *out) MUST_USE;
enum err contact_talk_head_set(struct cx *cx, struct str division, int64_t account_id) MUST_USE;

enum help_relation {
    HELP_OWN,
    HELP_FAMILY,
    HELP_EMPLOYER,
    HELP_OTHER
};
extern const char *const help_relation_words[];
enum help_conflict {
    HELP_UNKNOWN, /* not looked at yet */
    HELP_NONE,
    HELP_FLAGGED
};
extern const char *const help_conflict_words[];
enum help_state {
    HELP_OPEN,
    HELP_REFERRED, /* sent to the competent body by its ordinary way */
    HELP_HELPED,
    HELP_DECLINED,
    HELP_WITHDRAWN
};
extern const char *const help_state_words[];
enum help_event {
    HELP_REFER,
    HELP_FINISH,
    HELP_DECLINE,
    HELP_WITHDRAW,
    HELP_ENTERED /* the first step; not in the flow */
};
extern const char *const help_event_words[];
extern const struct flow help_flow;

struct help_case {
    int64_t id;
    struct str public_id, division;
    int64_t person_id, tenure_id;
    enum help_relation relation;
    struct bytes business_sealed, matter_sealed;
    struct str business, matter; /* clear; absent in lists */
    enum help_conflict conflict;
    struct str conflict_note;
    enum help_state state;
    struct instant opened, closed;
    int64_t version;
    struct str name; /* of the deputy */
};
LIST_OF(help_case);
extern const struct shape help_case_shape;
struct help_step {
    int64_t id;
    struct str event, note, actor;
    struct instant at;
};
LIST_OF(help_step);
extern const struct shape help_step_shape;

/* A deputy's own, or entered by the office of the area for a deputy.  Business of one's own, of
 * the family or the employer is flagged at once (Deputies Law 2025, Art. 59). */
enum err contact_help_add(struct cx *cx, struct help_case *h, const struct deputy *d) MUST_USE;
enum err contact_help_get(struct cx *cx, struct str public_id, struct help_case *out) MUST_USE;
/* Of the actor's area (office), or the actor's own. */
enum err contact_help_list(
    struct cx *cx, int64_t before, int64_t max, struct help_case_list *out) MUST_USE;
enum err contact_help_steps(struct cx *cx, int64_t id, struct help_step_list *out) MUST_USE;
/* The office's look at the conflict: a flag needs a note how the two are kept apart. */
enum err contact_help_judge(struct cx *cx, struct help_case *h, enum help_conflict conflict,
    int64_t version, struct str note) MUST_USE;
/* ERR_CONFLICT: nothing is finished before the conflict was looked at. */
enum err contact_help_move(struct cx *cx, struct help_case *h, enum help_event event,
    int64_t version, struct str note) MUST_USE;

#endif
