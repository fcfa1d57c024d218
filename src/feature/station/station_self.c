#include "feature/station/station_self.h"

#include "base/han.h"
#include "core/audit.h"

#include "feature/station/station_self.sql.h"

#define TABLE "visit_self"

enum {
    NAME_POINTS = 50,
    MATTER_POINTS = 500,
    PERSONS_MOST = 99,
    TOKEN_LETTERS = 10,
    DAY_SECONDS = 86400
};

const char *const self_state_words[] = {"waiting", "confirmed", "dropped", NULL};

static const struct field door_fields[] = {
    FIELD(struct station_door, station_id),
    FIELD(struct station_door, token),
    FIELD(struct station_door, opened),
};
const struct shape station_door_shape = SHAPE(station_door, door_fields);

static const struct field self_fields[] = {
    FIELD(struct self_visit, id),
    FIELD(struct self_visit, uid),
    FIELD(struct self_visit, station_id),
    FIELD(struct self_visit, day),
    FIELD(struct self_visit, persons),
    FIELD(struct self_visit, name_sealed),
    FIELD(struct self_visit, phone_sealed),
    FIELD(struct self_visit, matter_sealed),
    FIELD_ENUM(struct self_visit, state, self_state_words),
    FIELD(struct self_visit, visit_id),
    FIELD(struct self_visit, made),
    FIELD(struct self_visit, version),
};
const struct shape self_visit_shape = SHAPE(self_visit, self_fields);

/* Personal Information Protection Law Art. 6, 13(1), 19: with the visitor's own hand, for the
 * reception alone, and for as short a time as it takes. */
const struct personal_field station_personal[] = {
    {TABLE, "name_sealed", "station.purpose.self",
        "Personal Information Protection Law Art. 13(1), 19", 6, MASK_NAME, .uid = "uid"},
    {TABLE, "phone_sealed", "station.purpose.self",
        "Personal Information Protection Law Art. 13(1), 19", 6, MASK_PHONE, .uid = "uid"},
    {TABLE, "matter_sealed", "station.purpose.self",
        "Personal Information Protection Law Art. 13(1), 19", 6, MASK_ALL, .uid = "uid"},
    {.table = NULL},
};

static struct str token_new(struct cx *cx)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz";
    struct buf b = buf_new(cx->arena, TOKEN_LETTERS + 1);

    for (int i = 0; i < TOKEN_LETTERS; i++)
        buf_char(&b, letters[rng_below(cx->rng, sizeof letters - 1)]);
    return buf_str(&b);
}

enum err station_door_find(
    struct cx *cx, const struct station *s, struct station_door *out, bool *found)
{
    TRY(registry_may(cx, RIGHT_VISIT_RECORD, s->division));
    return sql_visit_door_of(cx, s->id, out, found);
}

enum err station_door_open(struct cx *cx, const struct station *s, struct station_door *out)
{
    struct station_door d = {s->id, token_new(cx), cx->now};

    TRY(registry_may(cx, RIGHT_VISIT_RECORD, s->division));
    if (s->state != STATION_OPEN)
        return fail(cx, ERR_CONFLICT, NULL, "station.not_open");
    TRY(sql_visit_door_put(cx, d.station_id, d.token, d.opened, cx->actor->account_id, NULL));
    *out = d;
    return audit_add(cx, "station", s->id, "station.door_opened", s->division, (struct str){0});
}

enum err station_door_close(struct cx *cx, const struct station *s)
{
    int64_t changed;

    TRY(registry_may(cx, RIGHT_VISIT_RECORD, s->division));
    TRY(sql_visit_door_drop(cx, s->id, &changed));
    return changed == 0 ? OK
                        : audit_add(cx, "station", s->id, "station.door_closed", s->division,
                              (struct str){0});
}

enum err station_door_station(struct cx *cx, struct str token, struct station *out)
{
    struct station_door d;
    bool found;

    TRY(sql_visit_door_by_token(cx, token, &d, &found));
    if (found)
        TRY(station_get(cx, d.station_id, out));
    if (!found || out->state != STATION_OPEN)
        return fail(cx, ERR_NOT_FOUND, NULL, "station.door_closed");
    return OK;
}

static enum err self_check(struct cx *cx, const struct self_visit *v)
{
    cx_faults_clear(cx);
    if (str_empty(v->name) || str_points(v->name) > NAME_POINTS)
        (void)fail(cx, ERR_INVALID, "name", "station.self_name");
    if (str_empty(v->matter) || str_points(v->matter) > MATTER_POINTS)
        (void)fail(cx, ERR_INVALID, "matter", "station.self_matter");
    if (v->persons < 1 || v->persons > PERSONS_MOST)
        (void)fail(cx, ERR_INVALID, "persons", "station.self_persons");
    return cx_checked(cx);
}

/* What makes two entries of a day the same. */
static struct str entry_of(struct cx *cx, struct str name, struct str phone, struct str matter)
{
    return str_f(cx->arena, "%.*s|%.*s|%.*s", STR(name), STR(phone), STR(matter));
}

static enum err unsealed(struct cx *cx, const struct self_visit *v, const char *column,
    struct bytes sealed, struct str *out)
{
    *out = S("");
    if (sealed.n == 0)
        return OK;
    return privacy_unseal(cx, "seal", privacy_place(cx, TABLE, column, v->uid), sealed, out);
}

/* The index of an entry is under the key of its hour: entries of the day a key was changed are
 * compared as they were written. */
static enum err entered_before(
    struct cx *cx, const struct station *s, struct str entry, bool *before)
{
    struct str folded = han_fold(cx->arena, entry), name, phone, matter;
    struct self_visit_list list;

