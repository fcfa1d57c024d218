/*
 * registry: people and their seats in congresses (M18).
 */
#include "base/han.h"
#include "core/audit.h"
#include "core/event.h"
#include "core/subtree.h"

#include "feature/registry/registry.h"
#include "feature/registry/registry.sql.h"

#include <string.h>

enum {
    DEPUTIES_MOST = 500,
    DEPUTIES_ALL = 200000
};

const char *const tenure_state_words[] = {
    "elected", "qualified", "active", "suspended", "ended", NULL};
const char *const tenure_event_words[] = {"qualify", "take", "suspend", "resume", "end", NULL};
const char *const tenure_cause_words[] = {"detained", "serving", "moved_away", "resigned",
    "absent_twice", "recalled", "lost_nationality", "political_rights", "lost_capacity", "died",
    "term_over", NULL};

/* Who keeps the roster: the office, in a township its presidium, and imports. */
#define KEEPERS (ROLE_OFFICE | ROLE_PRESIDIUM | ROLE_CLOCK)
/* clang-format off */
static const struct move tenure_moves[] = {
    /* from             event           to                who      needs          clock books tells */
    { TENURE_ELECTED,   TENURE_QUALIFY, TENURE_QUALIFIED, KEEPERS, NEEDS_NOTHING, NULL, NULL, TELLS_NOBODY },
    { TENURE_QUALIFIED, TENURE_TAKE,    TENURE_ACTIVE,    KEEPERS, NEEDS_NOTHING, NULL, NULL, TELLS_NOBODY },
    { TENURE_ACTIVE,    TENURE_SUSPEND, TENURE_SUSPENDED, KEEPERS, NEEDS_REASON,  NULL, NULL, TELLS_NOBODY },
    { TENURE_SUSPENDED, TENURE_RESUME,  TENURE_ACTIVE,    KEEPERS, NEEDS_NOTHING, NULL, NULL, TELLS_NOBODY },
    { TENURE_ELECTED,   TENURE_END,     TENURE_ENDED,     KEEPERS, NEEDS_REASON,  NULL, NULL, TELLS_NOBODY },
    { TENURE_QUALIFIED, TENURE_END,     TENURE_ENDED,     KEEPERS, NEEDS_REASON,  NULL, NULL, TELLS_NOBODY },
    { TENURE_ACTIVE,    TENURE_END,     TENURE_ENDED,     KEEPERS, NEEDS_REASON,  NULL, NULL, TELLS_NOBODY },
    { TENURE_SUSPENDED, TENURE_END,     TENURE_ENDED,     KEEPERS, NEEDS_REASON,  NULL, NULL, TELLS_NOBODY },
};
/* clang-format on */
const struct flow tenure_flow = {
    "tenure", tenure_state_words, tenure_event_words, tenure_moves, COUNT(tenure_moves)};

static const struct field person_fields[] = {
    FIELD(struct registry_person, id),
    FIELD(struct registry_person, code),
    FIELD(struct registry_person, name),
    FIELD(struct registry_person, version),
};
const struct shape registry_person_shape = SHAPE(registry_person, person_fields);

static const struct field keys_fields[] = {
    FIELD(struct registry_keys, person),
    FIELD(struct registry_keys, congress),
};
const struct shape registry_keys_shape = SHAPE(registry_keys, keys_fields);

static const struct field deputy_fields[] = {
    FIELD(struct deputy, id),
    FIELD(struct deputy, person_id),
    FIELD(struct deputy, code),
    FIELD(struct deputy, public_id),
    FIELD(struct deputy, name),
    FIELD(struct deputy, pinyin),
    FIELD(struct deputy, strokes),
    FIELD(struct deputy, congress_id),
    FIELD_ENUM(struct deputy, level, congress_level_words),
    FIELD(struct deputy, constituency),
    FIELD(struct deputy, division),
    FIELD(struct deputy, office_holding),
    FIELD(struct deputy, post),
    FIELD_ENUM(struct deputy, state, tenure_state_words),
    FIELD(struct deputy, end_cause),
    FIELD(struct deputy, valid_from),
    FIELD(struct deputy, valid_to),
    FIELD(struct deputy, station_id),
    FIELD(struct deputy, group_code),
    FIELD(struct deputy, version),
};
const struct shape deputy_shape = SHAPE(deputy, deputy_fields);

