#include "feature/activity/activity_import.h"

#include "feature/activity/activity_names.h"
#include "feature/activity/activity_theme.h"
#include "feature/station/station.h"

#define COUNT_MAX 1000000

/* The numbers in a text, whatever stands between them; full-width digits too.  0: none. */
static size_t numbers_of(struct str s, int64_t *out, size_t max)
{
    size_t n = 0, at = 0;
    bool in = false;
    uint32_t c;

    while ((c = str_next(s, &at)) != 0) {
        if (c >= 0xff10 && c <= 0xff19)
            c = c - 0xff10 + '0';
        if (c < '0' || c > '9') {
            in = false;
            continue;
        }
        if (!in) {
            if (n == max)
                return 0;
            out[n++] = 0;
            in = true;
        }
        if (out[n - 1] > 100000)
            return 0;
        out[n - 1] = out[n - 1] * 10 + (int64_t)(c - '0');
    }
    return n;
}

static bool date_ok(int64_t year, int64_t month, int64_t day, struct date *out)
{
    struct date d;
    struct ymd back;

    if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    d = date_make((int32_t)year, (int32_t)month, (int32_t)day);
    back = date_ymd(d);
    if (back.month != month || back.day != day)
        return false;
    *out = d;
    return true;
}

struct date activity_import_day(
    struct cx *cx, struct str typed, struct date before, const char *field)
{
    struct ymd near = date_ymd(date_is(before) ? before : date_of(cx->now));
    int64_t n[3];
    struct date d = DATE_NONE;
    size_t count = numbers_of(typed, n, 3);
    bool ok = false;

    if (str_empty(str_trim(typed)))
        return before;
    if (count == 3)
        ok = date_ok(n[0] < 100 ? 2000 + n[0] : n[0], n[1], n[2], &d);
    else if (count == 2)
        ok = date_ok(date_ymd(date_of(cx->now)).year, n[0], n[1], &d);
    else if (count == 1 && n[0] > 20000 && n[0] < 80000)
        ok = date_is(d = date_add(date_make(1899, 12, 30), (int32_t)n[0]));
    else if (count == 1)
        ok = date_ok(near.year, near.month, n[0], &d);
    if (ok && count == 2 && d.day > date_of(cx->now).day)
        d = date_add_months(d, -12);
    if (!ok)
        (void)fail(cx, ERR_INVALID, field, "activity.day_wrong");
    return d;
}

/* Digits and nothing else, full-width ones too. */
static bool all_digits(struct str s)
{
    size_t at = 0;
    uint32_t c;

    while ((c = str_next(s, &at)) != 0)
        if (!(c >= '0' && c <= '9') && !(c >= 0xff10 && c <= 0xff19))
            return false;
    return s.n > 0;
}

int64_t activity_import_count(struct cx *cx, struct str typed, const char *field)
{
    static const char *const units[] = {"人次", "人", "户", "次"};
    struct str s = str_trim(typed);
    int64_t n[1] = {0};

    if (str_empty(s))
        return 0;
    for (size_t i = 0; i < COUNT(units); i++)
        if (str_ends(s, str_of(units[i]))) {
            s = str_trim(str_sub(s, 0, s.n - str_of(units[i]).n));
            break;
        }
    if (!all_digits(s) || numbers_of(s, n, 1) != 1 || n[0] > COUNT_MAX)
        (void)fail(cx, ERR_INVALID, field, "activity.people_range");
    return n[0];
}

/* clang-format off */
static const struct import_column columns[] = {
    { "key",          TEXT_activity_import_key,        true,  "走访登记本1-001" },
    { "kind",         TEXT_activity_column_kind,       true,  "走访" },
    { "day",          TEXT_activity_column_day,        true,  "2026-05-13" },
    { "until",        TEXT_activity_import_until,      false, NULL },
    { "division",     TEXT_activity_import_division,   false, "430407001001" },
    { "station",      TEXT_activity_import_station,    false, NULL },
    { "place",        TEXT_label_activity_entry_place, false, "老街晒谷坪" },
    { "others",       TEXT_activity_table_deputies,    false, "430407-6-001" },
    { "people",       TEXT_activity_table_people,      false, "12" },
    { "person_times", TEXT_activity_table_times,       false, NULL },
    { "solved",       TEXT_label_activity_entry_solved, false, NULL },
    { "households",   TEXT_label_activity_entry_households, false, NULL },
    { "raised",       TEXT_label_activity_entry_raised, false, NULL },
    { "money",        TEXT_label_activity_entry_money, false, NULL },
    { "goods",        TEXT_label_activity_entry_goods, false, NULL },
    { "material",     TEXT_label_activity_entry_material, false, NULL },
    { "unit",         TEXT_label_activity_entry_unit,  false, NULL },
    { "hours",        TEXT_label_activity_entry_hours, false, NULL },
    { "firms",        TEXT_label_activity_entry_firms, false, NULL },
    { "farmland",     TEXT_label_activity_entry_farmland, false, NULL },
    { "problems",     TEXT_label_activity_entry_problems, false, NULL },
    { "reports",      TEXT_label_activity_entry_reports, false, NULL },
    { "title",        TEXT_activity_column_title,      false, NULL },
    { "summary",      TEXT_activity_table_summary,     false, "看望老人，问水电" },
    { "voters",       TEXT_activity_table_voters,      false, NULL },
    { "subject",      TEXT_label_activity_entry_subject, false, NULL },
    { "venue",        TEXT_label_activity_entry_venue, false, NULL },
    { "service",      TEXT_label_activity_entry_service, false, NULL },
    { "brand",        TEXT_label_activity_entry_brand, false, NULL },
    { "shifted",      TEXT_label_activity_entry_shifted, false, NULL },
    { "mode",         TEXT_label_activity_entry_mode,  false, NULL },
    { "outcome",      TEXT_label_activity_entry_outcome, false, NULL },
    { "tags",         TEXT_label_activity_entry_tags,  false, NULL },
};
/* clang-format on */

