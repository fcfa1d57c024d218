/*
 * The calendar is proleptic Gregorian, by whole-number arithmetic alone: libc's time
 * functions depend on the zone of the process and are not used.
 */
#include "base/time.h"

#include <time.h>

enum {
    DAY = 86400,
    SHANGHAI = 8 * 3600,
    ERA_DAYS = 146097, /* 400 years */
    EPOCH = 719468     /* days from 0000-03-01 to 1970-01-01 */
};

bool instant_is(struct instant t)
{
    return t.s != INT64_MIN;
}

bool date_is(struct date d)
{
    return d.day != INT32_MIN;
}

struct instant time_now(void)
{
    struct timespec ts;

    (void)clock_gettime(CLOCK_REALTIME, &ts);
    return (struct instant){ts.tv_sec};
}

int64_t time_mono_ns(void)
{
    struct timespec ts;

    (void)clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static bool leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int32_t month_days(int32_t year, int32_t month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && leap(year) ? 29 : days[month - 1];
}

/* Seconds east of UTC, without overflow at the far ends. */
static int64_t local(struct instant t)
{
    return t.s > INT64_MAX - SHANGHAI ? INT64_MAX : t.s + SHANGHAI;
}

struct date date_of(struct instant t)
{
    int64_t day;

    if (!instant_is(t))
        return DATE_NONE;
    day = floor_div(local(t), DAY);
    if (day > INT32_MAX)
        return (struct date){INT32_MAX};
    if (day <= INT32_MIN)
        return (struct date){INT32_MIN + 1};
    return (struct date){(int32_t)day};
}

struct instant date_start(struct date d)
{
    if (!date_is(d))
        return INSTANT_NONE;
    return (struct instant){(int64_t)d.day * DAY - SHANGHAI};
}

struct instant date_end(struct date d)
{
    if (!date_is(d))
        return INSTANT_NONE;
    return (struct instant){(int64_t)d.day * DAY - SHANGHAI + DAY - 1};
}

struct date date_make(int32_t year, int32_t month, int32_t day)
{
    int32_t y, era, of_era, of_year;

    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > month_days(year, month))
        return DATE_NONE;
    /* Years begin with March, so that the leap day is the last of its year. */
    y = month > 2 ? year : year - 1;
    era = y / 400;
    of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    of_era = (y % 400) * 365 + (y % 400) / 4 - (y % 400) / 100 + of_year;
    return (struct date){era * ERA_DAYS + of_era - EPOCH};
}

struct ymd date_ymd(struct date d)
{
    int64_t z = (int64_t)d.day + EPOCH;
    int64_t era = floor_div(z, ERA_DAYS);
    int64_t of_era = z - era * ERA_DAYS;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / (ERA_DAYS - 1)) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
    int64_t m = (5 * of_year + 2) / 153;

    if (!date_is(d))
        return (struct ymd){0, 0, 0};
    return (struct ymd){(int32_t)(y + era * 400 + (m >= 10)), (int32_t)(m < 10 ? m + 3 : m - 9),
        (int32_t)(of_year - (153 * m + 2) / 5 + 1)};
}

int date_weekday(struct date d)
{
    int64_t thursday = (int64_t)d.day + 3; /* 1970-01-01 was a Thursday */

    return (int)(thursday - floor_div(thursday, 7) * 7) + 1;
}

struct date date_add(struct date d, int32_t days)
{
    int32_t sum;

    if (!date_is(d) || __builtin_add_overflow(d.day, days, &sum))
        return DATE_NONE;
    return (struct date){sum};
}

struct date date_add_months(struct date d, int32_t months)
{
    struct ymd x = date_ymd(d);
    int64_t month = (int64_t)x.year * 12 + x.month - 1 + months;
    int64_t year = floor_div(month, 12);
    int32_t m = (int32_t)(month - year * 12) + 1;

    if (!date_is(d) || year < 1 || year > 9999)
        return DATE_NONE;
    if (x.day > month_days((int32_t)year, m))
        x.day = month_days((int32_t)year, m);
    return date_make((int32_t)year, m, x.day);
}

static int64_t of_day(struct instant t)
{
    return local(t) - floor_div(local(t), DAY) * DAY;
}

int date_hour(struct instant t)
{
    return (int)(of_day(t) / 3600);
}

int date_minute(struct instant t)
{
    return (int)(of_day(t) / 60 % 60);
}

/* Lists are full of dates, and printf takes its time. */
static char *number_put(char *to, int32_t v, int n)
{
    for (int i = n - 1; i >= 0; i--, v /= 10)
        to[i] = (char)('0' + v % 10);
    return to + n;
}

static char *day_put(char *to, struct ymd x)
{
    to = number_put(to, x.year, 4);
    *to++ = '-';
    to = number_put(to, x.month, 2);
    *to++ = '-';
    return number_put(to, x.day, 2);
}

