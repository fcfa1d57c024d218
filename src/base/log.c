#include "base/log.h"

#include "base/time.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    LINE_ROOM = 4000
};

static _Atomic int largest = LOG_INFO;

/* A line of its own on the stack: logging must work where no arena is. */
struct line {
    char p[LINE_ROOM];
    size_t n;
};

static void put(struct line *l, const char *p, size_t n)
{
    if (n > LINE_ROOM - 1 - l->n)
        n = LINE_ROOM - 1 - l->n;
    if (n > 0)
        memcpy(l->p + l->n, p, n);
    l->n += n;
}

static bool plain(struct str s)
{
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7F)
            return false;
    }
    return str_utf8_ok(s);
}

/* Quoted, and every byte that could end or fake a line written out. */
static void put_quoted(struct line *l, struct str s)
{
    bool utf8 = str_utf8_ok(s);

    put(l, "\"", 1);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        char code[8];

        if (c == '"' || c == '\\') {
            put(l, (char[]){'\\', (char)c}, 2);
        } else if (c == '\n') {
            put(l, "\\n", 2);
        } else if (c < ' ' || c == 0x7F || (c >= 0x80 && !utf8)) {
            (void)snprintf(code, sizeof code, "\\x%02x", c);
            put(l, code, 4);
        } else {
            put(l, (const char *)&c, 1);
        }
    }
    put(l, "\"", 1);
}

void log_level_set(enum log_level level)
{
    atomic_store(&largest, (int)level);
}

static void put_head(struct line *l, enum log_level level, const char *event)
{
    static const char *const names[] = {"error", "warn", "info", "debug"};
    struct instant now = time_now();
    struct ymd day = date_ymd(date_of(now));
    char head[160];
    int n;

    n = snprintf(head, sizeof head,
        "time=%04d-%02d-%02dT%02d:%02d:%02d+08:00 level=%s event=%s", day.year, day.month,
        day.day, date_hour(now), date_minute(now), (int)(now.s % 60), names[level], event);
    put(l, head, n < 0 ? 0 : (size_t)n < sizeof head ? (size_t)n : sizeof head - 1);
}

void log_write(enum log_level level, const char *event, const struct log_pair *pairs, size_t n)
{
    struct line l;

    if ((int)level > atomic_load(&largest))
        return;
    l.n = 0;
    put_head(&l, level, event);
    for (size_t i = 0; i < n; i++) {
        char number[32];

        put(&l, " ", 1);
        put(&l, pairs[i].key, strlen(pairs[i].key));
        put(&l, "=", 1);
        if (pairs[i].is_number) {
            (void)snprintf(number, sizeof number, "%lld", (long long)pairs[i].number);
            put(&l, number, strlen(number));
        } else if (plain(pairs[i].text)) {
            put(&l, pairs[i].text.p, pairs[i].text.n);
        } else {
            put_quoted(&l, pairs[i].text);
        }
    }
    l.p[l.n++] = '\n';
    /* One write, so that lines of several threads do not mix. */
    if (write(STDERR_FILENO, l.p, l.n) < 0)
        return;
}