static const struct field past_fields[] = {
    FIELD(struct tenure_past, id),
    FIELD(struct tenure_past, event),
    FIELD_ENUM(struct tenure_past, from_state, tenure_state_words),
    FIELD_ENUM(struct tenure_past, to_state, tenure_state_words),
    FIELD(struct tenure_past, cause),
    FIELD(struct tenure_past, note),
    FIELD(struct tenure_past, day),
    FIELD(struct tenure_past, at),
};
const struct shape tenure_past_shape = SHAPE(tenure_past, past_fields);

enum err registry_deputy(struct cx *cx, int64_t id, struct deputy *out)
{
    return sql_registry_deputy_by_id(cx, id, out);
}

enum err registry_deputy_public(struct cx *cx, struct str public_id, struct deputy *out)
{
    return sql_registry_deputy_by_public(cx, public_id, out);
}

enum err registry_deputy_by_code(struct cx *cx, struct str code, struct deputy *out)
{
    bool found;

    TRY(sql_registry_deputy_by_code(cx, code, out, &found));
    return found ? OK : fail(cx, ERR_NOT_FOUND, "code", "registry.no_deputy");
}

static struct deputy_list deputies_joined(
    struct arena *a, const struct deputy_list *x, const struct deputy_list *y)
{
    struct deputy_list all = {MANY(a, struct deputy, x->n + y->n + 1), 0};

    EACH (d, x)
        all.p[all.n++] = *d;
    EACH (d, y)
        all.p[all.n++] = *d;
    return all;
}

/* Those of parts with other codes come behind: they are elected in a part of the place. */
static enum err deputies_for(
    struct cx *cx, struct str division, int64_t max, struct deputy_list *out)
{
    bool broad = registry_code_depth(division) <= 3;
    struct str a[7] = {S("000000000000")};
    struct deputy_list all = {0}, part;
    struct right_ranges r;
    struct division_list path;

    TRY(registry_path(cx, division, &path));
    TRY(subtree_of(cx, division, &r));
    for (size_t i = 0; i < path.n && i + 1 < COUNT(a); i++)
        a[i + 1] = path.p[i].code;
    for (size_t i = 0; i < r.n && (int64_t)all.n < max; i++) {
        TRY(sql_registry_deputies_place(cx, r.at[i].from, r.at[i].to, division, broad, a[0],
            a[1], a[2], a[3], a[4], a[5], a[6], max, &part));
        if (i == 0) {
            all = part;
            memset(a, 0, sizeof a);
            continue;
        }
        all = deputies_joined(cx->arena, &all, &part);
    }
    *out = all;
    return OK;
}

enum err registry_deputies_for(struct cx *cx, struct str division, struct deputy_list *out)
{
    return deputies_for(cx, division, DEPUTIES_MOST, out);
}

enum err registry_deputies_all(struct cx *cx, struct str division, struct deputy_list *out)
{
    return deputies_for(cx, division, DEPUTIES_ALL, out);
}

enum err registry_deputies_count(
    struct cx *cx, struct str division, const struct deputy_list *some, int64_t *out)
{
    struct right_ranges r;
    int64_t n;

    *out = (int64_t)some->n;
    if (some->n < DEPUTIES_MOST)
        return OK;
    TRY(subtree_of(cx, division, &r));
    *out = 0;
    EACH (d, some)
        *out += !subtree_holds(&r, d->division);
    for (size_t i = 0; i < r.n; i++) {
        TRY(sql_registry_deputies_below(cx, r.at[i].from, r.at[i].to, &n));
        *out += n;
    }
    return OK;
}

enum err registry_deputies_of_station(
    struct cx *cx, int64_t station_id, struct deputy_list *out)
{
    return sql_registry_deputies_station(cx, station_id, out);
}

enum err registry_tenures_of(struct cx *cx, int64_t person_id, struct deputy_list *out)
{
    return sql_registry_deputies_person(cx, person_id, out);
}

enum err registry_deputies_named(struct cx *cx, struct str typed, struct deputy_list *out)
{
    struct str like = registry_like(cx, typed), folded = han_fold(cx->arena, typed);

    *out = (struct deputy_list){0};
    if (str_empty(like) || str_points(folded) < 2)
        return OK;
    return sql_registry_deputies_like(
        cx, like, folded, registry_behind(cx->arena, folded), out);
}

static struct str none_if_empty(struct str s)
{
    return s.n == 0 ? (struct str){0} : s;
}

