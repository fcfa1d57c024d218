#include "api/openapi.h"

#include "base/json.h"
#include "core/rights.h"

#include <string.h>

enum {
    TEXT_MAX = 200, /* of a text input without a maximum, as http/form has it */
    SHAPES = 256
};

struct api {
    struct arena *arena;
    struct json j;
    const struct shape *shapes[SHAPES]; /* met so far: each is described once */
    size_t nshapes;
    const struct form *forms[SHAPES];
    size_t nforms;
};

static void put(struct api *w, const char *key, const char *value)
{
    json_put_str(&w->j, key, str_of(value));
}

static void begin(struct api *w, const char *key)
{
    json_key(&w->j, key);
    json_open(&w->j, '{');
}

static void end(struct api *w)
{
    json_close(&w->j, '}');
}

static void put_ref(struct api *w, const char *prefix, const char *name)
{
    json_put_str(&w->j, "$ref", str_f(w->arena, "#/components/schemas/%s%s", prefix, name));
}

/* English, with the Chinese beside it. */
static void put_text(struct api *w, const char *key, struct str name)
{
    json_put_str(&w->j, key, text_find(LANG_EN, name));
    json_put_str(&w->j, str_f(w->arena, "x-%s-zh", key).p, text_find(LANG_ZH, name));
}

static void put_words(struct api *w, const char *const *words, bool or_null)
{
    json_key(&w->j, "enum");
    json_open(&w->j, '[');
    for (size_t i = 0; words[i] != NULL; i++)
        json_str(&w->j, str_of(words[i]));
    if (or_null)
        json_null(&w->j);
    json_close(&w->j, ']');
}

static const char *type_of(enum kind kind)
{
    return kind == KIND_INT ? "integer" : kind == KIND_BOOL ? "boolean" : "string";
}

static void put_type(struct api *w, const struct field *f)
{
    bool absent = f->kind == KIND_STR || f->kind == KIND_PRIV || f->kind == KIND_INSTANT ||
                  f->kind == KIND_DATE;

    json_key(&w->j, "type");
    if (!absent) {
        json_str(&w->j, str_of(type_of(f->kind)));
    } else {
        json_open(&w->j, '[');
        json_str(&w->j, str_of(type_of(f->kind)));
        json_str(&w->j, S("null"));
        json_close(&w->j, ']');
    }
    if (f->kind == KIND_INSTANT)
        put(w, "format", "date-time");
    else if (f->kind == KIND_DATE)
        put(w, "format", "date");
    else if (f->kind == KIND_ENUM)
        put_words(w, f->words, false);
}

static void put_shape(struct api *w, const struct shape *s)
{
    begin(w, s->name);
    put(w, "type", "object");
    begin(w, "properties");
    for (size_t i = 0; i < s->n; i++) {
        if (s->fields[i].kind == KIND_BYTES)
            continue;
        begin(w, s->fields[i].name);
        put_type(w, &s->fields[i]);
        end(w);
    }
    end(w);
    json_key(&w->j, "required");
    json_open(&w->j, '[');
    for (size_t i = 0; i < s->n; i++)
        if (s->fields[i].kind != KIND_BYTES)
            json_str(&w->j, str_of(s->fields[i].name));
    json_close(&w->j, ']');
    end(w);
}

static void meet(struct api *w, const struct shape *s)
{
    for (size_t i = 0; i < w->nshapes; i++)
        if (w->shapes[i] == s)
            return;
    if (s != NULL && w->nshapes < SHAPES)
        w->shapes[w->nshapes++] = s;
}

static void put_parts(struct api *w, const struct reply *r)
{
    for (size_t i = 0; i < COUNT(r->parts) && r->parts[i].name != NULL; i++) {
        meet(w, r->parts[i].shape);
        begin(w, r->parts[i].name);
        put(w, "type", "array");
        begin(w, "items");
        put_ref(w, "", r->parts[i].shape->name);
        end(w);
        end(w);
    }
}

