#include "base/conf.h"

#include "base/num.h"
#include "base/vec.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
    FILE_MAX = 256 * 1024
};

struct value {
    struct str text;
    int64_t number;
    struct str origin;
};

struct conf {
    const struct setting *rows;
    struct value *values; /* one for each row */
    size_t n;
};

struct reading {
    struct arena *arena;
    struct conf *conf;
    struct buf *problems;
    bool failed;
};

static void problem(struct reading *r, struct str origin, const char *what, struct str name)
{
    r->failed = true;
    buf_f(r->problems, "%.*s: %s \"%.*s\"\n", STR(origin), what, STR(name));
}

static size_t find(const struct conf *c, struct str name)
{
    size_t i = 0;

    while (i < c->n && !str_is(name, c->rows[i].name))
        i++;
    return i;
}

static enum err parse_bool(struct str s, int64_t *out)
{
    static const char *const words[] = {
        "false", "true", "no", "yes", "off", "on", "0", "1", NULL};

    for (int i = 0; words[i] != NULL; i++) {
        if (str_eq_nocase(s, str_of(words[i]))) {
            *out = i % 2;
            return OK;
        }
    }
    return ERR_INVALID;
}

/* A number with an optional unit of one letter. */
static enum err parse_scaled(
    struct str s, const char *units, const int64_t *sizes, int64_t *out)
{
    int64_t scale = 1, v;
    const char *unit = s.n > 0 ? strchr(units, s.p[s.n - 1]) : NULL;

    if (unit != NULL && *unit != '\0') {
        scale = sizes[unit - units];
        s = str_trim(str_sub(s, 0, s.n - 1));
    }
    TRY(num_parse(s, INT64_MIN, INT64_MAX, &v));
    return __builtin_mul_overflow(v, scale, out) ? ERR_INVALID : OK;
}

static enum err parse(const struct setting *row, struct str s, int64_t *number)
{
    static const int64_t seconds[] = {1, 60, 3600, 86400};
    static const int64_t bytes[] = {1 << 10, 1 << 10, 1 << 20, 1 << 20, 1 << 30, 1 << 30};
    int64_t v = 0;

    switch (row->kind) {
    case SET_TEXT:
    case SET_PATH:
        *number = 0;
        return OK;
    case SET_BOOL:
        return parse_bool(s, number);
    case SET_INT:
        TRY(num_parse(s, INT64_MIN, INT64_MAX, &v));
        break;
    case SET_SECONDS:
        TRY(parse_scaled(s, "smhd", seconds, &v));
        break;
    case SET_BYTES:
        TRY(parse_scaled(s, "kKmMgG", bytes, &v));
        break;
    }
    if (v < row->min || v > row->max)
        return ERR_INVALID;
    *number = v;
    return OK;
}

static void set(struct reading *r, size_t i, struct str text, struct str origin)
{
    const struct setting *row = &r->conf->rows[i];
    struct value *v = &r->conf->values[i];

    if (parse(row, text, &v->number) != OK || !str_utf8_ok(text)) {
        r->failed = true;
        buf_f(r->problems, "%.*s: %s: bad value \"%.*s\"", STR(origin), row->name, STR(text));
        if (row->kind != SET_BOOL && row->min != row->max)
            buf_f(
                r->problems, " (from %lld to %lld)", (long long)row->min, (long long)row->max);
        buf_char(r->problems, '\n');
        return;
    }
    v->text = str_dup(r->arena, text);
    v->origin = origin;
}

static struct str read_file(struct reading *r, const char *path)
{
    char *p;
    size_t n;
    FILE *f = fopen(path, "re");
    bool bad;

    if (f == NULL) {
        if (errno != ENOENT)
            problem(r, str_of(path), "cannot be read:", str_of(strerrordesc_np(errno)));
        return (struct str){NULL, 0};
    }
    p = arena_take(r->arena, FILE_MAX + 1);
    n = fread(p, 1, FILE_MAX + 1, f);
    bad = ferror(f) != 0;
    (void)fclose(f);
    if (bad || n > FILE_MAX) {
        problem(r, str_of(path), "cannot be read:", S("a directory, a fault or too large"));
        return (struct str){NULL, 0};
    }
    return (struct str){p, n};
}

static void from_file(struct reading *r, const char *path)
{
    struct str rest = read_file(r, path);
    int *seen = MANY(r->arena, int, r->conf->n + 1);

    for (int line = 1; rest.p != NULL; line++) {
        struct str value;
        struct str whole = str_trim(str_cut(rest, '\n', &rest));
        struct str name = str_trim(str_cut(whole, '=', &value));
        struct str origin = str_f(r->arena, "%s:%d", path, line);
        size_t i;

        if (whole.n == 0 || whole.p[0] == '#')
            continue;
        i = find(r->conf, name);
        if (value.p == NULL)
            problem(r, origin, "not \"name = value\":", whole);
        else if (i == r->conf->n)
            problem(r, origin, "unknown setting", name);
        else if (seen[i] != 0)
            problem(r, origin, "a second time:", name);
        else
            set(r, i, str_trim(value), origin);
        if (i < r->conf->n)
            seen[i] = line;
    }
}

