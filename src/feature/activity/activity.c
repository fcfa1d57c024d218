/*
 * activity: one record and what hangs on it, who may see it, and names under seal.
 */
#include "feature/activity/activity.h"

#include "core/audit.h"

#include "feature/activity/activity.sql.h"

static const struct field activity_row_fields[] = {
    FIELD(struct activity, id),
    FIELD(struct activity, uid),
    FIELD(struct activity, code),
    FIELD(struct activity, kind),
    FIELD_ENUM(struct activity, state, activity_state_words),
    FIELD(struct activity, title),
    FIELD(struct activity, day),
    FIELD(struct activity, until),
    FIELD(struct activity, division),
    FIELD(struct activity, county),
    FIELD(struct activity, town),
    FIELD(struct activity, place),
    FIELD(struct activity, station_id),
    FIELD(struct activity, people),
    FIELD(struct activity, person_times),
    FIELD(struct activity, summary),
    FIELD(struct activity, source),
    FIELD(struct activity, source_id),
    FIELD(struct activity, account_id),
    FIELD(struct activity, made),
    FIELD(struct activity, digest),
    FIELD(struct activity, version),
};
const struct shape activity_shape = SHAPE(activity, activity_row_fields);

static const struct field person_fields[] = {
    FIELD(struct activity_person, id),
    FIELD(struct activity_person, activity_id),
    FIELD(struct activity_person, uid),
    FIELD_ENUM(struct activity_person, role, activity_role_words),
    FIELD(struct activity_person, tenure_id),
    FIELD(struct activity_person, person_id),
    FIELD(struct activity_person, voter_id),
    FIELD(struct activity_person, name_sealed),
    FIELD(struct activity_person, name),
    FIELD(struct activity_person, public_id),
    FIELD(struct activity_person, constituency),
};
const struct shape activity_person_shape = SHAPE(activity_person, person_fields);

static const struct field quantity_fields[] = {
    FIELD(struct activity_quantity, name),
    FIELD(struct activity_quantity, unit),
    FIELD(struct activity_quantity, amount),
};
const struct shape activity_quantity_shape = SHAPE(activity_quantity, quantity_fields);

static const struct field field_fields[] = {
    FIELD(struct activity_field, name),
    FIELD(struct activity_field, value),
};
const struct shape activity_field_shape = SHAPE(activity_field, field_fields);

static const struct field link_fields[] = {
    FIELD(struct activity_link, id),
    FIELD(struct activity_link, word),
};
const struct shape activity_link_shape = SHAPE(activity_link, link_fields);

static const struct field step_fields[] = {
    FIELD(struct activity_step, id),
    FIELD(struct activity_step, event),
    FIELD(struct activity_step, why),
    FIELD(struct activity_step, was),
    FIELD(struct activity_step, actor),
    FIELD(struct activity_step, at),
};
const struct shape activity_step_shape = SHAPE(activity_step, step_fields);

static const struct field raised_fields[] = {
    FIELD(struct activity_raised, request_id),
    FIELD(struct activity_raised, on_spot),
};
const struct shape activity_raised_shape = SHAPE(activity_raised, raised_fields);

/* How the actor stands to it: 0 a stranger, 1 was met or invited, 2 took part or recorded it.
 */
static enum err own(struct cx *cx, const struct activity *a, int64_t *how)
{
    const struct actor *who = cx->actor;

    *how = who->account_id > 0 && who->account_id == a->account_id ? 2 : 0;
    if (*how == 2 || who->person_id == 0 || (who->roles & ROLE_DEPUTY) == 0)
        return OK;
    return sql_activity_is_person(cx, a->id, who->person_id, how);
}

bool activity_may(struct cx *cx, enum right right, const struct activity *a)
{
    struct object o = {.division = a->division};
    int64_t how = 0;

    if (own(cx, a, &how) != OK)
        return false;
    if (how == 2 || (how == 1 && right == RIGHT_ACTIVITY_READ))
        o.person_id = cx->actor->person_id;
    return right_may(cx, right, &o);
}

static enum err readable(struct cx *cx, const struct activity *a)
{
    struct activity_link_list areas;

    TRY(right_anywhere(cx, RIGHT_ACTIVITY_READ));
    if (activity_may(cx, RIGHT_ACTIVITY_READ, a))
        return OK;
    TRY(sql_activity_areas_of(cx, a->id, &areas));
    EACH (l, &areas)
        if (right_may(cx, RIGHT_ACTIVITY_READ, &(struct object){.division = l->word}))
            return OK;
    return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
}

enum err activity_get(struct cx *cx, struct str code, struct activity *out)
{
    struct activity a;
    bool found;

    TRY(right_anywhere(cx, RIGHT_ACTIVITY_READ));
    TRY(sql_activity_by_code(cx, code, &a, &found));
    if (!found)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    TRY(readable(cx, &a));
    *out = a;
    return OK;
}

