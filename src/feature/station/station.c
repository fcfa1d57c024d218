/*
 * station: words, shapes, the flow (M8), reading and writing stations.
 */
#include "feature/station/station.h"

#include "base/han.h"
#include "core/audit.h"
#include "core/event.h"
#include "core/ledger.h"
#include "core/subtree.h"

#include "feature/station/station.sql.h"

const char *const station_kind_words[] = {"fixed", "mobile", "cloud", NULL};
const char *const station_rank_words[] = {"centre", "point", NULL};
const char *const station_state_words[] = {
    "planned", "built", "open", "suspended", "merged", "closed", NULL};
const char *const station_event_words[] = {
    "build", "start", "suspend", "resume", "merge", "close", NULL};

#define KEEPERS (ROLE_OFFICE | ROLE_PRESIDIUM | ROLE_CLOCK)
#define INTO NEEDS_PARENT /* the station that takes over */
/* clang-format off */
static const struct move station_moves[] = {
    /* from               event            to                 who      needs      clock books tells */
    { STATION_PLANNED,   STATION_BUILD,   STATION_BUILT,     KEEPERS, NEEDS_NOTHING, NULL, NULL, 0 },
    { STATION_BUILT,     STATION_START,   STATION_OPEN,      KEEPERS, NEEDS_NOTHING, NULL, NULL, 0 },
    { STATION_OPEN,      STATION_SUSPEND, STATION_SUSPENDED, KEEPERS, NEEDS_NOTE, NULL, NULL, 0 },
    { STATION_SUSPENDED, STATION_RESUME,  STATION_OPEN,      KEEPERS, NEEDS_NOTHING, NULL, NULL, 0 },
    { STATION_OPEN,      STATION_MERGE,   STATION_MERGED,    KEEPERS, INTO,       NULL, NULL, 0 },
    { STATION_SUSPENDED, STATION_MERGE,   STATION_MERGED,    KEEPERS, INTO,       NULL, NULL, 0 },
    { STATION_PLANNED,   STATION_CLOSE,   STATION_CLOSED,    KEEPERS, NEEDS_NOTE, NULL, NULL, 0 },
    { STATION_BUILT,     STATION_CLOSE,   STATION_CLOSED,    KEEPERS, NEEDS_NOTE, NULL, NULL, 0 },
    { STATION_OPEN,      STATION_CLOSE,   STATION_CLOSED,    KEEPERS, NEEDS_NOTE, NULL, NULL, 0 },
    { STATION_SUSPENDED, STATION_CLOSE,   STATION_CLOSED,    KEEPERS, NEEDS_NOTE, NULL, NULL, 0 },
};
/* clang-format on */
const struct flow station_flow = {
    "station", station_state_words, station_event_words, station_moves, COUNT(station_moves)};

static const struct field station_fields[] = {
    FIELD(struct station, id),
    FIELD(struct station, public_id),
    FIELD(struct station, code),
    FIELD(struct station, name),
    FIELD(struct station, alias),
    FIELD_ENUM(struct station, kind, station_kind_words),
    FIELD_ENUM(struct station, rank, station_rank_words),
    FIELD_ENUM(struct station, state, station_state_words),
    FIELD(struct station, centre_id),
    FIELD(struct station, successor_id),
    FIELD(struct station, division),
    FIELD(struct station, address),
    FIELD(struct station, phone),
    FIELD(struct station, hours),
    FIELD(struct station, reception),
    FIELD(struct station, pinyin),
    FIELD(struct station, valid_from),
    FIELD(struct station, valid_to),
    FIELD(struct station, version),
};
const struct shape station_shape = SHAPE(station, station_fields);

static const struct field past_fields[] = {
    FIELD(struct station_past, id),
    FIELD(struct station_past, event),
    FIELD_ENUM(struct station_past, from_state, station_state_words),
    FIELD_ENUM(struct station_past, to_state, station_state_words),
    FIELD(struct station_past, note),
    FIELD(struct station_past, successor_id),
    FIELD(struct station_past, at),
};
const struct shape station_past_shape = SHAPE(station_past, past_fields);