static bool deputy_before(const struct deputy *x, const struct deputy *y, int order)
{
    return order != 0 ? order < 0 : x->id < y->id;
}

static bool strokes_before(const void *x, const void *y)
{
    const struct deputy *a = x, *b = y;

    return deputy_before(a, b, str_cmp(a->strokes, b->strokes));
}

static bool pinyin_before(const void *x, const void *y)
{
    const struct deputy *a = x, *b = y;

    return deputy_before(a, b, str_cmp(a->pinyin, b->pinyin));
}

static enum err deputies_in(
    struct cx *cx, const struct deputy_filter *f, struct right_range r, struct deputy_list *out)
{
    struct str like = registry_like(cx, f->name), level = none_if_empty(f->level);
    struct str state = none_if_empty(f->state), after = none_if_empty(f->after);

    if (f->by_strokes)
        return sql_registry_deputy_page_strokes(cx, r.from, r.to, level, state, like,
            f->station_id, after, f->after_id, f->max + 1, out);
    return sql_registry_deputy_page_pinyin(cx, r.from, r.to, level, state, like, f->station_id,
        after, f->after_id, f->max + 1, out);
}

enum err registry_deputy_list(
    struct cx *cx, const struct deputy_filter *f, struct deputy_list *out, bool *more)
{
    const struct subtree_order order = {sizeof(struct deputy), (size_t)f->max + 1,
        f->by_strokes ? strokes_before : pinyin_before};
    struct subtree_rows all = {NULL, 0};
    struct right_ranges ranges;

    TRY(registry_may(cx, RIGHT_REGISTRY_READ, f->division));
    TRY(subtree_of(cx, f->division, &ranges));
    for (size_t i = 0; i < ranges.n; i++) {
        TRY(deputies_in(cx, f, ranges.at[i], out));
        all = subtree_merge(cx->arena, &order, all, (struct subtree_rows){out->p, out->n});
    }
    *out = (struct deputy_list){all.p, all.n};
    *more = (int64_t)out->n > f->max;
    out->n -= *more;
    return OK;
}

/* Does the cause belong to the state?  (Deputies Law 2025, Art. 61: suspension; Art. 62: end;
 * Art. 2: the term is over.) */
static enum err cause_check(struct cx *cx, enum tenure_state state, struct str cause)
{
    int at = str_empty(cause) ? -1 : word_find(tenure_cause_words, cause);
    bool suspends = at >= 0 && at < TENURE_SUSPENDING;

    switch (state) {
    case TENURE_SUSPENDED:
        return suspends ? OK : fail(cx, ERR_INVALID, "cause", "registry.cause_suspension");
    case TENURE_ENDED:
        return at >= TENURE_SUSPENDING ? OK
                                       : fail(cx, ERR_INVALID, "cause", "registry.cause_end");
    case TENURE_ELECTED:
    case TENURE_QUALIFIED:
    case TENURE_ACTIVE:
        break;
    }
    return str_empty(cause) ? OK : fail(cx, ERR_INVALID, "cause", "registry.cause_none");
}

static enum err texts_check(struct cx *cx, const struct deputy_in *in)
{
    cx_faults_clear(cx);
    if (str_empty(in->code) || str_points(in->code) > 40)
        (void)fail(cx, ERR_INVALID, "code", "registry.key_length");
    if (str_empty(in->person_code) || str_points(in->person_code) > 40)
        (void)fail(cx, ERR_INVALID, "person_code", "registry.key_length");
    if (str_empty(in->name) || str_points(in->name) > 60)
        (void)fail(cx, ERR_INVALID, "name", "registry.name_length");
    if (str_points(in->constituency) > 100)
        (void)fail(cx, ERR_INVALID, "constituency", "registry.text_length");
    if (str_points(in->post) > 200)
        (void)fail(cx, ERR_INVALID, "post", "registry.text_length");
    if (date_is(in->valid_from) && date_is(in->valid_to) &&
        in->valid_to.day < in->valid_from.day)
        (void)fail(cx, ERR_INVALID, "valid_to", "registry.dates_order");
    return cx_checked(cx);
}

/* Congress and area exist and fit: the electoral area lies where the congress is. */
static enum err place_check(struct cx *cx, const struct deputy_in *in, struct congress *c)
{
    struct right_ranges within;
    struct division at;
    bool found;

