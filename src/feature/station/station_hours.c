/*
 * station: opening hours and reception days: their machine form, their words, and the days
 * themselves, moved behind holidays.
 */
#include "base/vec.h"
#include "core/calendar.h"

#include "feature/station/station.h"
#include "feature/station/station.sql.h"

/* Days between a notice and its reception (practice: three days, at least two). */
#define NOTICE_DAYS 3

static bool digits_two(struct str s, size_t at, int max)
{
    int v;

    if (s.p[at] < '0' || s.p[at] > '9' || s.p[at + 1] < '0' || s.p[at + 1] > '9')
        return false;
    v = (s.p[at] - '0') * 10 + (s.p[at + 1] - '0');
    return v <= max;
}

/* "09:00-11:30" */
static bool span_ok(struct str s)
{
    return s.n == 11 && digits_two(s, 0, 23) && s.p[2] == ':' && digits_two(s, 3, 59) &&
           s.p[5] == '-' && digits_two(s, 6, 23) && s.p[8] == ':' && digits_two(s, 9, 59) &&
           str_cmp(str_sub(s, 0, 5), str_sub(s, 6, 5)) < 0;
}

/* "1-5" or "6" */
static bool days_ok(struct str s)
{
    if (s.n != 1 && (s.n != 3 || s.p[1] != '-' || s.p[0] >= s.p[2]))
        return false;
    for (size_t i = 0; i < s.n; i += 2)
        if (s.p[i] < '1' || s.p[i] > '7')
            return false;
    return true;
}

bool station_hours_ok(struct str hours)
{
    struct str rest = hours;

    if (str_empty(hours) || hours.n > 200)
        return false;
    while (rest.p != NULL) {
        struct str days, times = str_cut(str_cut(rest, ';', &rest), ' ', &days);

        if (days.p == NULL || !days_ok(days))
            return false;
        while (times.p != NULL)
            if (!span_ok(str_cut(times, ',', &times)))
                return false;
    }
    return true;
}

static void day_word(struct buf *b, enum lang lang, char digit)
{
    static const enum text_key keys[] = {TEXT_station_day1, TEXT_station_day2,
        TEXT_station_day3, TEXT_station_day4, TEXT_station_day5, TEXT_station_day6,
        TEXT_station_day7};

    buf_add(b, text_get(lang, keys[digit >= '1' && digit <= '7' ? digit - '1' : 0]));
}

struct str station_hours_text(struct arena *a, enum lang lang, struct str hours)
{
    struct buf b = buf_new(a, 2000);
    struct str rest = hours;

    if (!station_hours_ok(hours))
        return S("");
    while (rest.p != NULL) {
        struct str days, times = str_cut(str_cut(rest, ';', &rest), ' ', &days);

        day_word(&b, lang, days.p[0]);
        if (days.n == 3) {
            buf_add(&b, text_get(lang, TEXT_station_until));
            day_word(&b, lang, days.p[2]);
        }
        while (times.p != NULL) {
            struct str one = str_cut(times, ',', &times);

            buf_char(&b, ' ');
            buf_add(&b, str_sub(one, 0, 5));
            buf_add(&b, S("–"));
            buf_add(&b, str_sub(one, 6, 5));
        }
        if (rest.p != NULL)
            buf_add(&b, text_get(lang, TEXT_station_semicolon));
    }
    return buf_str(&b);
}

enum rule_kind {
    RULE_MONTHLY,
    RULE_ODD,
    RULE_EVEN,
    RULE_WEEKLY
};
static const char *const rule_words[] = {"monthly", "odd", "even", "weekly", NULL};

struct rule_day {
    enum rule_kind kind;
    int32_t n;
    struct str from, to;
};

static bool rule_read(struct str rule, struct rule_day *out)
{
    struct str time, number, word = str_cut(str_cut(rule, ' ', &time), ':', &number);
    int at = word_find(rule_words, word);
    int64_t n;

    if (at < 0 || number.p == NULL ||
        num_parse(number, 1, at == RULE_WEEKLY ? 7 : 31, &n) != OK)
        return false;
    *out = (struct rule_day){.kind = (enum rule_kind)at, .n = (int32_t)n};
    if (time.p == NULL)
        return true;
    if (!span_ok(time))
        return false;
    out->from = str_sub(time, 0, 5);
    out->to = str_sub(time, 6, 5);
    return true;
}

bool station_reception_ok(struct str rule)
{
    struct rule_day r;

    return rule_read(rule, &r);
}

struct str station_reception_text(struct arena *a, enum lang lang, struct str rule)
{
    static const enum text_key keys[] = {
        TEXT_station_monthly, TEXT_station_odd, TEXT_station_even, TEXT_station_weekly};
    struct buf b = buf_new(a, 400), day = buf_new(a, 40);
    struct rule_day r;
    struct str arg;