/* The value of "data". */
static void put_data(struct api *w, const struct reply *r)
{
    meet(w, r->shape);
    begin(w, "data");
    if (r->list) {
        put(w, "type", "array");
        begin(w, "items");
        put_ref(w, "", r->shape->name);
        end(w);
    } else if (r->parts[0].name == NULL) {
        put_ref(w, "", r->shape->name);
    } else {
        json_key(&w->j, "allOf");
        json_open(&w->j, '[');
        json_open(&w->j, '{');
        put_ref(w, "", r->shape->name);
        end(w);
        json_open(&w->j, '{');
        put(w, "type", "object");
        begin(w, "properties");
        put_parts(w, r);
        end(w);
        end(w);
        json_close(&w->j, ']');
    }
    end(w);
}

static void put_body(struct api *w, const char *type)
{
    begin(w, "content");
    begin(w, type);
    begin(w, "schema");
}

static void end_body(struct api *w)
{
    end(w);
    end(w);
    end(w);
}

static void put_replies(struct api *w, const struct reply *r)
{
    begin(w, "responses");
    json_key(&w->j, num_text(w->arena, r->status == 0 ? 200 : r->status).p);
    json_open(&w->j, '{');
    put_text(w, "description", str_f(w->arena, "api.%s", r->name));
    put_body(w, "application/json");
    put(w, "type", "object");
    begin(w, "properties");
    put_data(w, r);
    if (r->list) {
        begin(w, "next");
        put(w, "type", "integer");
        put_text(w, "description", S("api.next"));
        end(w);
    }
    end(w);
    json_key(&w->j, "required");
    json_open(&w->j, '[');
    json_str(&w->j, S("data"));
    json_close(&w->j, ']');
    end_body(w);
    end(w);
    begin(w, "default");
    put_text(w, "description", S("api.failed"));
    put_body(w, "application/problem+json");
    put_ref(w, "", "problem");
    end_body(w);
    end(w);
    end(w);
}

static void put_limits(struct api *w, const struct input *in)
{
    if (in->words != NULL) {
        put_words(w, in->words, false);
    } else if (in->kind == KIND_INT) {
        json_put_int(&w->j, "minimum", in->min);
        if (in->max != 0)
            json_put_int(&w->j, "maximum", in->max);
    } else if (in->kind == KIND_STR || in->kind == KIND_PRIV) {
        if (in->min > 0)
            json_put_int(&w->j, "minLength", in->min);
        json_put_int(&w->j, "maxLength", in->max > 0 ? in->max : TEXT_MAX);
    } else if (in->kind == KIND_DATE) {
        put(w, "format", "date");
    }
}

static void put_label(struct api *w, const struct form *f, const struct input *in)
{
    struct str label = str_f(w->arena, "label.%s.%s", f->name, in->name);

    if (text_has(label))
        put_text(w, "description", label);
}

static void put_input(struct api *w, const struct form *f, const struct input *in)
{
    put(w, "type", type_of(in->kind));
    put_limits(w, in);
    put_label(w, f, in);
}

static bool shown(const struct input *in)
{
    return (in->flags & INPUT_FILE) == 0;
}

static void put_form(struct api *w, const struct form *f)
{
    begin(w, str_f(w->arena, "form_%s", f->name).p);
    put(w, "type", "object");
    begin(w, "properties");
    for (size_t i = 0; i < f->n; i++) {
        if (!shown(&f->inputs[i]))
            continue;
        begin(w, f->inputs[i].name);
        put_input(w, f, &f->inputs[i]);
        end(w);
    }
    end(w);
    end(w);
}

static bool needed_by(const struct move *m, const char *name)
{
    const char *word;

    for (size_t i = 0; m != NULL && (word = flow_need(m->needs, i)) != NULL; i++)
        if (strcmp(word, name) == 0)
            return true;
    return false;
}

static void put_required(struct api *w, const struct form *f, const struct move *m)
{
    json_key(&w->j, "required");
    json_open(&w->j, '[');
    for (size_t i = 0; i < f->n; i++)
        if ((f->inputs[i].flags & INPUT_REQUIRED) != 0 || needed_by(m, f->inputs[i].name))
            json_str(&w->j, str_of(f->inputs[i].name));
    json_close(&w->j, ']');
}

static void meet_form(struct api *w, const struct form *f)
{
    for (size_t i = 0; i < w->nforms; i++)
        if (w->forms[i] == f)
            return;
    if (w->nforms < SHAPES)
        w->forms[w->nforms++] = f;
}

