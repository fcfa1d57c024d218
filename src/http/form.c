#include "http/form.h"

#include "base/secret.h"

#include <string.h>

#define TEXT_MAX 200
#define KEY_MAX 64

struct parse {
    struct arena *arena;
    struct form_state *state;
};

static struct form_problem *problem(struct parse *p, const struct input *in, const char *rule)
{
    struct form_problem *at = &p->state->problems[p->state->nproblems++];

    *at = (struct form_problem){.input = in, .rule = str_of(rule)};
    return at;
}

static void problem_number(struct parse *p, const struct input *in, const char *rule, int64_t n)
{
    struct form_problem *at = problem(p, in, rule);

    at->args[0] = num_text(p->arena, n);
    at->nargs = 1;
}

static struct str first_of(struct pair_list pairs, const char *name)
{
    for (size_t i = 0; i < pairs.n; i++)
        if (str_is(pairs.p[i].name, name))
            return pairs.p[i].value;
    return (struct str){0};
}

/* Of a list and a text under one name: what was typed below the list, else what was chosen. */
static struct str last_said(struct pair_list pairs, const char *name)
{
    for (size_t i = pairs.n; i-- > 0;)
        if (str_is(pairs.p[i].name, name) && !str_empty(str_trim(pairs.p[i].value)))
            return pairs.p[i].value;
    return first_of(pairs, name);
}

static struct str sent_for(struct pair_list pairs, const struct input *in)
{
    return in->widget == WIDGET_DIVISION ? last_said(pairs, in->name)
                                         : first_of(pairs, in->name);
}

/* Full-width digits and signs, as Chinese keyboards give them, to ASCII. */
static struct str narrow(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, s.n + 1);
    size_t at = 0;

    while (at < s.n) {
        uint32_t c = str_next(s, &at);

        if (c >= 0xff01 && c <= 0xff5e)
            c -= 0xfee0;
        buf_point(&b, c == 0x3000 ? ' ' : c);
    }
    return str_trim(buf_str(&b));
}

static struct str one_line(struct arena *a, struct str s)
{
    struct buf b;

    if (str_find_char(s, '\n') == (size_t)-1)
        return str_trim(s);
    b = buf_new(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        buf_char(&b, s.p[i] == '\n' ? ' ' : s.p[i]);
    return str_trim(buf_str(&b));
}

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

/* A mobile number (11 digits from 13… to 19…), a fixed line with its area code, or a service
 * number without; blanks, dashes and +86 are dropped. */
static bool phone_of(struct arena *a, struct str s, struct str *out)
{
    struct buf b = buf_new(a, s.n + 1);
    struct str digits;

    if (str_starts(s, S("+86")))
        s = str_sub(s, 3, s.n);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != ' ' && s.p[i] != '-' && s.p[i] != '(' && s.p[i] != ')')
            buf_char(&b, s.p[i]);
    digits = buf_str(&b);
    if (!all_digits(digits))
        return false;
    *out = digits;
    if (digits.p[0] == '1')
        return digits.n == 11 && digits.p[1] >= '3';
    if (digits.p[0] == '0')
        return digits.n >= 10 && digits.n <= 12;
    return digits.n == 7 || digits.n == 8;
}

/* RFC 5321 without quoted parts; whether it exists only a letter can tell. */
static bool email_ok(struct str s)
{
    size_t at = str_find_char(s, '@');
    struct str domain;

    if (at == (size_t)-1 || at == 0 || at > 64 || s.n > 254)
        return false;
    domain = str_sub(s, at + 1, s.n);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] == 127 || strchr("<>()[],;:\\\"", s.p[i]) != NULL)
            return false;
    return str_find_char(domain, '@') == (size_t)-1 && !str_starts(domain, S(".")) &&
           !str_ends(domain, S(".")) && str_find_char(domain, '.') != (size_t)-1;
}

static void store_text(struct parse *p, const struct input *in, void *to, struct str s)
{
    size_t max = in->max > 0 ? (size_t)in->max : TEXT_MAX;
    size_t points;

    if ((in->flags & (INPUT_PHONE | INPUT_EMAIL)) != 0)
        s = narrow(p->arena, s);
    if ((in->flags & INPUT_PHONE) != 0 && !phone_of(p->arena, s, &s)) {
        problem(p, in, "form.phone");
        return;
    }
    if ((in->flags & INPUT_EMAIL) != 0 && !email_ok(s)) {
        problem(p, in, "form.email");
        return;
    }
    points = str_points(s);
    if (points > max) {
        problem_number(p, in, "form.too_long", (int64_t)max);
        return;
    }
    if (in->min > 0 && points < (size_t)in->min) {
        problem_number(p, in, "form.too_short", in->min);
        return;
    }
    if (in->kind == KIND_PRIV)
        ((struct priv *)to)->s = s;
    else
        *(struct str *)to = s;
}

static void store_number(struct parse *p, const struct input *in, int64_t *to, struct str s)
{
    int64_t max = in->max != 0 ? in->max : INT64_MAX, v;

    if (num_parse(s, INT64_MIN, INT64_MAX, &v) != OK)
        problem(p, in, "form.number");
    else if (v < in->min)
        problem_number(p, in, "form.too_small", in->min);
    else if (v > max)
        problem_number(p, in, "form.too_big", max);
    else
        *to = v;
}

static void store_money(struct parse *p, const struct input *in, struct money *to, struct str s)
{
    int64_t max = in->max != 0 ? in->max : INT64_MAX;
    struct money v;

    if (money_parse(s, &v) != OK || v.fen < in->min || v.fen > max)
        problem(p, in, "form.money");
    else
        *to = v;
}

static void store_word(struct parse *p, const struct input *in, int *to, struct str s)
{
    int v = word_find(in->words, s);

    if (v < 0)
        problem(p, in, "form.choice");
    else
        *to = v;
}

