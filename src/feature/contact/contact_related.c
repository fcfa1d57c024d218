/*
 * contact: what other pages tell of groups and diaries: groups for an activity to choose from
 * by name, a deputy's voters by theirs, a deputy's published diaries on the deputy's public
 * page (A3.10).
 */
#include "base/han.h"
#include "core/subtree.h"

#include "feature/contact/contact.h"
#include "feature/contact/contact.sql.h"
#include "feature/contact/contact_group.h"
#include "feature/contact/contact_group.sql.h"
#include "feature/contact/contact_note.h"
#include "feature/contact/contact_plan.h"
#include "feature/contact/contact_plan.sql.h"

enum {
    GROUPS = 60, /* offered without words */
    FOUND = 12,  /* by words */
    MOST = 2000,
    DIARIES = 5
};

struct lines {
    struct related_line *p;
    size_t n, cap;
};

static bool has(const struct lines *all, int64_t id)
{
    EACH (l, all)
        if (l->id == id)
            return true;
    return false;
}

/* A group's page opens for those who look after the area, and for its members. */
static enum err group_add(struct cx *cx, struct lines *all, const struct deputy_group *g)
{
    struct related_line l = {.id = g->id, .name = g->name};
    struct division d;
    int64_t mine = 0;

    if (has(all, g->id))
        return OK;
    TRY(registry_division(cx, g->division, &d));
    l.words = d.name;
    if (cx->actor->person_id > 0)
        TRY(sql_group_member_has(cx, g->id, cx->actor->person_id, date_of(cx->now), &mine));
    if (mine > 0)
        l.link.s = str_f(cx->arena, "/contact/groups/%.*s", STR(g->public_id));
    else if (right_may(cx, RIGHT_CONTACT_READ, &(struct object){.division = g->division}))
        l.link.s = str_f(cx->arena, "/groups/%.*s", STR(g->public_id));
    *VEC_PUSH(cx->arena, all) = l;
    return OK;
}

/* Where the actor works: the county of the first seat in office, or the area of staff. */
static enum err home_of(struct cx *cx, struct str *out)
{
    struct deputy_list seats = {NULL, 0};

    if ((cx->actor->roles & ROLE_DEPUTY) != 0 && cx->actor->person_id > 0)
        TRY(registry_tenures_of(cx, cx->actor->person_id, &seats));
    EACH (s, &seats)
        if (s->state == TENURE_ACTIVE) {
            *out = str_f(cx->arena, "%.*s000000", STR(str_sub(s->division, 0, 6)));
            return OK;
        }
    *out = registry_own_area(cx, RIGHT_ACTIVITY_RECORD);
    return OK;
}

/* As groups_below sorts. */
static bool group_before(const void *x, const void *y)
{
    const struct deputy_group *a = x, *b = y;
    int order = str_cmp(str_of(group_kind_words[a->kind]), str_of(group_kind_words[b->kind]));

    if (order == 0)
        order = str_cmp(a->pinyin, b->pinyin);
    return order != 0 ? order < 0 : a->id < b->id;
}

static enum err groups_below(
    struct cx *cx, struct str area, int64_t max, struct deputy_group_list *out)
{
    const struct subtree_order order = {sizeof(struct deputy_group), (size_t)max, group_before};
    struct deputy_group_list part;
    struct right_ranges r;