    if (!rule_read(rule, &r))
        return S("");
    if (r.kind == RULE_WEEKLY)
        day_word(&day, lang, (char)('0' + r.n));
    else
        buf_int(&day, r.n);
    arg = buf_str(&day);
    buf_add(&b, text_fill(a, lang, keys[r.kind], &arg, 1));
    if (r.from.n > 0) {
        buf_char(&b, ' ');
        buf_add(&b, r.from);
        buf_add(&b, S("–"));
        buf_add(&b, r.to);
    }
    return buf_str(&b);
}

/* The first planned day on or after from. */
static struct date planned_next(const struct rule_day *r, struct date from)
{
    struct ymd y = date_ymd(from);

    if (r->kind == RULE_WEEKLY)
        return date_add(from, (r->n - date_weekday(from) + 7) % 7);
    for (int guard = 0; guard < 4; guard++) {
        bool odd = y.month % 2 == 1;
        struct date last = date_add(date_add_months(date_make(y.year, y.month, 1), 1), -1);
        struct date day = date_ymd(last).day < r->n ? last : date_make(y.year, y.month, r->n);

        if (day.day >= from.day && (r->kind == RULE_MONTHLY || odd == (r->kind == RULE_ODD)))
            return day;
        y = date_ymd(date_add(last, 1));
    }
    return from;
}

/* A weekly day may lie on a weekend on purpose; any rule gives way to a holiday, and a day of
 * the month also to a weekend. */
static struct date moved(
    const struct calendar *c, const struct rule_day *r, struct date planned)
{
    struct date day = planned;

    if (r->kind == RULE_WEEKLY && calendar_kind(c, planned) != DAY_HOLIDAY)
        return planned;
    for (int guard = 0; guard < 20 && !calendar_works(c, day); guard++)
        day = date_add(day, 1);
    return day;
}

static struct date notice_of(const struct calendar *c, struct date day)
{
    struct date notice = date_add(day, -NOTICE_DAYS);

    for (int guard = 0; guard < 20 && !calendar_works(c, notice); guard++)
        notice = date_add(notice, -1);
    return notice;
}

enum err station_receptions(struct cx *cx, const struct station *s, struct date from, size_t n,
    struct reception_list *out)
{
    const struct calendar *c;
    struct rule_day r;
    struct date at = date_add(from, -15);

    *out = (struct reception_list){MANY(cx->arena, struct reception, n), 0};
    if (str_empty(s->reception) || !rule_read(s->reception, &r))
        return OK;
    TRY(calendar_load(cx, &c));
    while (out->n < n) {
        struct date planned = planned_next(&r, at), day = moved(c, &r, planned);

        at = date_add(planned, 1);
        if (day.day < from.day || (out->n > 0 && out->p[out->n - 1].day.day == day.day))
            continue;
        out->p[out->n++] = (struct reception){.day = day,
            .planned = planned,
            .from = r.from,
            .to = r.to,
            .notice = notice_of(c, day)};
    }
    return OK;
}

static const struct field day_fields[] = {
    FIELD(struct station_day, duty_id),
    FIELD(struct station_day, day),
    FIELD(struct station_day, planned),
    FIELD(struct station_day, notice),
    FIELD(struct station_day, time_from),
    FIELD(struct station_day, time_to),
    FIELD(struct station_day, deputy),
    FIELD(struct station_day, deputy_public),
    FIELD(struct station_day, cancelled),
    FIELD(struct station_day, reason),
};
const struct shape station_day_shape = SHAPE(station_day, day_fields);

struct str station_off_words(struct arena *a, enum lang lang, struct str reason)
{
    if (!str_starts(reason, S("@")))
        return reason;
    return text_join(
        a, lang, (const struct str[]){S("station.off"), str_sub(reason, 1, 20)}, 2);
}

enum err station_days(struct cx *cx, const struct station *s, struct date from, size_t n,
    struct station_day_list *out)
{
    struct station_day *all = MANY(cx->arena, struct station_day, n);
    struct date last = date_add(from, -1);
    struct reception_list rule;
    const struct calendar *c;
    struct station_day_list list;

    TRY(sql_station_rostered(cx, s->id, from, (int64_t)n, &list));
    EACH (d, &list)
        last = d->day;
    for (size_t i = 0; i < list.n; i++)
        all[i] = list.p[i];
    *out = (struct station_day_list){all, list.n};
    TRY(station_receptions(cx, s, date_add(last, 1), n - list.n, &rule));
    EACH (r, &rule)
        all[out->n++] = (struct station_day){.day = r->day,
            .planned = r->planned,
            .notice = r->notice,
            .time_from = r->from,
            .time_to = r->to,
            .cancelled = INSTANT_NONE};
    TRY(calendar_load(cx, &c));
    for (size_t i = 0; i < out->n; i++)
        all[i].provisional = !calendar_knows(c, date_ymd(all[i].day).year);
    return OK;
}
