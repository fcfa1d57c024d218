#include "core/calendar.h"

#include "base/json.h"
#include "core/calendar.sql.h"
#include "core/sql.h"

struct calendar {
    const struct calendar_day *days; /* ordered by day, each once */
    size_t n;
    const struct calendar_year *years;
    size_t nyears;
    int64_t version;
};

static const struct field year_fields[] = {
    FIELD(struct calendar_year, year),
    FIELD(struct calendar_year, version),
    FIELD(struct calendar_year, source),
};
const struct shape calendar_year_shape = SHAPE(calendar_year, year_fields);

static const struct field day_fields[] = {
    FIELD(struct calendar_day, day),
    FIELD(struct calendar_day, year),
    FIELD(struct calendar_day, off),
    FIELD(struct calendar_day, name),
};
const struct shape calendar_day_shape = SHAPE(calendar_day, day_fields);

#define STRING(literal)                                                                        \
    {                                                                                          \
        "" literal, sizeof(literal) - 1                                                        \
    }
#include "core/calendar_data.h"

static const struct calendar shipped = {
    shipped_days, COUNT(shipped_days), shipped_years, COUNT(shipped_years), 0};

enum {
    CALENDAR_MAX_BYTES = 64 * 1024,
    CALENDAR_MAX_DAYS = 120,
    CALENDAR_WEEKEND = 6 /* Saturday, of 1 Monday .. 7 Sunday */
};

const struct calendar *calendar_shipped(struct arena *a)
{
    (void)a;
    return &shipped;
}

