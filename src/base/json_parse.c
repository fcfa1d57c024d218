/*
 * Reading JSON (RFC 8259, the part we accept).
 *
 * Our own reader and not jansson's: it must know double keys, refuse fractions, end at a depth
 * and put everything on the arena; and jansson's json_null would be ours at link time.  It
 * keeps its own stack, so hostile nesting cannot reach the machine's.
 */
#include "base/json.h"
#include "base/map.h"
#include "base/vec.h"

enum {
    DEPTH = 32
};

/* An object or list that is still open. */
struct level {
    bool is_map;
    struct map *seen;
    struct {
        struct str *p;
        size_t n, cap;
    } keys;
    struct {
        struct json_value *p;
        size_t n, cap;
    } items;
};

struct reader {
    struct arena *arena;
    struct str s;
    size_t at;
    struct level open[DEPTH];
    size_t depth;
};

static void blanks(struct reader *r)
{
    while (r->at < r->s.n) {
        char c = r->s.p[r->at];

        if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
            break;
        r->at++;
    }
}

/* The next character after blanks, 0 at the end; not moved past. */
static char peek(struct reader *r)
{
    blanks(r);
    if (r->at == r->s.n)
        return '\0';
    return r->s.p[r->at];
}

static bool accept(struct reader *r, char c)
{
    if (peek(r) != c)
        return false;
    r->at++;
    return true;
}

static enum err hex4(struct reader *r, uint32_t *out)
{
    uint32_t v = 0;

    if (r->s.n - r->at < 4)
        return ERR_INVALID;
    for (int i = 0; i < 4; i++) {
        char c = r->s.p[r->at++];

        if (c >= '0' && c <= '9')
            v = v << 4 | (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            v = v << 4 | (uint32_t)(c - 'a' + 10);
        else if (c >= 'A' && c <= 'F')
            v = v << 4 | (uint32_t)(c - 'A' + 10);
        else
            return ERR_INVALID;
    }
    *out = v;
    return OK;
}

/* After "\u": one unit or a pair of surrogates; a half pair and NUL are refused. */
static enum err unicode(struct reader *r, struct buf *b)
{
    uint32_t c, low;

    TRY(hex4(r, &c));
    if (c >= 0xD800 && c <= 0xDBFF) {
        if (r->s.n - r->at < 2 || r->s.p[r->at] != '\\' || r->s.p[r->at + 1] != 'u')
            return ERR_INVALID;
        r->at += 2;
        TRY(hex4(r, &low));
        if (low < 0xDC00 || low > 0xDFFF)
            return ERR_INVALID;
        c = 0x10000 + ((c - 0xD800) << 10 | (low - 0xDC00));
    }
    if (c == 0 || (c >= 0xDC00 && c <= 0xDFFF))
        return ERR_INVALID;
    buf_point(b, c);
    return OK;
}

static enum err escape(struct reader *r, struct buf *b)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c;

    if (r->at == r->s.n)
        return ERR_INVALID;
    c = r->s.p[r->at++];
    if (c == 'u')
        return unicode(r, b);
    for (size_t i = 0; i < sizeof from - 1; i++) {
        if (from[i] == c) {
            buf_char(b, to[i]);
            return OK;
        }
    }
    return ERR_INVALID;
}

/* A string; its opening quote was read. */
static enum err string(struct reader *r, struct str *out)
{
    struct buf b = buf_new(r->arena, r->s.n);

    while (r->at < r->s.n) {
        size_t from = r->at;
        char c;

        while (from < r->s.n && (unsigned char)r->s.p[from] >= 0x20 && r->s.p[from] != '"' &&
               r->s.p[from] != '\\')
            from++;
        buf_raw(&b, r->s.p + r->at, from - r->at);
        r->at = from;
        if (r->at == r->s.n)
            return ERR_INVALID;
        c = r->s.p[r->at++];
        if (c == '"')
            return buf_take(&b, out);
        if (c != '\\')
            return ERR_INVALID;
        TRY(escape(r, &b));
    }
    return ERR_INVALID;
}

static enum err number(struct reader *r, struct json_value *v)
{
    size_t from = r->at;
    struct str digits;