    *before = false;
    if (privacy_ages(cx->keys) < 2)
        return OK;
    TRY(sql_self_visits_day(cx, s->id, date_of(cx->now), &list));
    EACH (v, &list) {
        TRY(unsealed(cx, v, "name_sealed", v->name_sealed, &name));
        TRY(unsealed(cx, v, "phone_sealed", v->phone_sealed, &phone));
        TRY(unsealed(cx, v, "matter_sealed", v->matter_sealed, &matter));
        if (str_eq(folded, han_fold(cx->arena, entry_of(cx, name, phone, matter))))
            *before = true;
    }
    return OK;
}

enum err station_self_add(struct cx *cx, const struct station *s, struct self_visit *v,
    struct str idem, bool *repeated)
{
    struct bytes none = {NULL, 0}, phone = none;
    int64_t waiting, added;
    struct str index, entry;

    v->name = str_trim(v->name);
    v->matter = str_trim(v->matter);
    TRY(self_check(cx, v));
    TRY(sql_self_visits_wait(cx, s->id, &waiting));
    if (waiting >= SELF_WAITING_MOST)
        return fail(cx, ERR_LIMIT, NULL, "station.self_full");
    v->uid = privacy_uid(cx);
    if (!str_empty(v->phone))
        phone = privacy_seal(cx, TABLE, "phone_sealed", v->uid, v->phone);
    entry = entry_of(cx, v->name, v->phone, v->matter);
    TRY(entered_before(cx, s, entry, repeated));
    if (*repeated)
        return OK;
    index = privacy_index(cx, "visit_self.entry", entry);
    TRY(sql_self_visit_add(cx, v->uid, s->id, date_of(cx->now), v->persons,
        privacy_seal(cx, TABLE, "name_sealed", v->uid, v->name), phone,
        privacy_seal(cx, TABLE, "matter_sealed", v->uid, v->matter), index, cx->now, idem,
        &added));
    *repeated = added == 0;
    if (*repeated)
        return OK;
    return audit_add(cx, "station", s->id, "visit.self_entered", s->division, (struct str){0});
}

/* Open what was sealed, masked until it is revealed. */
static enum err open_one(struct cx *cx, struct self_visit *v)
{
    if (v->name_sealed.n > 0)
        TRY(privacy_open(cx, TABLE, "name_sealed", v->uid, v->name_sealed, &v->name_priv));
    if (v->phone_sealed.n > 0)
        TRY(privacy_open(cx, TABLE, "phone_sealed", v->uid, v->phone_sealed, &v->phone_priv));
    return OK;
}

enum err station_self_waiting(
    struct cx *cx, const struct station *s, struct self_visit_list *out)
{
    TRY(registry_may(cx, RIGHT_VISIT_RECORD, s->division));
    TRY(sql_self_visits_waiting(cx, s->id, out));
    EACH (v, out)
        TRY(open_one(cx, v));
    return OK;
}

enum err station_self_get(struct cx *cx, int64_t id, struct self_visit *out)
{
    struct str why = text_get(LANG_ZH, TEXT_station_self_reason);
    struct priv matter = {{NULL, 0}};
    struct self_visit v;
    struct station s;

    TRY(sql_self_visit_by_id(cx, id, &v));
    TRY(station_get(cx, v.station_id, &s));
    TRY(registry_may(cx, RIGHT_VISIT_RECORD, s.division));
    TRY(open_one(cx, &v));
    if (v.name_sealed.n > 0) {
        TRY(privacy_open(cx, TABLE, "matter_sealed", v.uid, v.matter_sealed, &matter));
        v.name = privacy_reveal(cx, v.name_priv, TABLE, id, "name", why);
        v.matter = privacy_reveal(cx, matter, TABLE, id, "matter", why);
    }
    if (v.phone_sealed.n > 0)
        v.phone = privacy_reveal(cx, v.phone_priv, TABLE, id, "phone", why);
    *out = v;
    return OK;
}

static enum err waits(struct cx *cx, const struct self_visit *e)
{
    return e->state == SELF_WAITING ? OK : fail(cx, ERR_CONFLICT, NULL, "station.self_done");
}

enum err station_self_confirm(
    struct cx *cx, const struct self_visit *e, int64_t version, struct visit *v)
{
    int64_t changed;

    TRY(waits(cx, e));
    v->station_id = e->station_id;
    v->idem = str_f(cx->arena, "self:%.*s", STR(e->uid));
    TRY(station_visit_add(cx, v));
    TRY(sql_self_visit_set(cx, e->id, version, SELF_CONFIRMED, v->id, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    return audit_add(cx, "visit", v->id, "visit.self_confirmed", v->division, (struct str){0});
}

enum err station_self_drop(struct cx *cx, const struct self_visit *e, int64_t version)
{
    struct station s;
    int64_t changed;

    TRY(station_get(cx, e->station_id, &s));
    TRY(registry_may(cx, RIGHT_VISIT_RECORD, s.division));
    TRY(waits(cx, e));
    TRY(sql_self_visit_set(cx, e->id, version, SELF_DROPPED, 0, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    return audit_add(cx, "station", s.id, "visit.self_dropped", s.division, (struct str){0});
}

static struct instant term(const struct cx *cx)
{
    return (struct instant){cx->now.s - (int64_t)SELF_DAYS * DAY_SECONDS};
}

enum err station_self_old(struct cx *cx, int64_t *n)
{
    return sql_self_visits_old(cx, term(cx), n);
}

enum err station_self_forget(struct cx *cx, int64_t *forgotten)
{
    return sql_self_visits_forget(cx, term(cx), forgotten);
}

enum err station_self_check(struct cx *cx, struct buf *problems)
{
    int64_t n;

    TRY(sql_self_visits_lost(cx, &n));
    if (n > 0)
        buf_f(problems, "%lld confirmed entries of visitors have no visit\n", (long long)n);
    return OK;
}