/* Yuan with two decimals; everything else in whole numbers. */
static int64_t amount_of(struct cx *cx, const struct import_row *row, const char *name)
{
    struct str typed = registry_import_text(row, name);
    struct money m;

    if (!str_is(str_of(name), "money") || str_empty(typed))
        return activity_import_count(cx, typed, name);
    if (money_parse(typed, &m) == OK && m.fen >= 0)
        return m.fen;
    (void)fail(cx, ERR_INVALID, name, "activity.amount_range");
    return 0;
}

/* A sheet has one sort of goods in a line. */
static struct str goods_unit(struct cx *cx, const struct import_row *row, const char *name)
{
    int w = -1;

    if (str_is(str_of(name), "material") && !str_empty(registry_import_text(row, "unit")))
        w = registry_import_word(
            cx, row, "unit", activity_goods_units, "word.activity_entry.unit", -1);
    return w < 0 ? S("") : str_of(activity_goods_units[w]);
}

static void asks_read(struct cx *cx, const struct import_row *row,
    const struct activity_kind *k, struct activity_in *in)
{
    in->fields.p = MANY(cx->arena, struct activity_field, ACTIVITY_ASKS);
    for (size_t i = 0; i < ACTIVITY_ASKS && k->asks[i].name != NULL; i++) {
        const struct activity_ask *ask = &k->asks[i];
        struct str value = registry_import_text(row, ask->name);

        if (str_empty(value))
            continue;
        if (ask->words != NULL) {
            int w = registry_import_word(cx, row, ask->name, ask->words,
                str_f(cx->arena, "word.activity_entry.%s", ask->name).p, -1);

            if (w < 0)
                continue;
            value = str_of(ask->words[w]);
        }
        in->fields.p[in->fields.n++] = (struct activity_field){str_of(ask->name), value};
    }
    in->quantities.p = MANY(cx->arena, struct activity_quantity, ACTIVITY_QUANTITIES);
    for (size_t i = 0; i < ACTIVITY_QUANTITIES && k->quantities[i].name != NULL; i++) {
        const struct activity_measure *m = &k->quantities[i];
        struct str unit = m->unit != NULL ? str_of(m->unit) : goods_unit(cx, row, m->name);
        int64_t n = amount_of(cx, row, m->name);

        if (n > 0)
            in->quantities.p[in->quantities.n++] =
                (struct activity_quantity){str_of(m->name), unit, n};
    }
}

/* Keys of seats, separated: nothing is ever matched on a name alone. */
static void people_read(struct cx *cx, const struct import_row *row, struct activity_in *in)
{
    struct activity_names n = activity_names_new(cx);
    struct activity_link_list keys =
        activity_names_split(cx->arena, registry_import_text(row, "others"));

    EACH (w, &keys) {
        struct deputy d;

        if (registry_deputy_by_code(cx, w->word, &d) == OK) {
            activity_names_seat(&n, d.id, ACTIVITY_TOOK_PART);
            continue;
        }
        cx->faults.n--;
        (void)fail(cx, ERR_INVALID, "others", "activity.deputy_key");
        cx_fault_arg(cx, w->word);
    }
    activity_names_voters(&n, registry_import_text(row, "voters"));
    in->persons = n.list;
}

static void station_read(struct cx *cx, const struct import_row *row, struct activity_in *in)
{
    struct str code = registry_import_text(row, "station");
    struct station s;

    if (str_empty(code))
        return;
    if (station_by_code(cx, code, &s) == OK) {
        in->station_id = s.id;
        return;
    }
    cx->faults.n--;
    (void)fail(cx, ERR_INVALID, "station", "activity.station_unknown");
}

static enum err put(struct cx *cx, const struct import_row *row, enum put *done)
{
    int w = registry_import_word(cx, row, "kind", activity_kind_words, "activity.kind", -1);
    struct activity_in in = {.title = registry_import_text(row, "title"),
        .day = activity_import_day(cx, registry_import_text(row, "day"), DATE_NONE, "day"),
        .until = registry_import_date(cx, row, "until"),
        .division = registry_import_text(row, "division"),
        .place = registry_import_text(row, "place"),
        .people = activity_import_count(cx, registry_import_text(row, "people"), "people"),
        .person_times = activity_import_count(
            cx, registry_import_text(row, "person_times"), "person_times"),
        .summary = registry_import_text(row, "summary"),
        .idem = str_f(cx->arena, "import:%.*s", STR(registry_import_text(row, "key")))};
    struct activity a;
    bool repeated;

    if (w >= 0) {
        in.kind = str_of(activity_kind_words[w]);
        asks_read(cx, row, activity_kind_find(in.kind), &in);
    }
    TRY(activity_theme_split(cx, registry_import_text(row, "tags"), &in.tags));
    people_read(cx, row, &in);
    station_read(cx, row, &in);
    TRY(cx_checked(cx));
    TRY(activity_add(cx, &in, &a, &repeated));
    *done = repeated ? PUT_SAME : PUT_NEW;
    return OK;
}

const struct import_kind activity_import_kind = {"activities", TEXT_activity_import_title,
    RIGHT_ACTIVITY_RECORD, columns, COUNT(columns), put};
