#include "base/json.h"

struct json json_new(struct buf *out)
{
    return (struct json){.out = out};
}

static void value_begins(struct json *j)
{
    if (j->comma)
        buf_char(j->out, ',');
    j->comma = true;
}

void json_open(struct json *j, char bracket)
{
    value_begins(j);
    buf_char(j->out, bracket);
    j->comma = false;
    j->depth++;
}

void json_close(struct json *j, char bracket)
{
    buf_char(j->out, bracket);
    j->comma = true;
    j->depth--;
}

static void quoted(struct buf *b, struct str s)
{
    static const char hex[] = "0123456789abcdef";
    size_t from = 0;

    buf_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        /* "<" too, so that a reply shown as a page by mistake stays text. */
        if (c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != 0x7F)
            continue;
        buf_raw(b, s.p + from, i - from);
        from = i + 1;
        if (c == '"' || c == '\\')
            buf_raw(b, (char[]){'\\', (char)c}, 2);
        else if (c == '\n')
            buf_raw(b, "\\n", 2);
        else if (c == '\t')
            buf_raw(b, "\\t", 2);
        else
            buf_raw(b, (char[]){'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]}, 6);
    }
    if (from < s.n)
        buf_raw(b, s.p + from, s.n - from);
    buf_char(b, '"');
}

void json_key(struct json *j, const char *key)
{
    value_begins(j);
    quoted(j->out, str_of(key));
    buf_char(j->out, ':');
    j->comma = false;
}

void json_str(struct json *j, struct str s)
{
    if (s.p == NULL) {
        json_null(j);
        return;
    }
    value_begins(j);
    quoted(j->out, s);
}

void json_int(struct json *j, int64_t v)
{
    value_begins(j);
    buf_int(j->out, v);
}

void json_decimal(struct json *j, struct str digits)
{
    value_begins(j);
    buf_add(j->out, digits);
}

void json_bool(struct json *j, bool v)
{
    value_begins(j);
    buf_add(j->out, v ? S("true") : S("false"));
}

void json_null(struct json *j)
{
    value_begins(j);
    buf_add(j->out, S("null"));
}

void json_put_str(struct json *j, const char *key, struct str s)
{
    json_key(j, key);
    json_str(j, s);
}

void json_put_int(struct json *j, const char *key, int64_t v)
{
    json_key(j, key);
    json_int(j, v);
}

void json_put_bool(struct json *j, const char *key, bool v)
{
    json_key(j, key);
    json_bool(j, v);
}

void json_put_date(struct json *j, const char *key, struct date d)
{
    json_key(j, key);
    if (date_is(d))
        json_str(j, date_text(j->out->arena, d));
    else
        json_null(j);
}

void json_put_instant(struct json *j, const char *key, struct instant t)
{
    json_key(j, key);
    if (instant_is(t))
        json_str(j, instant_iso(j->out->arena, t));
    else
        json_null(j);
}

static void field_put(struct json *j, const struct field *f, const void *at)
{
    struct arena *a = j->out->arena;

    switch (f->kind) {
    case KIND_INT:
        json_put_int(j, f->name, *(const int64_t *)at);
        break;
    case KIND_STR:
        json_put_str(j, f->name, *(const struct str *)at);
        break;
    case KIND_PRIV:
        json_put_str(j, f->name, str_mask(a, *(const struct priv *)at));
        break;
    case KIND_BYTES:
        break;
    case KIND_INSTANT:
        json_put_instant(j, f->name, *(const struct instant *)at);
        break;
    case KIND_DATE:
        json_put_date(j, f->name, *(const struct date *)at);
        break;
    case KIND_MONEY:
        json_put_str(j, f->name, money_text(a, *(const struct money *)at));
        break;
    case KIND_BOOL:
        json_put_bool(j, f->name, *(const bool *)at);
        break;
    case KIND_ENUM:
        json_put_str(j, f->name, str_of(f->words[*(const int *)at]));
        break;
    }
}

void json_members(struct json *j, const struct shape *s, const void *row)
{
    for (size_t i = 0; i < s->n; i++)
        field_put(j, &s->fields[i], (const char *)row + s->fields[i].offset);
}

void json_shape(struct json *j, const struct shape *s, const void *row)
{
    json_open(j, '{');
    json_members(j, s, row);
    json_close(j, '}');
}

#define FLAT_MAX 72

static void new_line(struct buf *out, int depth)
{
    buf_char(out, '\n');
    for (int i = 0; i < depth; i++)
        buf_add(out, S("  "));
}

/* Where the string that begins at from ends. */
static size_t string_end(struct str s, size_t from)
{
    size_t i = from + 1;

    while (i < s.n && s.p[i] != '"')
        i += s.p[i] == '\\' ? 2 : 1;
    return i < s.n ? i + 1 : s.n;
}

/* Where a short list or object without others inside it ends; 0: it is none. */
static size_t flat_end(struct str s, size_t from)
{
    for (size_t i = from + 1; i < s.n && i - from < FLAT_MAX;) {
        if (s.p[i] == '[' || s.p[i] == '{')
            return 0;
        if (s.p[i] == ']' || s.p[i] == '}')
            return i + 1;
        i = s.p[i] == '"' ? string_end(s, i) : i + 1;
    }
    return 0;
}

/* One line, with a blank behind commas and colons. */
static void put_flat(struct str s, size_t from, size_t to, struct buf *out)
{
    for (size_t i = from; i < to;) {
        size_t end = s.p[i] == '"' ? string_end(s, i) : i + 1;

        buf_raw(out, s.p + i, end - i);
        if (s.p[i] == ',' || s.p[i] == ':')
            buf_char(out, ' ');
        i = end;
    }
}

void json_indent(struct str compact, struct buf *out)
{
    int depth = 0;

    for (size_t i = 0; i < compact.n;) {
        char c = compact.p[i];
        bool opens = c == '{' || c == '[';
        size_t end = opens ? flat_end(compact, i) : c == '"' ? string_end(compact, i) : i + 1;

        if (c == ']' || c == '}')
            new_line(out, --depth);
        if (end == 0) {
            buf_char(out, c);
            new_line(out, ++depth);
            i++;
            continue;
        }
        if (c == ',') {
            buf_char(out, c);
            new_line(out, depth);
        } else {
            put_flat(compact, i, end, out);
        }
        i = end;
    }
    buf_char(out, '\n');
}
