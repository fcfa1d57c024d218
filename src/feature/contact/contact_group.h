/*
 * contact_group: groups of deputies by area and by field (Deputies Law 2025, Art. 26, 27), and
 * teams for visits.  A deputy may be in an area group and in a professional one.
 */
#ifndef FEATURE_CONTACT_GROUP_H
#define FEATURE_CONTACT_GROUP_H

#include "feature/registry/registry.h"

enum group_kind {
    GROUP_AREA,
    GROUP_PROFESSIONAL
};
extern const char *const group_kind_words[];

struct deputy_group {
    int64_t id;
    struct str public_id, code, name, pinyin;
    enum group_kind kind;
    struct str field; /* words with blanks, of a professional group */
    struct str division;
    int64_t convenor_id; /* person */
    struct date valid_from, valid_to;
    int64_t version;
    /* read beside it */
    int64_t members, held; /* in force; activities this year */
    int64_t held_last;     /* in the last full period of the rule set, see group_ask */
    struct date last;      /* newest activity this year; absent */
    struct str convenor;   /* name; absent */
};
LIST_OF(deputy_group);
extern const struct shape deputy_group_shape;

struct group_member {
    int64_t id, group_id, person_id, tenure_id;
    struct str reason;
    struct date valid_from, valid_to;
    struct str name, seat, post; /* of the deputy */
    bool gone;                   /* has no seat any more */
};
LIST_OF(group_member);
extern const struct shape group_member_shape;

struct group_plan {
    int64_t id, group_id, year, month;
    struct str title;
    int64_t held; /* activities of the group in that month */
};
LIST_OF(group_plan);
extern const struct shape group_plan_shape;

struct group_filter {
    struct str division; /* subtree */
    struct str kind;     /* absent: any */
    bool gaps;           /* only those the office may see as idle */
    bool gone;           /* only those that are dissolved */
    struct str after;    /* pinyin key of the last row shown */
    int64_t after_id;
    int64_t max;
};

/* Add or change by code.  Right: contact.edit.  ERR_INVALID: a professional group without words
 * of its field; a convenor who is no member. */
enum err contact_group_put(struct cx *cx, struct deputy_group *g, enum put *done) MUST_USE;
/* ERR_NOT_FOUND: none, or the actor is neither a member nor of the area. */
enum err contact_group_get(
    struct cx *cx, struct str public_id, struct deputy_group *out) MUST_USE;
/* May the actor change it: the office of the area; plan and convenor also the convenor. */
bool contact_group_may_edit(struct cx *cx, const struct deputy_group *g);
bool contact_group_may_plan(struct cx *cx, const struct deputy_group *g);
enum err contact_group_page(struct cx *cx, const struct group_filter *f,
    struct deputy_group_list *out, bool *more) MUST_USE;
/* Of the office-holding deputies of the division's congress (A3.16) those who took part in an
 * activity of a group this year. */
struct group_share {
    int64_t took, all;
};
enum err contact_group_holding(
    struct cx *cx, struct str division, struct group_share *out) MUST_USE;
/* Groups the person is in today. */
enum err contact_groups_of(
    struct cx *cx, int64_t person_id, struct deputy_group_list *out) MUST_USE;
enum err contact_group_members(
    struct cx *cx, int64_t group_id, struct group_member_list *out) MUST_USE;
/* ERR_CONFLICT: is a member; ERR_INVALID: not of this area, or not in office. */
enum err contact_group_join(struct cx *cx, const struct deputy_group *g, const struct deputy *d,
    struct str reason) MUST_USE;
enum err contact_group_leave(
    struct cx *cx, const struct deputy_group *g, int64_t person_id) MUST_USE;
enum err contact_group_convenor(
    struct cx *cx, struct deputy_group *g, int64_t person_id) MUST_USE;
enum err contact_group_plans(
    struct cx *cx, int64_t group_id, int64_t year, struct group_plan_list *out) MUST_USE;
enum err contact_group_plan_add(struct cx *cx, const struct deputy_group *g, int64_t year,
    int64_t month, struct str title) MUST_USE;
enum err contact_group_plan_drop(
    struct cx *cx, const struct deputy_group *g, int64_t plan_id) MUST_USE;

/* How often the rule set asks a group to meet in a year, whether also once in every so many
 * months, and from which day of the year the office sees a group that does not; the group
 * itself sees it at once. */
struct group_ask {
    int64_t yearly;
    int32_t months;                 /* 0: the year alone counts */
    struct date last_from, last_to; /* the last full period of so many months */
    struct date office_from;
    struct str source;
};
/* Is there less than what is asked?  A group made within a period is not asked for it. */
bool contact_group_idle(const struct deputy_group *g, const struct group_ask *ask);
/* Dissolved on the day. */
bool contact_group_gone(const struct deputy_group *g, struct date on);
enum err contact_group_ask(
    struct cx *cx, struct str division, struct date on, struct group_ask *out) MUST_USE;