/* PUBLIC_URL is public-url. */
static struct str environment_name(struct arena *a, struct str s)
{
    char *p = arena_take(a, s.n + 1);

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c == '_')
            c = '-';
        else if (c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        p[i] = c;
    }
    return (struct str){p, s.n};
}

static void from_environment(struct reading *r, char **environment)
{
    const struct str prefix = S("LIANLUO_"), tests = S("LIANLUO_TEST_");

    for (; environment != NULL && *environment != NULL; environment++) {
        struct str value;
        struct str name = str_cut(str_of(*environment), '=', &value);
        size_t i;

        if (!str_starts(name, prefix) || str_starts(name, tests) || value.p == NULL)
            continue;
        i = find(r->conf, environment_name(r->arena, str_sub(name, prefix.n, name.n)));
        if (i == r->conf->n)
            problem(r, S("environment"), "unknown setting", name);
        else
            set(r, i, value, S("environment"));
    }
}

static bool is_flag(const char *z)
{
    return z != NULL && z[0] == '-' && z[1] == '-';
}

/* The flag at flags[0]: how many words it takes; 0 when it is no setting. */
static int one_flag(struct reading *r, char **flags)
{
    struct str value;
    struct str name = str_cut(str_of(flags[0] + 2), '=', &value);
    size_t i = find(r->conf, name);
    int64_t yes;

    if (i == r->conf->n)
        return 0;
    if (value.p != NULL) {
        set(r, i, value, S("flag"));
        return 1;
    }
    if (r->conf->rows[i].kind == SET_BOOL &&
        (flags[1] == NULL || parse_bool(str_of(flags[1]), &yes) != OK)) {
        set(r, i, S("true"), S("flag"));
        return 1;
    }
    if (flags[1] == NULL || is_flag(flags[1])) {
        problem(r, S("flag"), "a value is missing after", str_of(flags[0]));
        return 1;
    }
    set(r, i, str_of(flags[1]), S("flag"));
    return 2;
}

static char **from_flags(struct reading *r, char **flags)
{
    struct {
        char **p;
        size_t n, cap;
    } rest = {0};

    while (flags != NULL && *flags != NULL) {
        int words;

        if (strcmp(*flags, "--") == 0) {
            while (*++flags != NULL)
                *VEC_PUSH(r->arena, &rest) = *flags;
            break;
        }
        words = is_flag(*flags) ? one_flag(r, flags) : 0;
        if (words == 0)
            *VEC_PUSH(r->arena, &rest) = *flags++;
        else
            flags += words;
    }
    *VEC_PUSH(r->arena, &rest) = NULL;
    return rest.p;
}

enum err conf_read(struct arena *a, const struct setting *rows, size_t n,
    struct conf_sources *from, struct conf **out, struct buf *problems)
{
    struct reading r = {.arena = a, .problems = problems};

    r.conf = NEW(a, struct conf);
    *r.conf = (struct conf){rows, MANY(a, struct value, n), n};
    for (size_t i = 0; i < n; i++) {
        r.conf->values[i].origin = S("default");
        if (rows[i].initial != NULL)
            set(&r, i, str_of(rows[i].initial), S("default"));
    }
    if (from->file != NULL)
        from_file(&r, from->file);
    from_environment(&r, from->environment);
    from->rest = from_flags(&r, from->flags);
    if (r.failed)
        return ERR_INVALID;
    *out = r.conf;
    return OK;
}

static const struct value *value_of(const struct conf *c, const char *name)
{
    size_t i = find(c, str_of(name));

    assert(i < c->n);
    return &c->values[i];
}

struct str conf_text(const struct conf *c, const char *name)
{
    return value_of(c, name)->text;
}

int64_t conf_int(const struct conf *c, const char *name)
{
    return value_of(c, name)->number;
}

bool conf_bool(const struct conf *c, const char *name)
{
    return value_of(c, name)->number != 0;
}

struct str conf_origin(const struct conf *c, const char *name)
{
    return value_of(c, name)->origin;
}

void conf_print(const struct conf *c, struct buf *out)
{
    for (size_t i = 0; i < c->n; i++)
        buf_f(out, "%s = %.*s\t# %.*s\n", c->rows[i].name, STR(c->values[i].text),
            STR(c->values[i].origin));
}