/* The form, and beside it what this move cannot do without. */
static void put_request(struct api *w, const struct form *f, const struct move *m)
{
    meet_form(w, f);
    begin(w, "requestBody");
    json_put_bool(&w->j, "required", true);
    put_body(w, "application/json");
    put_ref(w, "form_", f->name);
    put_required(w, f, m);
    end_body(w);
    end(w);
}

static void put_parameter(struct api *w, struct str name, const char *in, bool required)
{
    json_open(&w->j, '{');
    json_put_str(&w->j, "name", name);
    put(w, "in", in);
    json_put_bool(&w->j, "required", required);
    begin(w, "schema");
}

static void end_parameter(struct api *w)
{
    end(w);
    end(w);
}

/* {code} and the like, then the query. */
static void put_parameters(struct api *w, const struct route *r, struct str path)
{
    struct str rest = path;

    json_key(&w->j, "parameters");
    json_open(&w->j, '[');
    for (size_t from; (from = str_find_char(rest, '{')) != (size_t)-1;) {
        size_t to = str_find_char(rest, '}');

        put_parameter(w, str_sub(rest, from + 1, to - from - 1), "path", true);
        put(w, "type", "string");
        end_parameter(w);
        rest = str_sub(rest, to + 1, rest.n);
    }
    for (size_t i = 0; r->query != NULL && i < r->query->n; i++) {
        const struct input *in = &r->query->inputs[i];

        put_parameter(w, str_of(in->name), "query", (in->flags & INPUT_REQUIRED) != 0);
        put_input(w, r->query, in);
        end_parameter(w);
    }
    json_close(&w->j, ']');
}

static const char *method_word(enum method m)
{
    return m == METHOD_GET    ? "get"
           : m == METHOD_POST ? "post"
           : m == METHOD_PUT  ? "put"
                              : "delete";
}

static void put_rights(struct api *w, const struct route *r)
{
    const struct right_row *row = &right_rows[r->right - 1];

    put(w, "x-right", row->name);
    json_key(&w->j, "security");
    json_open(&w->j, '[');
    if (r->right != RIGHT_ANYONE) {
        json_open(&w->j, '{');
        json_key(&w->j, "token");
        json_open(&w->j, '[');
        json_close(&w->j, ']');
        end(w);
    }
    json_close(&w->j, ']');
}

/* m is the move of a route that makes moves, NULL for another. */
static void put_operation(
    struct api *w, const struct route *r, struct str path, const struct move *m)
{
    const struct flow *f = r->reply->flow;

    begin(w, method_word(r->method));
    if (m == NULL)
        put_text(w, "summary", str_f(w->arena, "api.%s", r->reply->name));
    else
        put_text(w, "summary", str_f(w->arena, "event.%s.%s", f->name, f->events[m->event]));
    put_rights(w, r);
    put_parameters(w, r, path);
    if (r->form != NULL)
        put_request(w, r->form, m);
    put_replies(w, r->reply);
    end(w);
}

/* People with an account make it, and not by answering a question of their own. */
static bool by_staff(const struct move *m)
{
    return (m->who & ~(unsigned)(ROLE_ANYONE | ROLE_CITIZEN | ROLE_CLOCK)) != 0 &&
           (m->needs & NEEDS_ANSWERS) == 0;
}

/* The first move of each event; what later ones need less is told by the flow itself. */
static bool first_of(const struct flow *f, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (f->moves[i].event == f->moves[at].event && by_staff(&f->moves[i]))
            return false;
    return by_staff(&f->moves[at]);
}

static void put_moves(struct api *w, const struct route *r)
{
    struct str path = str_of(r->path);
    const struct flow *f = r->reply->flow;
    struct str stem = str_sub(path, 0, str_find(path, S("{event}")));

    for (size_t i = 0; i < f->n; i++) {
        struct str one;

        if (!first_of(f, i))
            continue;
        one = str_f(w->arena, "%.*s%s", STR(stem), f->events[f->moves[i].event]);
        begin(w, one.p);
        put_operation(w, r, one, &f->moves[i]);
        end(w);
    }
}

static bool described(const struct route *r)
{
    return (r->flags & ROUTE_API) != 0 && r->reply != NULL;
}