/* What a deputy says of himself or herself, for matching. */
struct deputy_bent {
    int64_t person_id;
    struct str speciality, wish;
};
LIST_OF(deputy_bent);
extern const struct shape deputy_bent_shape;
enum err contact_bent_get(struct cx *cx, int64_t person_id, struct deputy_bent *out) MUST_USE;
enum err contact_bent_put(struct cx *cx, const struct deputy_bent *b) MUST_USE;

/* A suggestion with its reasons: words of the group's field that the deputy's wish, speciality
 * or occupation contains.  A person decides. */
struct group_match {
    struct deputy deputy;
    struct deputy_group group;
    struct str wish, speciality, occupation; /* the words found; absent: none */
    int64_t weight;                          /* wish 4, speciality 3, occupation 2 */
};
LIST_OF(group_match);
/* Deputies of the group's congress in no professional group, best first. */
enum err contact_group_suggest(struct cx *cx, const struct deputy_group *g, int64_t max,
    struct group_match_list *out) MUST_USE;
/* Groups for one deputy. */
enum err contact_group_suggest_for(
    struct cx *cx, int64_t person_id, struct group_match_list *out) MUST_USE;

/* Teams: one city deputy, one information officer, three to five county or township deputies,
 * at least one escort. */
enum team_state {
    TEAM_PLANNED,
    TEAM_CONFIRMED,
    TEAM_DONE,
    TEAM_CANCELLED
};
extern const char *const team_state_words[];
enum team_event {
    TEAM_CONFIRM,
    TEAM_HOLD,
    TEAM_CANCEL
};
extern const char *const team_event_words[];
extern const struct flow team_flow;
enum team_role {
    TEAM_LEAD,
    TEAM_OFFICER,
    TEAM_DEPUTY,
    TEAM_ESCORT
};
extern const char *const team_role_words[];

struct visit_team {
    int64_t id;
    struct str public_id, division, place;
    struct date day;
    struct str purpose;
    enum team_state state;
    struct str note;
    int64_t version;
    struct str lead; /* name of the city deputy; absent */
    int64_t size;    /* members */
};
LIST_OF(visit_team);
extern const struct shape visit_team_shape;

struct team_member {
    int64_t id, team_id;
    enum team_role role;
    int64_t person_id, tenure_id;
    struct str name, folded, post;
};
LIST_OF(team_member);
extern const struct shape team_member_shape;

enum team_conflict {
    TEAM_OFFICERS, /* not exactly one */
    TEAM_LEADS,    /* not exactly one */
    TEAM_DEPUTIES, /* outside the range of the rule set */
    TEAM_ESCORTS,  /* none */
    TEAM_LEVEL,    /* a lead who is no city deputy, a deputy of another level */
    TEAM_OFFICE,   /* not in office on that day */
    TEAM_BUSY,     /* in another team on the same day */
    TEAM_TWICE     /* twice in this team */
};
extern const char *const team_conflict_words[];
struct team_clash {
    enum team_conflict what;
    struct str who;   /* name; absent */
    struct str other; /* purpose of the other team; the number found; absent */
    struct str asked; /* range of the rule set; absent */
};
LIST_OF(team_clash);

enum err contact_team_add(struct cx *cx, struct visit_team *t) MUST_USE;
enum err contact_team_get(struct cx *cx, struct str public_id, struct visit_team *out) MUST_USE;
/* Of a subtree, newest day first; before_id with before: the last row shown. */
enum err contact_team_page(struct cx *cx, struct str division, struct date before,
    int64_t before_id, int64_t max, struct visit_team_list *out, bool *more) MUST_USE;
/* The person's own, from the day on. */
enum err contact_teams_of(
    struct cx *cx, int64_t person_id, struct date from, struct visit_team_list *out) MUST_USE;
enum err contact_team_members(
    struct cx *cx, int64_t team_id, struct team_member_list *out) MUST_USE;
enum err contact_team_join(
    struct cx *cx, const struct visit_team *t, struct team_member *m) MUST_USE;
enum err contact_team_leave(struct cx *cx, const struct visit_team *t, int64_t member) MUST_USE;
/* All that stands in the way; an empty list: the team is right. */
enum err contact_team_clashes(
    struct cx *cx, const struct visit_team *t, struct team_clash_list *out) MUST_USE;
/* ERR_CONFLICT: a team with clashes is not confirmed. */
enum err contact_team_move(struct cx *cx, struct visit_team *t, enum team_event event,
    int64_t version, struct str note) MUST_USE;

#endif
