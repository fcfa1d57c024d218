/*
 * hamlet: deputies' groups in hamlets (屋场代表小组), their villagers' councils, and the
 * disputes that a council mediates (M17).
 *
 * Status     whether a council member is a deputy now or was one comes from the roster, so that
 *            it is never out of date; only for people without a row there is it what was typed.
 * Privacy    names of the parties of a mediation are sealed; title, result and notes hold none.
 * Ownership  every struct str points into cx->arena.
 */
#ifndef FEATURE_HAMLET_H
#define FEATURE_HAMLET_H

#include "core/privacy.h"

#include "feature/registry/registry.h"

struct hamlet_group {
    int64_t id;
    struct str name;
    struct str division; /* township or village whose hamlets it serves */
    struct str pinyin;
    int64_t convenor_id; /* tenure, 0 nobody */
    struct date valid_from, valid_to;
    int64_t version;
    int64_t hamlets, members, deputies; /* counts: deputies now or formerly among the members */
    int64_t open_cases;
};
LIST_OF(hamlet_group);
extern const struct shape hamlet_group_shape;

enum err hamlet_get(struct cx *cx, int64_t id, struct hamlet_group *out) MUST_USE;
struct hamlet_filter {
    struct str division; /* subtree */
    struct str name;     /* absent: any */
    struct str after;    /* pinyin key of the last row shown */
    int64_t after_id;
    int64_t max;
};
enum err hamlet_list(struct cx *cx, const struct hamlet_filter *f,
    struct hamlet_group_list *out, bool *more) MUST_USE;
/* A new one (id 0) or a change (version must fit: ERR_STALE).  g->id and version are filled. */
enum err hamlet_put(struct cx *cx, struct hamlet_group *g) MUST_USE;

/* Hamlets of a group, by code. */
enum err hamlet_places(struct cx *cx, int64_t group_id, struct division_list *out) MUST_USE;
/* ERR_INVALID: no hamlet, outside the group's area, or in another group. */
enum err hamlet_place_add(
    struct cx *cx, const struct hamlet_group *g, struct str division) MUST_USE;
enum err hamlet_place_drop(
    struct cx *cx, const struct hamlet_group *g, struct str division) MUST_USE;
/* The group of a hamlet; id 0: none. */
enum err hamlet_of(struct cx *cx, struct str division, int64_t *group_id) MUST_USE;

enum deputy_status {
    DEPUTY_NOW,
    DEPUTY_FORMER,
    DEPUTY_NONE
};
extern const char *const deputy_status_words[];
enum council_duty {
    COUNCIL_HEAD,
    COUNCIL_MEMBER
};
extern const char *const council_duty_words[];
struct council_member {
    int64_t id, group_id;
    struct str name;
    int64_t person_id; /* of a deputy of the roster, 0 none */
    enum deputy_status status;
    enum council_duty duty;
    struct date valid_from, valid_to;
    int64_t version;
};
LIST_OF(council_member);
extern const struct shape council_member_shape;
/* Sitting members first, the head before them; former ones after. */
enum err hamlet_members(
    struct cx *cx, int64_t group_id, struct council_member_list *out) MUST_USE;
enum err hamlet_member(struct cx *cx, int64_t id, struct council_member *out) MUST_USE;
/* What is told of a member; a deputy is named by the key of the seat, never by name alone. */
struct council_member_in {
    struct str name;   /* taken from the roster where a key is given */
    struct str deputy; /* key of a seat, present or former; absent: not in the roster */
    bool former;       /* without a key: was a deputy before the roster began */
    enum council_duty duty;
    struct date valid_from, valid_to;
    int64_t version;
};
enum err hamlet_member_add(struct cx *cx, const struct hamlet_group *g,
    const struct council_member_in *in, int64_t *id) MUST_USE;
enum err hamlet_member_set(struct cx *cx, const struct hamlet_group *g, int64_t id,
    const struct council_member_in *in) MUST_USE;

enum mediation_kind {
    MEDIATION_LAND,
    MEDIATION_HOUSE,
    MEDIATION_NEIGHBOUR,
    MEDIATION_FAMILY,
    MEDIATION_MONEY,
    MEDIATION_WATER,
    MEDIATION_WORK,
    MEDIATION_OTHER
};
extern const char *const mediation_kind_words[];
enum mediation_state {
    MEDIATION_REGISTERED,
    MEDIATION_MEDIATING,
    MEDIATION_AGREED,
    MEDIATION_FAILED,
    MEDIATION_FOLLOW_UP,
    MEDIATION_CLOSED,
    MEDIATION_WITHDRAWN
};
extern const char *const mediation_state_words[];
enum mediation_event {
    MEDIATION_DO_BEGIN,
    MEDIATION_DO_AGREE,
    MEDIATION_DO_FAIL,
    MEDIATION_DO_FOLLOW, /* look again after some time */
    MEDIATION_DO_KEPT,
    MEDIATION_DO_AGAIN, /* broken: another round */
    MEDIATION_DO_WITHDRAW
};
extern const char *const mediation_event_words[];
extern const struct flow mediation_flow;
struct mediation {
    int64_t id;
    struct str uid;
    int64_t group_id;
    struct str division;
    enum mediation_kind kind;
    struct str title;
    struct bytes parties_sealed;
    int64_t member_id;
    enum mediation_state state;
    struct str result;
    struct date opened, ended;
    struct str idem;
    int64_t version;
};
LIST_OF(mediation);
extern const struct shape mediation_shape;
extern const struct personal_field hamlet_personal[];

/* "TJ-2026-00012": the year it was registered and its number. */
struct str hamlet_case_code(struct arena *a, const struct mediation *m);
enum err hamlet_case(struct cx *cx, int64_t id, struct mediation *out) MUST_USE;
/* Register one; parties (names, apart by 、) are sealed.  The same idem gives the row that is
 * there.  Books mediation.registered. */
enum err hamlet_case_add(struct cx *cx, struct mediation *m, struct str parties) MUST_USE;
/* The names of the parties, clear; the reading is recorded. */
enum err hamlet_case_parties(
    struct cx *cx, const struct mediation *m, struct str *out) MUST_USE;
struct mediation_move {
    int64_t event;     /* enum mediation_event */
    struct str note;   /* of agree and fail: what was agreed, or the way that was told */
    int64_t member_id; /* who mediates; 0: stays */
    int64_t version;
};
enum err hamlet_case_move(
    struct cx *cx, struct mediation *m, const struct mediation_move *step) MUST_USE;
struct mediation_past {
    int64_t id;
    struct str event;
    enum mediation_state from_state, to_state;
    struct str note;
    int64_t account_id;
    struct instant at;
};
LIST_OF(mediation_past);
extern const struct shape mediation_past_shape;
enum err hamlet_case_steps(struct cx *cx, int64_t id, struct mediation_past_list *out) MUST_USE;
struct mediation_filter {
    struct str division;    /* subtree */
    struct str kind, state; /* absent: any */
    int64_t group_id;       /* 0: any */
    int64_t before;         /* id of the last row shown, 0 */
    int64_t max;
};
enum err hamlet_cases(struct cx *cx, const struct mediation_filter *f,
    struct mediation_list *out, bool *more) MUST_USE;

/* For `lianluo check`. */
enum err hamlet_check(struct cx *cx, struct buf *problems) MUST_USE;

#endif
