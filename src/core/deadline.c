#include "core/deadline.h"

/* Longest periods that somebody may set: ten years. */
enum {
    MAX_DAYS = 3660,
    MAX_MONTHS = 120,
    HOURS_A_DAY = 24
};

enum err period_parse(struct str s, struct period *out)
{
    static const struct {
        const char *suffix;
        enum period_unit unit;
        int64_t max;
        bool stays;
    } units[] = {
        {"wd", PERIOD_WORKING_DAYS, MAX_DAYS, false},
        {"d", PERIOD_DAYS, MAX_DAYS, false},
        {"m", PERIOD_MONTHS, MAX_MONTHS, false},
        {"m!", PERIOD_MONTHS, MAX_MONTHS, true},
        {"h", PERIOD_HOURS, MAX_DAYS * HOURS_A_DAY, false},
    };

    for (size_t i = 0; i < COUNT(units); i++) {
        struct str suffix = str_of(units[i].suffix);
        int64_t n;

        if (!str_ends(s, suffix))
            continue;
        TRY(num_parse(str_sub(s, 0, s.n - suffix.n), 1, units[i].max, &n));
        *out = (struct period){(int32_t)n, units[i].unit, units[i].stays};
        return OK;
    }
    return ERR_INVALID;
}

struct str period_code(struct arena *a, struct period p)
{
    static const char *const suffixes[] = {"wd", "d", "m", "h"};

    return str_f(a, "%d%s%s", (int)p.n, suffixes[p.unit], p.stays ? "!" : "");
}

struct str period_text(struct arena *a, enum lang lang, struct period p)
{
    static const enum text_key units[] = {
        TEXT_period_working_day, TEXT_period_day, TEXT_period_month, TEXT_period_hour};
    struct str n = num_text(a, p.n);
    struct str words = text_fill(a, lang, units[p.unit], &n, 1);

    return p.stays ? text_fill(a, lang, TEXT_period_stays, &words, 1) : words;
}

/* The last day before moving on from rest days (Civil Code Art. 201, 202); for working days
 * the result itself. */
static struct date nominal(const struct calendar *c, struct date from, struct period p)
{
    struct date d = from;

    switch (p.unit) {
    case PERIOD_WORKING_DAYS:
        for (int32_t left = p.n; left > 0;) {
            d = date_add(d, 1);
            if (calendar_works(c, d))
                left--;
        }
        return d;
    case PERIOD_DAYS:
        return date_add(from, p.n);
    case PERIOD_MONTHS:
        return date_add_months(from, p.n);
    case PERIOD_HOURS:
        return date_add(from, (p.n + HOURS_A_DAY - 1) / HOURS_A_DAY);
    }
    return d;
}

static bool unknown_year(const struct calendar *c, struct date from, struct date due)
{
    for (int32_t y = date_ymd(date_add(from, 1)).year; y <= date_ymd(due).year; y++)
        if (!calendar_knows(c, y))
            return true;
    return false;
}

/* Civil Code Art. 203: a last day that is a rest day moves to the next that is not. */
struct due deadline_count(const struct calendar *c, struct date from, struct period p)
{
    struct due due = {.day = nominal(c, from, p)};

    while (!p.stays && !calendar_works(c, due.day))
        due.day = date_add(due.day, 1);
    due.provisional = !p.stays && unknown_year(c, from, due.day);
    return due;
}

int32_t deadline_left(const struct calendar *c, struct date today, struct date due)
{
    struct date from = today.day < due.day ? today : due,
                to = today.day < due.day ? due : today;
    int32_t n = calendar_working_days(c, from, to);

    return today.day < due.day ? n : -n;
}

/* An explanation while it is written. */
struct told {
    struct arena *a;
    const struct calendar *c;
    enum lang lang;
    int32_t year; /* of the trigger; other years are named */
    struct buf out;
};

static const enum text_key months[] = {TEXT_month_1, TEXT_month_2, TEXT_month_3, TEXT_month_4,
    TEXT_month_5, TEXT_month_6, TEXT_month_7, TEXT_month_8, TEXT_month_9, TEXT_month_10,
    TEXT_month_11, TEXT_month_12};
static const enum text_key weekdays[] = {TEXT_weekday_1, TEXT_weekday_2, TEXT_weekday_3,
    TEXT_weekday_4, TEXT_weekday_5, TEXT_weekday_6, TEXT_weekday_7};

static struct str month_name(const struct told *t, int32_t month)
{
    return text_get(t->lang, months[month - 1]);
}