    TRY(sql_registry_congress_by_code(cx, in->congress, c, &found));
    if (!found)
        (void)fail(cx, ERR_INVALID, "congress", "registry.no_congress");
    TRY(sql_registry_division_find(cx, in->division, &at, &found));
    if (!found)
        (void)fail(cx, ERR_INVALID, "division", "registry.no_division");
    TRY(cx_checked(cx));
    TRY(subtree_of(cx, c->division, &within));
    if (!subtree_holds(&within, in->division))
        return fail(cx, ERR_INVALID, "division", "registry.area_outside");
    return OK;
}

static enum err person_put(
    struct cx *cx, const struct deputy_in *in, int64_t *id, bool *changed)
{
    struct registry_person p;
    struct str folded = han_fold(cx->arena, in->name);
    struct str pinyin = han_pinyin_key(cx->arena, in->name);
    struct str strokes = han_stroke_key(cx->arena, in->name);
    int64_t rows;
    bool exists;

    TRY(sql_registry_person_by_code(cx, in->person_code, &p, &exists));
    *changed = !exists || !str_eq(p.name, in->name);
    if (!exists)
        return sql_registry_person_add(
            cx, in->person_code, in->name, folded, pinyin, strokes, id);
    *id = p.id;
    if (!*changed)
        return OK;
    return sql_registry_person_set(cx, p.id, in->name, folded, pinyin, strokes, &rows);
}

static enum err seat_add(struct cx *cx, const struct deputy_in *in, const struct congress *c,
    int64_t person_id, int64_t *id)
{
    if (c->seats > 0 && in->state != TENURE_ENDED && c->filled >= c->seats)
        return fail(cx, ERR_CONFLICT, "congress", "registry.no_seat");
    TRY(cause_check(cx, in->state, in->end_cause));
    return sql_registry_tenure_add(cx, in->code, registry_public_id(cx), person_id, c->id,
        in->constituency, in->division, in->office_holding, in->post, in->state,
        none_if_empty(in->end_cause), in->valid_from, in->valid_to,
        in->station_id > 0 ? in->station_id : 0, none_if_empty(in->group_code), id);
}

/* The state in an import differs: make the one move that leads there, if there is one. */
static enum err state_reach(struct cx *cx, const struct deputy_in *in, struct deputy *d)
{
    for (size_t i = 0; i < tenure_flow.n; i++) {
        const struct move *m = &tenure_flow.moves[i];

        if (m->from == (int)d->state && m->to == (int)in->state)
            return registry_tenure_move(cx, d,
                &(struct tenure_step){.event = m->event,
                    .cause = in->end_cause,
                    .day = in->valid_to,
                    .version = d->version});
    }
    return fail(cx, ERR_CONFLICT, "state", "registry.state_by_moves");
}

static bool seat_same(
    const struct deputy *d, const struct deputy_in *in, const struct congress *c)
{
    return d->congress_id == c->id && str_eq(d->constituency, in->constituency) &&
           str_eq(d->division, in->division) && d->office_holding == in->office_holding &&
           str_eq(d->post, in->post) && d->valid_from.day == in->valid_from.day &&
           (in->station_id < 0 || d->station_id == in->station_id) &&
           str_eq(d->group_code, none_if_empty(in->group_code));
}

static enum err seat_set(struct cx *cx, const struct deputy_in *in, const struct congress *c,
    struct deputy *d, bool *changed)
{
    int64_t rows;

    *changed = !seat_same(d, in, c);
    if (*changed)
        TRY(sql_registry_tenure_set(cx, d->id, d->person_id, c->id, in->constituency,
            in->division, in->office_holding, in->post, in->valid_from,
            in->station_id < 0 ? d->station_id : in->station_id, none_if_empty(in->group_code),
            &rows));
    if (d->state == in->state)
        return OK;
    *changed = true;
    TRY(registry_deputy(cx, d->id, d));
    return state_reach(cx, in, d);
}

enum err registry_deputy_put(
    struct cx *cx, const struct deputy_in *given, struct deputy *out, enum put *done)
{
    struct deputy_in in = *given;
    struct congress c;
    bool exists, person_changed, seat_changed = true;
    int64_t person_id;