    if (r->s.p[r->at] == '-')
        r->at++;
    while (r->at < r->s.n && r->s.p[r->at] >= '0' && r->s.p[r->at] <= '9')
        r->at++;
    digits = str_sub(r->s, from, r->at - from);
    if (r->at < r->s.n && (r->s.p[r->at] == '.' || (r->s.p[r->at] | 0x20) == 'e'))
        return ERR_INVALID;
    TRY(num_parse(digits, INT64_MIN, INT64_MAX, &v->i));
    if (digits.p[0] == '-')
        digits = str_sub(digits, 1, digits.n);
    if (digits.n > 1 && digits.p[0] == '0')
        return ERR_INVALID;
    v->kind = JSON_INT;
    return OK;
}

static enum err literal(struct reader *r, struct json_value *v)
{
    static const struct {
        struct str word;
        enum json_kind kind;
        int64_t i;
    } words[] = {
        {{"null", 4}, JSON_NULL, 0}, {{"true", 4}, JSON_BOOL, 1}, {{"false", 5}, JSON_BOOL, 0}};

    for (size_t i = 0; i < COUNT(words); i++) {
        if (str_starts(str_sub(r->s, r->at, r->s.n), words[i].word)) {
            r->at += words[i].word.n;
            v->kind = words[i].kind;
            v->i = words[i].i;
            return OK;
        }
    }
    return ERR_INVALID;
}

/* A value that holds no others. */
static enum err scalar(struct reader *r, struct json_value *v)
{
    char c = peek(r);

    *v = (struct json_value){.kind = JSON_NULL};
    if (c == '"') {
        r->at++;
        v->kind = JSON_STR;
        return string(r, &v->s);
    }
    if (c == '-' || (c >= '0' && c <= '9'))
        return number(r, v);
    return literal(r, v);
}

static enum err push(struct reader *r, bool is_map)
{
    if (r->depth == DEPTH)
        return ERR_LIMIT;
    r->open[r->depth] = (struct level){.is_map = is_map};
    if (is_map)
        r->open[r->depth].seen = map_new(r->arena);
    r->depth++;
    return OK;
}

static struct json_value pop(struct reader *r)
{
    const struct level *l = &r->open[--r->depth];

    return (struct json_value){
        .kind = l->is_map ? JSON_MAP : JSON_LIST,
        .keys = l->keys.p,
        .items = l->items.p,
        .n = l->items.n,
    };
}

/* Before a member of the innermost object: its key and colon. */
static enum err member(struct reader *r)
{
    struct level *l = &r->open[r->depth - 1];
    struct str key;
    void **at;

    if (!l->is_map)
        return OK;
    if (!accept(r, '"'))
        return ERR_INVALID;
    TRY(string(r, &key));
    at = map_at(l->seen, key);
    if (*at != NULL)
        return ERR_INVALID;
    *at = l->seen;
    *VEC_PUSH(r->arena, &l->keys) = key;
    return accept(r, ':') ? OK : ERR_INVALID;
}

/* A whole value was read: put it into what is open, close what ends; done at the outermost. */
static enum err settle(
    struct reader *r, struct json_value v, bool *done, struct json_value *out)
{
    for (;;) {
        struct level *l;

        if (r->depth == 0) {
            *done = true;
            *out = v;
            return OK;
        }
        l = &r->open[r->depth - 1];
        *VEC_PUSH(r->arena, &l->items) = v;
        if (accept(r, ','))
            return member(r);
        if (!accept(r, l->is_map ? '}' : ']'))
            return ERR_INVALID;
        v = pop(r);
    }
}

enum err json_parse(struct arena *a, struct str text, size_t max, struct json_value *out)
{
    struct reader *r = NEW(a, struct reader);
    struct json_value v, whole;
    bool done = false;

    if (text.n > max)
        return ERR_LIMIT;
    if (!str_utf8_ok(text))
        return ERR_INVALID;
    r->arena = a;
    r->s = text;
    while (!done) {
        char c = peek(r);

        if (c == '{' || c == '[') {
            r->at++;
            TRY(push(r, c == '{'));
            if (!accept(r, c == '{' ? '}' : ']')) {
                TRY(member(r));
                continue;
            }
            v = pop(r);
        } else {
            TRY(scalar(r, &v));
        }
        TRY(settle(r, v, &done, &whole));
    }
    blanks(r);
    if (r->at != r->s.n)
        return ERR_INVALID;
    *out = whole;
    return OK;
}

const struct json_value *json_at(const struct json_value *v, const char *key)
{
    if (v == NULL || v->kind != JSON_MAP)
        return NULL;
    for (size_t i = 0; i < v->n; i++)
        if (str_is(v->keys[i], key))
            return &v->items[i];
    return NULL;
}