static void put_paths(struct api *w, const struct route *const *rows, size_t n)
{
    const char *last = NULL;

    begin(w, "paths");
    for (size_t i = 0; i < n; i++) {
        const struct route *r = rows[i];

        if (!described(r))
            continue;
        if (last != NULL && strcmp(last, r->path) != 0)
            end(w);
        if (r->reply->flow != NULL) {
            last = NULL;
            put_moves(w, r);
            continue;
        }
        if (last == NULL || strcmp(last, r->path) != 0)
            begin(w, r->path);
        last = r->path;
        put_operation(w, r, str_of(r->path), NULL);
    }
    if (last != NULL)
        end(w);
    end(w);
}

static void put_info(struct api *w)
{
    put(w, "openapi", "3.1.0");
    begin(w, "info");
    put_text(w, "title", S("api.title"));
    put(w, "version", "1");
    put_text(w, "description", S("api.about"));
    end(w);
}

static void put_problem(struct api *w)
{
    static const char *const fields[] = {"type", "title", "field", "trace"};

    begin(w, "problem");
    put(w, "type", "object");
    begin(w, "properties");
    for (size_t i = 0; i < COUNT(fields); i++) {
        begin(w, fields[i]);
        put(w, "type", "string");
        end(w);
    }
    begin(w, "status");
    put(w, "type", "integer");
    end(w);
    begin(w, "problems");
    put(w, "type", "array");
    begin(w, "items");
    put(w, "type", "object");
    end(w);
    end(w);
    end(w);
    json_key(&w->j, "required");
    json_open(&w->j, '[');
    json_str(&w->j, S("type"));
    json_str(&w->j, S("title"));
    json_str(&w->j, S("status"));
    json_close(&w->j, ']');
    end(w);
}

static void put_components(struct api *w)
{
    begin(w, "components");
    begin(w, "securitySchemes");
    begin(w, "token");
    put(w, "type", "http");
    put(w, "scheme", "bearer");
    put_text(w, "description", S("api.bearer"));
    end(w);
    end(w);
    begin(w, "schemas");
    for (size_t i = 0; i < w->nshapes; i++)
        put_shape(w, w->shapes[i]);
    for (size_t i = 0; i < w->nforms; i++)
        put_form(w, w->forms[i]);
    put_problem(w);
    end(w);
    end(w);
}

static void put_list(
    struct api *w, const char *key, const char *(*word)(unsigned bits, size_t i), unsigned bits)
{
    const char *s;

    json_key(&w->j, key);
    json_open(&w->j, '[');
    for (size_t i = 0; (s = word(bits, i)) != NULL; i++)
        json_str(&w->j, str_of(s));
    json_close(&w->j, ']');
}

static const char *role_at(unsigned who, size_t i)
{
    for (int bit = 0; bit < ROLES; bit++)
        if ((who & 1u << bit) != 0 && i-- == 0)
            return role_words[bit];
    return NULL;
}

static void put_flow(struct api *w, const struct flow *f)
{
    begin(w, f->name);
    put_text(w, "title", str_f(w->arena, "flow.%s", f->name));
    json_key(&w->j, "moves");
    json_open(&w->j, '[');
    for (size_t i = 0; i < f->n; i++) {
        const struct move *m = &f->moves[i];

        json_open(&w->j, '{');
        put(w, "from", f->states[m->from]);
        put(w, "event", f->events[m->event]);
        put(w, "to", f->states[m->to]);
        put_list(w, "who", role_at, m->who);
        put_list(w, "needs", flow_need, m->needs);
        put_list(w, "tells", flow_tell, m->tells);
        put(w, "clock", m->clock);
        put(w, "books", m->books);
        end(w);
    }
    json_close(&w->j, ']');
    end(w);
}

void openapi_print(struct arena *a, const struct route *const *rows, size_t n,
    const struct flow *const *flows, struct buf *out)
{
    struct buf compact = buf_new(a, out->max);
    struct api *w = NEW(a, struct api);

    w->arena = a;
    w->j = json_new(&compact);
    json_open(&w->j, '{');
    put_info(w);
    put_paths(w, rows, n);
    put_components(w);
    begin(w, "x-flows");
    for (size_t i = 0; flows[i] != NULL; i++)
        put_flow(w, flows[i]);
    end(w);
    end(w);
    json_indent(buf_str(&compact), out);
}