    in.constituency = in.constituency.p == NULL ? S("") : in.constituency;
    in.post = in.post.p == NULL ? S("") : in.post;
    TRY(registry_may(cx, RIGHT_REGISTRY_EDIT, in.division));
    TRY(texts_check(cx, &in));
    TRY(place_check(cx, &in, &c));
    TRY(sql_registry_deputy_by_code(cx, in.code, out, &exists));
    if (exists)
        TRY(registry_may(cx, RIGHT_REGISTRY_EDIT, out->division));
    TRY(person_put(cx, &in, &person_id, &person_changed));
    if (exists && person_id != out->person_id)
        return fail(cx, ERR_CONFLICT, "person_code", "registry.other_person");
    if (exists)
        TRY(seat_set(cx, &in, &c, out, &seat_changed));
    else
        TRY(seat_add(cx, &in, &c, person_id, &out->id));
    *done = !exists ? PUT_NEW : person_changed || seat_changed ? PUT_CHANGED : PUT_SAME;
    if (*done == PUT_SAME)
        return OK;
    TRY(audit_add(cx, "deputy", out->id, exists ? "registry.changed" : "registry.added",
        in.division, in.code));
    return registry_deputy(cx, out->id, out);
}

enum err registry_tenure_move(struct cx *cx, struct deputy *d, const struct tenure_step *step)
{
    const struct object where = {.division = d->division, .person_id = d->person_id};
    struct date day = date_is(step->day) ? step->day : date_of(cx->now);
    struct str cause = none_if_empty(step->cause);
    const struct move *m;
    enum tenure_state to;
    int64_t changed;

    TRY(registry_may(cx, RIGHT_REGISTRY_EDIT, d->division));
    TRY(flow_step(cx, &tenure_flow, (int)d->state, (int)step->event,
        right_roles_for(cx, &where) | (cx->actor->roles & ROLE_CLOCK),
        cause.n > 0 ? NEEDS_REASON : NEEDS_NOTHING, &m));
    to = (enum tenure_state)m->to;
    TRY(cause_check(cx, to, cause));
    if (date_is(d->valid_from) && day.day < d->valid_from.day)
        return fail(cx, ERR_INVALID, "day", "registry.dates_order");
    TRY(sql_registry_tenure_state_set(
        cx, d->id, step->version, to, cause, to == TENURE_ENDED ? day : DATE_NONE, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    TRY(sql_registry_tenure_step_add(cx, d->id, str_of(tenure_event_words[m->event]), d->state,
        to, cause, none_if_empty(step->note), day, cx->actor->account_id, cx->now, &changed));
    TRY(audit_add(cx, "deputy", d->id, tenure_event_words[m->event], d->division, cause));
    if (to == TENURE_ENDED)
        TRY(event_emit(cx, "deputy", d->id, "deputy.ended"));
    d->state = to;
    d->end_cause = cause;
    d->valid_to = to == TENURE_ENDED ? day : DATE_NONE;
    d->version = step->version + 1;
    return OK;
}

enum err registry_tenure_steps(struct cx *cx, int64_t tenure_id, struct tenure_past_list *out)
{
    return sql_registry_tenure_steps(cx, tenure_id, out);
}

enum err registry_tenure_station(struct cx *cx, struct deputy *d, int64_t station_id)
{
    int64_t changed;

    TRY(registry_may(cx, RIGHT_REGISTRY_EDIT, d->division));
    if (d->station_id == station_id)
        return OK;
    TRY(sql_registry_tenure_station_set(cx, d->id, station_id, &changed));
    d->station_id = station_id;
    d->version++;
    return audit_add(cx, "deputy", d->id, "deputy.station", d->division, (struct str){0});
}

enum err registry_seat_keys(
    struct cx *cx, int64_t tenure_id, struct str *person, struct str *congress)
{
    struct registry_keys keys;

    TRY(sql_registry_seat_keys(cx, tenure_id, &keys));
    *person = keys.person;
    *congress = keys.congress;
    return OK;
}

enum err registry_person_named(struct cx *cx, struct str code, struct str name, int64_t *out)
{
    const struct deputy_in in = {.person_code = code, .name = name};
    bool changed;

    return person_put(cx, &in, out, &changed);
}

enum err registry_person_id(struct cx *cx, struct str code, int64_t *out)
{
    struct registry_person p;
    bool found;

    TRY(sql_registry_person_by_code(cx, code, &p, &found));
    if (!found)
        return fail(cx, ERR_INVALID, "person_code", "registry.no_deputy");
    *out = p.id;
    return OK;
}