static struct str none_if_empty(struct str s)
{
    return s.n == 0 ? (struct str){0} : s;
}

enum err station_get(struct cx *cx, int64_t id, struct station *out)
{
    return sql_station_by_id(cx, id, out);
}

enum err station_public(struct cx *cx, struct str public_id, struct station *out)
{
    return sql_station_by_public(cx, public_id, out);
}

enum err station_by_code(struct cx *cx, struct str code, struct station *out)
{
    bool found;

    TRY(sql_station_by_code(cx, code, out, &found));
    return found ? OK : fail(cx, ERR_NOT_FOUND, "station", "registry.no_station");
}

/* As station_below sorts. */
static bool below_before(const void *x, const void *y)
{
    const struct station *a = x, *b = y;
    int order =
        str_cmp(str_of(station_rank_words[a->rank]), str_of(station_rank_words[b->rank]));

    if (order == 0)
        order = str_cmp(a->division, b->division);
    if (order == 0)
        order = str_cmp(a->pinyin, b->pinyin);
    return order != 0 ? order < 0 : a->id < b->id;
}

static enum err below(struct cx *cx, struct str division, int64_t max, struct station_list *out)
{
    const struct subtree_order order = {sizeof(struct station), (size_t)max, below_before};
    struct right_ranges r;