/* The first row of that day or later; c->n when there is none. */
static size_t row_from(const struct calendar *c, struct date d)
{
    size_t from = 0, to = c->n;

    while (from < to) {
        size_t mid = from + (to - from) / 2;

        if (c->days[mid].day.day < d.day)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

static const struct calendar_day *find(const struct calendar *c, struct date d)
{
    size_t at = row_from(c, d);

    return at < c->n && c->days[at].day.day == d.day ? &c->days[at] : NULL;
}

enum day_kind calendar_kind(const struct calendar *c, struct date d)
{
    const struct calendar_day *row = find(c, d);
    bool weekend = date_weekday(d) >= CALENDAR_WEEKEND;

    if (row != NULL && row->off)
        return DAY_HOLIDAY;
    if (weekend)
        return row != NULL ? DAY_MADE_UP : DAY_WEEKEND;
    return DAY_WORK;
}

bool calendar_works(const struct calendar *c, struct date d)
{
    enum day_kind kind = calendar_kind(c, d);

    return kind == DAY_WORK || kind == DAY_MADE_UP;
}

int32_t calendar_working_days(const struct calendar *c, struct date from, struct date to)
{
    int32_t days = to.day - from.day, n = days / 7 * 5;

    for (int32_t i = days / 7 * 7 + 1; i <= days; i++)
        n += date_weekday(date_add(from, i)) < CALENDAR_WEEKEND;
    for (size_t i = row_from(c, date_add(from, 1)); i < c->n; i++) {
        const struct calendar_day *row = &c->days[i];
        bool weekend = date_weekday(row->day) >= CALENDAR_WEEKEND;

        if (row->day.day > to.day)
            break;
        if (row->off && !weekend)
            n--;
        if (!row->off && weekend)
            n++;
    }
    return n;
}

bool calendar_knows(const struct calendar *c, int32_t year)
{
    for (size_t i = 0; i < c->nyears; i++)
        if (c->years[i].year == year)
            return true;
    return false;
}

struct str calendar_name(const struct calendar *c, struct date d)
{
    const struct calendar_day *row = find(c, d);

    return row != NULL ? row->name : (struct str){NULL, 0};
}

int64_t calendar_version(const struct calendar *c)
{
    return c->version;
}

struct calendar_year_list calendar_years(const struct calendar *c, struct arena *a)
{
    struct calendar_year_list list = {MANY(a, struct calendar_year, c->nyears), c->nyears};

    for (size_t i = 0; i < c->nyears; i++)
        list.p[i] = c->years[i];
    return list;
}

/* The shipped years, without those that were imported, merged with what was. */
static void overlay(struct arena *a, struct calendar *c, const struct calendar_year_list *years,
    const struct calendar_day_list *days)
{
    struct calendar only = {.years = years->p, .nyears = years->n};
    struct calendar_day *all = MANY(a, struct calendar_day, shipped.n + days->n);
    struct calendar_year *known = MANY(a, struct calendar_year, shipped.nyears + years->n);
    size_t n = 0, i = 0, k = 0;

    while (i < shipped.n || k < days->n) {
        const struct calendar_day *s = i < shipped.n ? &shipped.days[i] : NULL;

        if (s != NULL && calendar_knows(&only, (int32_t)s->year)) {
            i++;
        } else if (k < days->n && (s == NULL || days->p[k].day.day <= s->day.day)) {
            i += s != NULL && days->p[k].day.day == s->day.day;
            all[n++] = days->p[k++];
        } else {
            all[n++] = *s;
            i++;
        }
    }
    c->days = all;
    c->n = n;
    c->years = known;
    for (i = 0; i < shipped.nyears; i++)
        if (!calendar_knows(&only, (int32_t)shipped.years[i].year))
            known[c->nyears++] = shipped.years[i];
    for (k = 0; k < years->n; k++)
        known[c->nyears++] = years->p[k];
    for (i = 0; i < n; i++)
        all[i].name = str_dup(a, all[i].name);
    for (i = 0; i < c->nyears; i++)
        known[i].source = str_dup(a, known[i].source);
}

static enum err stored(struct cx *cx, const struct calendar **out)
{
    struct arena *a = sql_kept_arena(cx);
    struct calendar_year_list years;
    struct calendar_day_list days;
    struct calendar *c;

    TRY(sql_calendar_years(cx, &years));
    if (years.n == 0) {
        *out = &shipped;
        return OK;
    }
    TRY(sql_calendar_days(cx, &days));
    c = NEW(a, struct calendar);
    EACH (y, &years)
        c->version = y->version > c->version ? y->version : c->version;
    overlay(a, c, &years, &days);
    *out = c;
    return OK;
}

/* It lives until the transaction ends. */
enum err calendar_load(struct cx *cx, const struct calendar **out)
{
    const struct calendar **kept = sql_kept(cx, S("calendar"));

    if (kept == NULL) {
        kept = NEW(sql_kept_arena(cx), const struct calendar *);
        TRY(stored(cx, kept));
        sql_keep(cx, S("calendar"), (void *)kept);
    }
    *out = *kept;
    return OK;
}

static enum err bad(struct cx *cx, const char *rule)
{
    return fail(cx, ERR_INVALID, "file", rule);
}

/* One entry of "days": {"name", "date", "isOffDay"}. */
static enum err day_read(
    struct cx *cx, const struct json_value *v, int32_t year, struct calendar_day *out)
{
    const struct json_value *name = json_at(v, "name"), *date = json_at(v, "date"),
                            *off = json_at(v, "isOffDay");
    struct ymd ymd;

    if (v->kind != JSON_MAP || name == NULL || name->kind != JSON_STR || date == NULL ||
        date->kind != JSON_STR || off == NULL || off->kind != JSON_BOOL ||
        date_parse(date->s, &out->day) != OK)
        return bad(cx, "calendar.bad_day");
    ymd = date_ymd(out->day);
    if (ymd.year < year - 1 || ymd.year > year + 1 || str_points(name->s) > 20)
        return bad(cx, "calendar.bad_day");
    out->name = name->s;
    out->off = off->i != 0;
    out->year = year;
    return OK;
}

static enum err source_read(struct cx *cx, const struct json_value *papers, struct str *out)
{
    struct buf b = buf_new(cx->arena, 2000);

    if (papers == NULL || papers->kind != JSON_LIST || papers->n == 0)
        return bad(cx, "calendar.no_source");
    for (size_t i = 0; i < papers->n; i++) {
        if (papers->items[i].kind != JSON_STR)
            return bad(cx, "calendar.no_source");
        if (i > 0)
            buf_char(&b, ' ');
        buf_add(&b, papers->items[i].s);
    }
    if (buf_take(&b, out) != OK || str_empty(*out))
        return bad(cx, "calendar.no_source");
    return OK;
}

static enum err days_write(struct cx *cx, const struct json_value *days, int32_t year)
{
    for (size_t i = 0; i < days->n; i++) {
        struct calendar_day d = {0};

        TRY(day_read(cx, &days->items[i], year, &d));
        /* A notice that takes a holiday back names weekdays as worked: nothing to keep. */
        if (!d.off && date_weekday(d.day) < CALENDAR_WEEKEND)
            continue;
        TRY(sql_calendar_day_put(cx, d.day, d.year, d.off, d.name, NULL));
    }
    return OK;
}

enum err calendar_import(struct cx *cx, struct str json, int32_t *out)
{
    struct json_value root;
    const struct json_value *year, *days;
    struct str source;
    int32_t y;

    if (json_parse(cx->arena, json, CALENDAR_MAX_BYTES, &root) != OK || root.kind != JSON_MAP)
        return bad(cx, "calendar.not_json");
    year = json_at(&root, "year");
    days = json_at(&root, "days");
    if (year == NULL || year->kind != JSON_INT || year->i < 2007 || year->i > 2200)
        return bad(cx, "calendar.bad_year");
    if (days == NULL || days->kind != JSON_LIST || days->n == 0 || days->n > CALENDAR_MAX_DAYS)
        return bad(cx, "calendar.no_days");
    y = (int32_t)year->i;
    TRY(source_read(cx, json_at(&root, "papers"), &source));
    sql_kept_drop(cx);
    TRY(sql_calendar_year_clear(cx, y, NULL));
    TRY(sql_calendar_year_put(cx, y, source, cx->now, NULL));
    TRY(days_write(cx, days, y));
    *out = y;
    return OK;
}