static bool four_digits(struct ymd x)
{
    return x.year >= 0 && x.year <= 9999;
}

struct str date_text(struct arena *a, struct date d)
{
    struct ymd x = date_ymd(d);
    char *p;

    if (!date_is(d))
        return S("");
    if (!four_digits(x))
        return str_f(a, "%04d-%02d-%02d", x.year, x.month, x.day);
    p = arena_take(a, 11);
    *day_put(p, x) = '\0';
    return (struct str){p, 10};
}

struct str instant_text(struct arena *a, struct instant t)
{
    struct ymd x = date_ymd(date_of(t));
    char *p, *to;

    if (!instant_is(t))
        return S("");
    if (!four_digits(x))
        return str_f(a, "%04d-%02d-%02d %02d:%02d", x.year, x.month, x.day, date_hour(t),
            date_minute(t));
    p = arena_take(a, 17);
    to = day_put(p, x);
    *to++ = ' ';
    to = number_put(to, date_hour(t), 2);
    *to++ = ':';
    *number_put(to, date_minute(t), 2) = '\0';
    return (struct str){p, 16};
}

struct str instant_iso(struct arena *a, struct instant t)
{
    int64_t day, second;
    struct ymd x;

    if (!instant_is(t))
        return S("");
    day = floor_div(t.s, DAY);
    second = t.s - day * DAY;
    if (day > INT32_MAX || day <= INT32_MIN)
        return S("");
    x = date_ymd((struct date){(int32_t)day});
    return str_f(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", x.year, x.month, x.day,
        (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}

/* Exactly n digits at *at, moved past them. */
static bool digits(struct str s, size_t *at, size_t n, int32_t *out)
{
    int32_t v = 0;

    if (s.n - *at < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = s.p[*at + i];

        if (c < '0' || c > '9')
            return false;
        v = v * 10 + (c - '0');
    }
    *at += n;
    *out = v;
    return true;
}

static bool skip(struct str s, size_t *at, char c)
{
    if (*at >= s.n || s.p[*at] != c)
        return false;
    ++*at;
    return true;
}

static bool read_date(struct str s, size_t *at, struct date *out)
{
    int32_t y, m, d;

    if (!digits(s, at, 4, &y) || !skip(s, at, '-') || !digits(s, at, 2, &m) ||
        !skip(s, at, '-') || !digits(s, at, 2, &d))
        return false;
    *out = date_make(y, m, d);
    return date_is(*out);
}

enum err date_parse(struct str s, struct date *out)
{
    struct date d;
    size_t at = 0;

    if (!read_date(s, &at, &d) || at != s.n)
        return ERR_INVALID;
    *out = d;
    return OK;
}

/* hh:mm, or hh:mm:ss with a fraction that is dropped. */
static bool read_clock(struct str s, size_t *at, int32_t *seconds)
{
    int32_t h, m, sec = 0, fraction;

    if (!digits(s, at, 2, &h) || !skip(s, at, ':') || !digits(s, at, 2, &m))
        return false;
    if (skip(s, at, ':')) {
        if (!digits(s, at, 2, &sec))
            return false;
        if (skip(s, at, '.')) {
            if (!digits(s, at, 1, &fraction))
                return false;
            while (digits(s, at, 1, &fraction))
                ;
        }
    }
    *seconds = h * 3600 + m * 60 + sec;
    return h <= 23 && m <= 59 && sec <= 59;
}

/* Z, +hh:mm, +hhmm, +hh; nothing at all is local time. */
static bool read_zone(struct str s, size_t *at, int32_t *east)
{
    int32_t h, m = 0, sign;

    *east = SHANGHAI;
    if (*at == s.n)
        return true;
    *east = 0;
    if (skip(s, at, 'Z') || skip(s, at, 'z'))
        return true;
    sign = skip(s, at, '+') ? 1 : skip(s, at, '-') ? -1 : 0;
    if (sign == 0 || !digits(s, at, 2, &h))
        return false;
    if ((skip(s, at, ':') || *at < s.n) && !digits(s, at, 2, &m))
        return false;
    *east = sign * (h * 3600 + m * 60);
    return h <= 15 && m <= 59;
}

enum err instant_parse(struct str s, struct instant *out)
{
    struct date d;
    int32_t seconds, east;
    size_t at = 0;

    if (!read_date(s, &at, &d))
        return ERR_INVALID;
    if (!skip(s, &at, 'T') && !skip(s, &at, 't') && !skip(s, &at, ' '))
        return ERR_INVALID;
    if (!read_clock(s, &at, &seconds) || !read_zone(s, &at, &east) || at != s.n)
        return ERR_INVALID;
    *out = (struct instant){(int64_t)d.day * DAY + seconds - east};
    return OK;
}