enum err activity_load(struct cx *cx, int64_t id, struct activity *out)
{
    return sql_activity_by_id(cx, id, out);
}

enum err activity_of_source(
    struct cx *cx, struct str source, int64_t source_id, struct activity_list *out)
{
    return sql_activity_by_source(cx, source, source_id, out);
}

enum err activity_persons(struct cx *cx, int64_t id, struct activity_person_list *out)
{
    return sql_activity_persons_of(cx, id, out);
}

enum err activity_quantities(struct cx *cx, int64_t id, struct activity_quantity_list *out)
{
    return sql_activity_quantities_of(cx, id, out);
}

enum err activity_fields(struct cx *cx, int64_t id, struct activity_field_list *out)
{
    return sql_activity_fields_of(cx, id, out);
}

enum err activity_groups(struct cx *cx, int64_t id, struct activity_link_list *out)
{
    return sql_activity_groups_of(cx, id, out);
}

enum err activity_areas(struct cx *cx, int64_t id, struct activity_link_list *out)
{
    return sql_activity_areas_of(cx, id, out);
}

enum err activity_tags(struct cx *cx, int64_t id, struct activity_link_list *out)
{
    return sql_activity_tags_of(cx, id, out);
}

enum err activity_steps(struct cx *cx, int64_t id, struct activity_step_list *out)
{
    return sql_activity_steps_of(cx, id, out);
}

enum err activity_told(struct cx *cx, const struct activity *a, struct activity_in *out)
{
    struct activity_in in = {.kind = a->kind,
        .title = a->title,
        .day = a->day,
        .until = a->until,
        .division = a->division,
        .place = a->place,
        .station_id = a->station_id,
        .people = a->people,
        .person_times = a->person_times,
        .summary = a->summary,
        .source = a->source,
        .source_id = a->source_id};

    TRY(sql_activity_persons_of(cx, a->id, &in.persons));
    TRY(sql_activity_quantities_of(cx, a->id, &in.quantities));
    TRY(sql_activity_fields_of(cx, a->id, &in.fields));
    TRY(sql_activity_groups_of(cx, a->id, &in.groups));
    TRY(sql_activity_areas_of(cx, a->id, &in.areas));
    TRY(sql_activity_themed_of(cx, a->id, &in.themes));
    TRY(sql_activity_tags_of(cx, a->id, &in.tags));
    *out = in;
    return OK;
}

enum err activity_reveal(struct cx *cx, const struct activity *a, struct str reason,
    struct activity_person_list *out)
{
    struct activity_person_list all;

    TRY(right_anywhere(cx, RIGHT_ACTIVITY_NAMES));
    if (!activity_may(cx, RIGHT_ACTIVITY_NAMES, a))
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    reason = str_trim(reason);
    if (str_points(reason) < 2)
        return fail(cx, ERR_INVALID, "reason", "activity.names_reason");
    TRY(sql_activity_persons_of(cx, a->id, &all));
    EACH (p, &all) {
        struct priv name;

        if (p->name_sealed.n == 0)
            continue;
        TRY(privacy_open(cx, "activity_person", "name_sealed", p->uid, p->name_sealed, &name));
        p->name = privacy_reveal(cx, name, "activity", a->id, "name", reason);
    }
    *out = all;
    return OK;
}

static enum err step_add(
    struct cx *cx, const struct activity *a, const char *event, struct str why)
{
    TRY(sql_activity_step_insert(cx, a->id, str_of(event), why, (struct str){0},
        cx->actor->account_id, cx->actor->name.p == NULL ? S("") : cx->actor->name, cx->now,
        NULL));
    return audit_add(cx, "activity", a->id, event, a->division, (struct str){0});
}

enum err activity_evidence_added(struct cx *cx, const struct activity *a, int64_t files)
{
    if (!activity_may(cx, RIGHT_ACTIVITY_RECORD, a))
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return step_add(cx, a, "evidence", num_text(cx->arena, files));
}

enum err activity_raise(
    struct cx *cx, const struct activity *a, int64_t request_id, bool on_spot)
{
    int64_t n;

    TRY(sql_activity_request_insert(cx, request_id, a->id, on_spot, &n));
    if (n == 0)
        return fail(cx, ERR_CONFLICT, NULL, "activity.raised_elsewhere");
    TRY(ledger_book(cx, "activity.opinions", a->division, a->day, 1, "activity", a->id));
    if (on_spot)
        TRY(ledger_book(
            cx, "activity.opinions.on_spot", a->division, a->day, 1, "activity", a->id));
    return audit_add(cx, "activity", a->id, "activity.raised", a->division, (struct str){0});
}

enum err activity_raised_in(struct cx *cx, int64_t id, struct activity_raised_list *out)
{
    return sql_activity_requests_of(cx, id, out);
}

enum err activity_of_request(
    struct cx *cx, int64_t request_id, struct activity *out, bool *found)
{
    return sql_activity_by_request(cx, request_id, out, found);
}