    *out = (struct station_list){0};
    TRY(subtree_of(cx, division, &r));
    for (size_t i = 0; i < r.n; i++) {
        struct station_list part;

        TRY(sql_station_below(cx, r.at[i].from, r.at[i].to, max, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}

enum err station_of_division(struct cx *cx, struct str division, struct station_list *out)
{
    return below(cx, division, 500, out);
}

enum err station_near(struct cx *cx, struct str division, struct station_list *out)
{
    struct str code = division;

    *out = (struct station_list){0};
    while (out->n == 0 && code.n > 0 && registry_code_depth(code) >= 2) {
        TRY(below(cx, code, 20, out));
        code = registry_code_parent(cx->arena, code);
    }
    return OK;
}

enum err station_named(struct cx *cx, struct str typed, struct station_list *out)
{
    struct str like = registry_like(cx, typed);

    *out = (struct station_list){0};
    if (str_points(han_fold(cx->arena, typed)) < 2)
        return OK;
    return sql_station_like(cx, like, out);
}

enum err station_points(struct cx *cx, int64_t centre_id, struct station_list *out)
{
    return sql_station_points(cx, centre_id, out);
}

enum err station_names(struct cx *cx, int64_t id, struct old_name_list *out)
{
    return sql_station_names(cx, id, out);
}

/* As station_page sorts. */
static bool station_before(const void *x, const void *y)
{
    const struct station *a = x, *b = y;
    int order = str_cmp(a->pinyin, b->pinyin);

    return order != 0 ? order < 0 : a->id < b->id;
}

enum err station_list_page(
    struct cx *cx, const struct station_filter *f, struct station_list *out, bool *more)
{
    const struct subtree_order order = {
        sizeof(struct station), (size_t)f->max + 1, station_before};
    struct subtree_rows all = {NULL, 0};
    struct right_ranges r;

    TRY(registry_may(cx, RIGHT_STATION_READ, f->division));
    TRY(subtree_of(cx, f->division, &r));
    for (size_t i = 0; i < r.n; i++) {
        TRY(sql_station_page(cx, r.at[i].from, r.at[i].to, none_if_empty(f->kind),
            none_if_empty(f->state), registry_like(cx, f->name), none_if_empty(f->after),
            f->after_id, f->max + 1, out));
        all = subtree_merge(cx->arena, &order, all, (struct subtree_rows){out->p, out->n});
    }
    *out = (struct station_list){all.p, all.n};
    *more = (int64_t)out->n > f->max;
    out->n -= *more;
    return OK;
}

static enum err texts_check(struct cx *cx, const struct station *s)
{
    cx_faults_clear(cx);
    if (str_empty(s->code) || str_points(s->code) > 40)
        (void)fail(cx, ERR_INVALID, "code", "registry.key_length");
    if (str_empty(s->name) || str_points(s->name) > 60)
        (void)fail(cx, ERR_INVALID, "name", "registry.name_length");
    if (str_points(s->alias) > 60)
        (void)fail(cx, ERR_INVALID, "alias", "registry.name_length");
    if (str_points(s->address) > 200)
        (void)fail(cx, ERR_INVALID, "address", "registry.text_length");
    if (str_points(s->phone) > 40)
        (void)fail(cx, ERR_INVALID, "phone", "registry.text_length");
    if (!str_empty(s->hours) && !station_hours_ok(s->hours))
        (void)fail(cx, ERR_INVALID, "hours", "station.hours_form");
    if (!str_empty(s->reception) && !station_reception_ok(s->reception))
        (void)fail(cx, ERR_INVALID, "reception", "station.reception_form");
    return cx_checked(cx);
}

static enum err station_check(struct cx *cx, const struct station *s)
{
    struct station centre;
    struct division at;

    TRY(texts_check(cx, s));
    if (registry_division(cx, s->division, &at) != OK) {
        cx_faults_clear(cx);
        return fail(cx, ERR_INVALID, "division", "registry.no_division");
    }
    if (s->centre_id == 0)
        return OK;
    if (station_get(cx, s->centre_id, &centre) != OK || centre.rank != STATION_CENTRE ||
        s->rank != STATION_POINT) {
        cx_faults_clear(cx);
        return fail(cx, ERR_INVALID, "centre", "station.no_centre");
    }
    return OK;
}

static bool station_same(const struct station *x, const struct station *y)
{
    return str_eq(x->name, y->name) && str_eq(x->alias, y->alias) && x->kind == y->kind &&
           x->rank == y->rank && x->centre_id == y->centre_id &&
           str_eq(x->division, y->division) && str_eq(x->address, y->address) &&
           str_eq(x->phone, y->phone) && str_eq(x->hours, y->hours) &&
           str_eq(x->reception, y->reception) && x->valid_from.day == y->valid_from.day;
}

static struct str folded_of(struct cx *cx, const struct station *s)
{
    return han_fold(cx->arena, str_f(cx->arena, "%.*s %.*s", STR(s->name), STR(s->alias)));
}

static bool in_use(enum station_state state)
{
    return state == STATION_OPEN || state == STATION_SUSPENDED;
}

/* One station more or less there is from this day on (a stock, not a correction). */
static enum err stock_book(
    struct cx *cx, const struct station *s, struct str division, struct date day, bool more)
{
    return ledger_book(cx, "station.stations", division, day, more ? 1 : -1, "station", s->id);
}

static enum err station_insert(struct cx *cx, struct station *s)
{
    s->public_id = registry_public_id(cx);
    TRY(sql_station_add(cx, s->public_id, s->code, s->name, s->alias, folded_of(cx, s),
        s->pinyin, s->kind, s->rank, s->state, s->centre_id, s->division, s->address, s->phone,
        s->hours, s->reception, s->valid_from, s->valid_to, &s->id));
    if (in_use(s->state))
        TRY(stock_book(cx, s, s->division,
            date_is(s->valid_from) ? s->valid_from : date_of(cx->now), true));
    return audit_add(cx, "station", s->id, "registry.added", s->division, s->code);
}

static enum err station_update(struct cx *cx, struct station *s, const struct station *old)
{
    int64_t changed;

    TRY(sql_station_set(cx, s->id, s->version, s->name, s->alias, folded_of(cx, s), s->pinyin,
        s->kind, s->rank, s->centre_id, s->division, s->address, s->phone, s->hours,
        s->reception, s->valid_from, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    if (!str_eq(s->name, old->name))
        TRY(sql_station_name_add(
            cx, s->id, old->name, date_add(date_of(cx->now), -1), &changed));
    if (in_use(s->state) && !str_eq(s->division, old->division)) {
        TRY(stock_book(cx, s, old->division, date_of(cx->now), false));
        TRY(stock_book(cx, s, s->division, date_of(cx->now), true));
    }
    return audit_add(cx, "station", s->id, "registry.changed", s->division, s->code);
}

enum err station_put(struct cx *cx, struct station *s, enum put *done)
{
    struct station old;
    bool exists;

    TRY(registry_may(cx, RIGHT_STATION_EDIT, s->division));
    s->alias = none_if_empty(s->alias);
    s->phone = none_if_empty(s->phone);
    s->hours = none_if_empty(s->hours);
    s->reception = none_if_empty(s->reception);
    s->address = s->address.p == NULL ? S("") : s->address;
    TRY(station_check(cx, s));
    TRY(sql_station_by_code(cx, s->code, &old, &exists));
    if (exists) {
        TRY(registry_may(cx, RIGHT_STATION_EDIT, old.division));
        if (s->version > 0 && s->version != old.version)
            return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
        s->id = old.id;
        s->public_id = old.public_id;
        s->version = old.version;
        s->state = old.state;
        s->valid_to = old.valid_to;
        s->successor_id = old.successor_id;
    }
    if (exists && station_same(s, &old)) {
        *s = old;
        *done = PUT_SAME;
        return OK;
    }
    s->pinyin = han_pinyin_key(cx->arena, s->name);
    if (exists)
        TRY(station_update(cx, s, &old));
    else
        TRY(station_insert(cx, s));
    *done = exists ? PUT_CHANGED : PUT_NEW;
    return station_get(cx, s->id, s);
}

/* The station that takes over: another one, open. */
static enum err successor_find(
    struct cx *cx, const struct station *s, struct str code, int64_t *id)
{
    struct station next;
    bool found;

    *id = 0;
    if (str_empty(code))
        return OK;
    TRY(sql_station_by_code(cx, code, &next, &found));
    if (!found || next.id == s->id || next.state != STATION_OPEN)
        return fail(cx, ERR_INVALID, "successor", "station.no_successor");
    *id = next.id;
    return OK;
}

static enum err station_leave(struct cx *cx, const struct station *s, int64_t next)
{
    int64_t changed;

    TRY(sql_station_seats_hand(cx, s->id, next, &changed));
    TRY(sql_station_points_hand(cx, s->id, next, &changed));
    return event_emit(cx, "station", s->id, "station.closed");
}

enum err station_make_move(struct cx *cx, struct station *s, const struct station_move *step)
{
    const struct object where = {.division = s->division};
    struct date today = date_of(cx->now), from = s->valid_from;
    const struct move *m;
    enum station_state to;
    unsigned given = 0;
    int64_t next, changed;
    bool ends;

    TRY(registry_may(cx, RIGHT_STATION_EDIT, s->division));
    given |= str_empty(step->note) ? 0 : NEEDS_NOTE;
    given |= str_empty(step->successor) ? 0 : NEEDS_PARENT;
    TRY(flow_step(cx, &station_flow, (int)s->state, (int)step->event,
        right_roles_for(cx, &where) | (cx->actor->roles & ROLE_CLOCK), given, &m));
    to = (enum station_state)m->to;
    ends = flow_final(&station_flow, m->to);
    TRY(successor_find(cx, s, step->successor, &next));
    if (to == STATION_OPEN && !date_is(from))
        from = today;
    TRY(sql_station_state_set(
        cx, s->id, step->version, to, next, from, ends ? today : DATE_NONE, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    TRY(sql_station_step_add(cx, s->id, str_of(station_event_words[m->event]), s->state, to,
        none_if_empty(step->note), next, cx->actor->account_id, cx->now, &changed));
    TRY(audit_add(cx, "station", s->id, station_event_words[m->event], s->division,
        none_if_empty(step->note)));
    if (in_use(to) != in_use(s->state))
        TRY(stock_book(cx, s, s->division, in_use(to) ? from : today, in_use(to)));
    if (ends)
        TRY(station_leave(cx, s, next));
    return station_get(cx, s->id, s);
}

enum err station_steps(struct cx *cx, int64_t id, struct station_past_list *out)
{
    return sql_station_steps(cx, id, out);
}