/* "28 Feb", "2 月 28 日"; with the year when it is another one. */
static struct str day_name(const struct told *t, struct date d)
{
    struct ymd ymd = date_ymd(d);
    struct str args[] = {
        num_text(t->a, ymd.day), month_name(t, ymd.month), num_text(t->a, ymd.year)};

    return text_fill(t->a, t->lang,
        ymd.year == t->year ? TEXT_deadline_day : TEXT_deadline_day_year, args, COUNT(args));
}

/* "15–23 Feb", "30 Sep–8 Oct". */
static struct str range_name(const struct told *t, struct date from, struct date to)
{
    struct ymd a = date_ymd(from), b = date_ymd(to);
    bool named = b.year != t->year;

    if (from.day == to.day)
        return day_name(t, from);
    if (a.month == b.month && a.year == b.year) {
        struct str args[] = {num_text(t->a, a.day), num_text(t->a, b.day),
            month_name(t, a.month), num_text(t->a, a.year)};

        return text_fill(t->a, t->lang, named ? TEXT_deadline_range_year : TEXT_deadline_range,
            args, COUNT(args));
    }
    struct str args[] = {day_name(t, from), day_name(t, to)};
    return text_fill(t->a, t->lang, TEXT_deadline_range_months, args, COUNT(args));
}

static void add(struct told *t, enum text_key key, struct str x, struct str y)
{
    struct str args[] = {x, y};

    if (t->out.n > 0)
        buf_add(&t->out, t->lang == LANG_ZH ? S("；") : S("; "));
    buf_add(&t->out, text_fill(t->a, t->lang, key, args, COUNT(args)));
}

/* Only Chinese names the holiday: the names come from the notices. */
static struct str with_name(const struct told *t, struct str when, struct str name)
{
    return t->lang == LANG_ZH ? str_f(t->a, "%.*s%.*s", STR(when), STR(name)) : when;
}

/* Holidays and made-up days among the days counted, in their order. */
static void tell_days(struct told *t, struct date from, struct date to)
{
    for (struct date d = from; d.day <= to.day; d = date_add(d, 1)) {
        enum day_kind kind = calendar_kind(t->c, d);
        struct str name = calendar_name(t->c, d);
        struct date end = d;

        if (kind == DAY_MADE_UP)
            add(t, TEXT_deadline_worked, day_name(t, d),
                text_get(t->lang, weekdays[date_weekday(d) - 1]));
        if (kind != DAY_HOLIDAY)
            continue;
        while (end.day < to.day && calendar_kind(t->c, date_add(end, 1)) == DAY_HOLIDAY &&
               str_eq(calendar_name(t->c, date_add(end, 1)), name))
            end = date_add(end, 1);
        add(t, TEXT_deadline_holiday, with_name(t, range_name(t, d, end), name), S(""));
        d = end;
    }
}

/* What made the last day of a calendar period another than the same day number. */
static void tell_end(struct told *t, struct date from, struct period p, struct date due)
{
    struct date last = nominal(t->c, from, p);
    struct ymd a = date_ymd(from), b = date_ymd(last);

    if (p.unit == PERIOD_MONTHS && a.day != b.day)
        add(t, TEXT_deadline_month_end, month_name(t, b.month), num_text(t->a, a.day));
    if (last.day == due.day)
        return;
    if (calendar_kind(t->c, last) == DAY_HOLIDAY)
        add(t, TEXT_deadline_last_holiday,
            with_name(t, day_name(t, last), calendar_name(t->c, last)), S(""));
    else
        add(t, TEXT_deadline_last_weekend, day_name(t, last),
            text_get(t->lang, weekdays[date_weekday(last) - 1]));
    add(t, TEXT_deadline_moved, day_name(t, due), S(""));
}

struct str deadline_explain(struct arena *a, const struct calendar *c, enum lang lang,
    struct date from, struct period p)
{
    struct due due = deadline_count(c, from, p);
    struct told t = {a, c, lang, date_ymd(from).year, buf_new(a, 16 * 1024)};

    add(&t, p.unit == PERIOD_HOURS ? TEXT_deadline_head_hours : TEXT_deadline_head,
        period_text(a, lang, p), day_name(&t, from));
    if (p.unit == PERIOD_WORKING_DAYS)
        tell_days(&t, date_add(from, 1), due.day);
    else
        tell_end(&t, from, p, due.day);
    for (int32_t y = date_ymd(date_add(from, 1)).year; y <= date_ymd(due.day).year; y++)
        if (due.provisional && !calendar_knows(c, y))
            add(&t, TEXT_deadline_provisional, num_text(a, y), S(""));
    return buf_str(&t.out);
}