/* One value that was sent and is not empty. */
static void store(struct parse *p, const struct input *in, struct str s)
{
    char *to = (char *)p->state->value + in->offset;
    struct arena *a = p->arena;

    switch (in->kind) {
    case KIND_STR:
    case KIND_PRIV:
        store_text(p, in, to, s);
        break;
    case KIND_INT:
        store_number(p, in, (int64_t *)(void *)to, narrow(a, s));
        break;
    case KIND_MONEY:
        store_money(p, in, (struct money *)(void *)to, narrow(a, s));
        break;
    case KIND_DATE:
        if (date_parse(narrow(a, s), (struct date *)(void *)to) != OK)
            problem(p, in, "form.date");
        break;
    case KIND_INSTANT:
        if (instant_parse(narrow(a, s), (struct instant *)(void *)to) != OK)
            problem(p, in, "form.time");
        break;
    case KIND_BOOL:
        *(bool *)to =
            str_is(s, "1") || str_is(s, "on") || str_is(s, "true") || str_is(s, "yes");
        break;
    case KIND_ENUM:
        store_word(p, in, (int *)(void *)to, s);
        break;
    case KIND_BYTES:
        break;
    }
}

/* Absent values of kinds whose zero means something else. */
static void clear(const struct input *in, void *value)
{
    char *to = (char *)value + in->offset;

    if (in->kind == KIND_DATE)
        *(struct date *)(void *)to = DATE_NONE;
    else if (in->kind == KIND_INSTANT)
        *(struct instant *)(void *)to = INSTANT_NONE;
}

static struct form_state *state_new(struct arena *a, const struct form *f)
{
    struct form_state *s = NEW(a, struct form_state);

    s->form = f;
    s->value = arena_take(a, f->size);
    s->typed = MANY(a, struct str, f->n + 1);
    s->problems = MANY(a, struct form_problem, f->n + 1);
    for (size_t i = 0; i < f->n; i++)
        clear(&f->inputs[i], s->value);
    return s;
}

static bool key_ok(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                c == '-' || c == '_'))
            return false;
    }
    return s.n >= 8 && s.n <= KEY_MAX;
}

static struct str key_new(struct arena *a)
{
    struct rng r = rng_real();
    unsigned char random[16];

    rng_fill(&r, random, sizeof random);
    return bytes_hex(a, bytes_of(random, sizeof random));
}

static void read_input(
    struct parse *p, const struct input *in, struct str *typed, struct str sent)
{
    struct str clean = {0};

    if ((in->flags & INPUT_FILE) != 0)
        return;
    if (sent.p != NULL && str_clean(p->arena, sent, &clean) != OK) {
        *typed = S("");
        problem(p, in, "form.bad_text");
        return;
    }
    *typed = clean;
    if ((in->flags & INPUT_SECRET) == 0)
        clean = (in->flags & INPUT_LINES) != 0 ? str_trim(clean) : one_line(p->arena, clean);
    if (clean.n > 0)
        store(p, in, clean);
    else if ((in->flags & INPUT_REQUIRED) != 0)
        problem(p, in, "form.required");
}

struct form_state *form_ask(struct arena *a, const struct form *f, struct pair_list pairs)
{
    struct form_state *s = state_new(a, f);
    struct parse p = {a, s};

    for (size_t i = 0; i < f->n; i++)
        read_input(&p, &f->inputs[i], &s->typed[i], sent_for(pairs, &f->inputs[i]));
    return s;
}

struct form_state *form_parse(struct arena *a, const struct form *f, struct pair_list pairs)
{
    struct form_state *s = form_ask(a, f, pairs);
    struct str key = first_of(pairs, "idem");

    s->key = key_ok(key) ? str_dup(a, key) : key_new(a);
    return s;
}

struct str form_key(struct arena *a, const struct form_state *s)
{
    return s->key.n > 0 ? s->key : key_new(a);
}

static struct str text_of(struct arena *a, const struct input *in, const void *value)
{
    const char *at = (const char *)value + in->offset;
    int word;

    switch (in->kind) {
    case KIND_STR:
        return *(const struct str *)(const void *)at;
    case KIND_PRIV:
        return ((const struct priv *)(const void *)at)->s;
    case KIND_INT:
        return num_text(a, *(const int64_t *)(const void *)at);
    case KIND_MONEY:
        return money_text(a, *(const struct money *)(const void *)at);
    case KIND_DATE:
        return date_text(a, *(const struct date *)(const void *)at);
    case KIND_INSTANT:
        return instant_is(*(const struct instant *)(const void *)at)
                   ? instant_iso(a, *(const struct instant *)(const void *)at)
                   : S("");
    case KIND_BOOL:
        return *(const bool *)(const void *)at ? S("1") : S("");
    case KIND_ENUM:
        word = *(const int *)(const void *)at;
        return word < 0 ? S("") : str_of(in->words[word]);
    case KIND_BYTES:
        break;
    }
    return (struct str){0};
}

struct form_state *form_fill(struct arena *a, const struct form *f, const void *value)
{
    struct form_state *s = state_new(a, f);

    s->key = key_new(a);
    if (value == NULL)
        return s;
    memcpy(s->value, value, f->size);
    for (size_t i = 0; i < f->n; i++)
        if ((f->inputs[i].flags & (INPUT_SECRET | INPUT_FILE)) == 0)
            s->typed[i] = text_of(a, &f->inputs[i], value);
    return s;
}

const struct form_problem *form_problem_of(const struct form_state *s, const struct input *in)
{
    for (size_t i = 0; i < s->nproblems; i++)
        if (s->problems[i].input == in)
            return &s->problems[i];
    return NULL;
}