    *out = (struct deputy_group_list){0};
    TRY(subtree_of(cx, area, &r));
    for (size_t i = 0; i < r.n; i++) {
        TRY(sql_groups_below(cx, r.at[i].from, r.at[i].to, date_of(cx->now), max, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}

/* Joint activities join groups of several counties: words look through the whole city. */
static enum err groups_named(
    struct cx *cx, struct str area, struct str typed, struct lines *all)
{
    struct str city = str_f(cx->arena, "%.*s00000000", STR(str_sub(area, 0, 4)));
    struct str want = han_fold(cx->arena, typed);
    struct deputy_group_list list;

    TRY(groups_below(cx, city, MOST, &list));
    EACH (g, &list) {
        struct str name = han_fold(cx->arena, g->name);

        if (str_eq(name, want)) {
            all->n = 0;
            return group_add(cx, all, g);
        }
        if (all->n < FOUND && str_find(name, want) != (size_t)-1)
            TRY(group_add(cx, all, g));
    }
    return OK;
}

static enum err groups_near(struct cx *cx, struct str area, struct lines *all)
{
    struct str county = str_f(cx->arena, "%.*s000000", STR(str_sub(area, 0, 6)));
    struct deputy_group_list list;

    if (cx->actor->person_id > 0) {
        TRY(contact_groups_of(cx, cx->actor->person_id, &list));
        EACH (g, &list)
            TRY(group_add(cx, all, g));
    }
    TRY(groups_below(cx, area, GROUPS, &list));
    if (list.n == 0)
        TRY(groups_below(cx, county, GROUPS, &list));
    EACH (g, &list)
        if (all->n < GROUPS)
            TRY(group_add(cx, all, g));
    return OK;
}

static enum err of_activity(
    struct cx *cx, const struct related_ask *ask, struct related_line_list *out)
{
    struct lines all = {0};
    struct deputy_group g;
    struct str area;
    bool found = false;

    if (ask->id > 0) {
        TRY(sql_group_by_id(cx, ask->id, &g, &found));
        if (found)
            TRY(group_add(cx, &all, &g));
    } else {
        TRY(home_of(cx, &area));
        TRY(str_empty(ask->typed) ? groups_near(cx, area, &all)
                                  : groups_named(cx, area, ask->typed, &all));
    }
    *out = (struct related_line_list){all.p, all.n};
    return OK;
}

static enum err of_deputy(
    struct cx *cx, const struct related_ask *ask, struct related_line_list *out)
{
    struct diary_list list;
    struct lines all = {0};
    struct deputy d;

    TRY(registry_deputy(cx, ask->id, &d));
    TRY(contact_diary_public(cx, d.public_id, 0, &list));
    for (size_t i = 0; i < list.n && i < DIARIES; i++)
        *VEC_PUSH(cx->arena, &all) = (struct related_line){.id = list.p[i].id,
            .name = list.p[i].title,
            .words = date_text(cx->arena, list.p[i].day),
            .link = {str_f(cx->arena, "/diaries/%.*s", STR(list.p[i].public_id))}};
    if (list.n > DIARIES)
        *VEC_PUSH(cx->arena, &all) =
            (struct related_line){.name = text_get(cx->lang, TEXT_contact_related_more),
                .link = {str_f(cx->arena, "/diaries?deputy=%.*s", STR(d.public_id))}};
    *out = (struct related_line_list){all.p, all.n};
    return OK;
}

/* So that a visit entered by name closes the gap of the voter visited. */
static enum err of_voter(
    struct cx *cx, const struct related_ask *ask, struct related_line_list *out)
{
    struct contact_link_list links;
    struct lines all = {0};

    *out = (struct related_line_list){NULL, 0};
    if (ask->id == 0 || str_empty(ask->typed))
        return OK;
    TRY(sql_contact_voter_links(cx, ask->id,
        privacy_index(cx, "contact_link.voter", ask->typed), date_of(cx->now), &links));
    EACH (l, &links)
        *VEC_PUSH(cx->arena, &all) = (struct related_line){.id = l->id, .name = S("")};
    *out = (struct related_line_list){all.p, all.n};
    return OK;
}

/* For whom the actor registers as information officer. */
static enum err of_desk(
    struct cx *cx, const struct related_ask *ask, struct related_line_list *out)
{
    struct info_officer_list list;
    struct lines all = {0};

    (void)ask;
    TRY(sql_officer_deputies(cx, cx->actor->account_id, &list));
    EACH (o, &list)
        *VEC_PUSH(cx->arena, &all) =
            (struct related_line){.id = o->tenure_id, .name = o->deputy};
    *out = (struct related_line_list){all.p, all.n};
    return OK;
}

const struct related_kind contact_related[] = {
    {"desk.deputy", TEXT_contact_officer_behalf, of_desk},
    {"activity.voter", TEXT_contact_kind_voter, of_voter},
    {"activity.group", TEXT_contact_related_groups, of_activity},
    {"deputy", TEXT_contact_related_diaries, of_deputy},
    {NULL, 0, NULL},
};
