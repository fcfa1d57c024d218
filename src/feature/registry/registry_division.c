/*
 * registry: writing divisions, the shipped file, and finding places in free text.
 */
#include "base/han.h"
#include "base/map.h"
#include "base/vec.h"
#include "core/audit.h"
#include "core/sql.h"
#include "core/subtree.h"

#include "feature/registry/registry.h"
#include "feature/registry/registry.sql.h"
#include "feature/registry/registry_shipped.h"

static const struct field place_fields[] = {
    FIELD(struct registry_place, code),
    FIELD(struct registry_place, parent),
    FIELD(struct registry_place, folded),
    FIELD(struct registry_place, brief),
};
const struct shape registry_place_shape = SHAPE(registry_place, place_fields);

/* The folded name without its suffix; the whole name when less than two characters would be
 * left, so that 攸县 is not found in every text with 攸. */
static struct str brief_of(struct str folded)
{
    static const char *const suffixes[] = {"社区居民委员会", "社区居委会", "居民委员会",
        "村民委员会", "街道办事处", "土家族苗族自治州", "居委会", "村委会", "自治县", "办事处",
        "街道", "社区", "地区", "省", "市", "县", "区", "镇", "乡", "村"};

    for (size_t i = 0; i < COUNT(suffixes); i++) {
        struct str end = str_of(suffixes[i]);
        struct str left = str_sub(folded, 0, folded.n - (str_ends(folded, end) ? end.n : 0));

        if (left.n < folded.n)
            return str_points(left) >= 2 ? left : folded;
    }
    return folded;
}

static bool kind_fits(enum division_kind kind, struct str code)
{
    switch (registry_code_depth(code)) {
    case 0:
        return kind == DIVISION_COUNTRY;
    case 1:
        return kind == DIVISION_PROVINCE;
    case 2:
        return kind == DIVISION_PREFECTURE;
    case 3:
        return kind == DIVISION_COUNTY || kind == DIVISION_ZONE;
    case 4:
        return kind == DIVISION_TOWN || kind == DIVISION_SUBDISTRICT || kind == DIVISION_PSEUDO;
    case 5:
        return kind == DIVISION_VILLAGE || kind == DIVISION_COMMUNITY;
    default:
        return kind == DIVISION_HAMLET;
    }
}

static enum err division_check(struct cx *cx, const struct division *d)
{
    struct division above;
    bool found;

    cx_faults_clear(cx);
    if (!registry_code_ok(d->code))
        return fail(cx, ERR_INVALID, "code", "registry.code_form");
    if (str_empty(d->name) || str_points(d->name) > 60)
        (void)fail(cx, ERR_INVALID, "name", "registry.name_length");
    if (!kind_fits(d->kind, d->code))
        (void)fail(cx, ERR_INVALID, "kind", "registry.kind_unfit");
    if (date_is(d->valid_from) && date_is(d->valid_to) && d->valid_to.day < d->valid_from.day)
        (void)fail(cx, ERR_INVALID, "valid_to", "registry.dates_order");
    TRY(cx_checked(cx));
    if (d->kind == DIVISION_COUNTRY)
        return OK;
    TRY(sql_registry_division_find(cx, d->parent, &above, &found));
    if (!found || registry_code_depth(above.code) >= registry_code_depth(d->code))
        return fail(cx, ERR_INVALID, "parent", "registry.no_parent");
    if (str_empty(d->successor))
        return OK;
    TRY(sql_registry_division_find(cx, d->successor, &above, &found));
    if (!found)
        return fail(cx, ERR_INVALID, "successor", "registry.no_division");
    return OK;
}

/* A node that does not begin with the code of a division above it needs its own range there. */
static enum err ranges_keep(struct cx *cx, const struct division *d)
{
    struct right_range own = right_subtree(cx->arena, d->code);
    struct division_list path;
    int64_t changed;

    if (str_empty(d->parent))
        return OK;
    TRY(registry_path(cx, d->parent, &path));
    EACH (above, &path) {
        struct right_range r = right_subtree(cx->arena, above->code);
        struct right_ranges all;

        if (str_cmp(d->code, r.from) >= 0 && str_cmp(d->code, r.to) < 0)
            continue;
        TRY(subtree_of(cx, above->code, &all));
        if (subtree_holds(&all, d->code))
            continue; /* with the township comes the village */
        TRY(sql_registry_range_add(cx, above->code, own.from, own.to, &changed));
        sql_kept_drop(cx);
    }
    return OK;
}

/* What a division had above it before it got another parent loses it. */
static enum err ranges_drop(struct cx *cx, const struct division *old)
{
    struct right_range own = right_subtree(cx->arena, old->code);
    struct division_list path;
    int64_t changed;

    if (str_empty(old->parent))
        return OK;
    TRY(registry_path(cx, old->parent, &path));
    EACH (above, &path)
        TRY(sql_registry_range_drop(cx, above->code, own.from, &changed));
    return OK;
}

static bool division_same(const struct division *x, const struct division *y)
{
    return str_eq(x->name, y->name) && x->kind == y->kind && str_eq(x->parent, y->parent) &&
           x->valid_from.day == y->valid_from.day && x->valid_to.day == y->valid_to.day &&
           str_eq(x->successor, y->successor);
}

static enum err division_write(struct cx *cx, const struct division *d, bool exists)
{
    struct str folded = han_fold(cx->arena, d->name), brief = brief_of(folded);
    struct str pinyin = han_pinyin_key(cx->arena, d->name);
    int64_t changed;

    sql_kept_drop(cx);
    if (exists)
        TRY(sql_registry_division_set(cx, d->code, d->name, d->kind, d->parent, d->valid_from,
            d->valid_to, d->successor, pinyin, folded, brief, &changed));
    else
        TRY(sql_registry_division_add(cx, d->code, d->name, d->kind, d->parent, d->valid_from,
            d->valid_to, d->successor, pinyin, folded, brief, &changed));
    return ranges_keep(cx, d);
}

enum err registry_division_put(struct cx *cx, const struct division *given, enum put *done)
{
    struct division d = *given, old;
    int64_t changed;
    bool exists;

    TRY(registry_may(cx, RIGHT_REGISTRY_EDIT, d.code));
    if (str_empty(d.parent) && registry_code_ok(d.code))
        d.parent = registry_code_parent(cx->arena, d.code);
    if (str_empty(d.successor))
        d.successor = (struct str){0};
    TRY(division_check(cx, &d));
    TRY(sql_registry_division_find(cx, d.code, &old, &exists));
    if (exists && division_same(&d, &old)) {
        *done = PUT_SAME;
        return OK;
    }
    if (exists && !str_eq(d.name, old.name))
        TRY(sql_registry_division_name_add(
            cx, d.code, old.name, DATE_NONE, date_add(date_of(cx->now), -1), &changed));
    if (exists && !str_eq(d.parent, old.parent))
        TRY(ranges_drop(cx, &old));
    TRY(division_write(cx, &d, exists));
    *done = exists ? PUT_CHANGED : PUT_NEW;
    return audit_add(
        cx, "division", 0, exists ? "registry.changed" : "registry.added", d.code, d.code);
}

enum err registry_seed(struct cx *cx, int64_t *loaded)
{
    int64_t there;
    static const struct division tops[] = {
        {.code = {"000000000000", 12}, .name = {"全国", 6}, .kind = DIVISION_COUNTRY},
        {.code = {"430000000000", 12},
            .name = {"湖南省", 9},
            .kind = DIVISION_PROVINCE,
            .parent = {"000000000000", 12}},
    };

    *loaded = 0;
    TRY(sql_registry_division_count(cx, &there));
    if (there > 0)
        return OK;
    for (size_t i = 0; i < COUNT(tops) + registry_shipped_n; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct division d = {.valid_from = DATE_NONE, .valid_to = DATE_NONE};

        if (i < COUNT(tops)) {
            d.code = tops[i].code;
            d.name = tops[i].name;
            d.kind = tops[i].kind;
            d.parent = tops[i].parent;
        } else {
            d.code = str_cut(str_of(registry_shipped[i - COUNT(tops)]), ',', &d.name);
            d.parent = registry_code_parent(cx->arena, d.code);
            if (!registry_code_kind(d.code, &d.kind))
                return fail(cx, ERR_INVALID, "code", "registry.code_form");
        }
        TRY(division_write(cx, &d, false));
        arena_back(cx->arena, mark);
        (*loaded)++;
    }
    return audit_add(cx, "division", 0, "registry.seeded", S("430000000000"), S("hunan"));
}

/* Mark an occurrence of name that covers nothing marked yet; how many characters it has. */
static int cover(struct str text, struct str name, bool *covered)
{
    size_t from = 0;

    while (name.n > 0 && from + name.n <= text.n) {
        size_t at = str_find(str_sub(text, from, text.n - from), name), i;

        if (at == (size_t)-1)
            return 0;
        at += from;
        for (i = at; i < at + name.n && !covered[i]; i++)
            ;
        if (i == at + name.n) {
            for (i = at; i < at + name.n; i++)
                covered[i] = true;
            return (int)str_points(name);
        }
        from = at + 1;
    }
    return 0;
}

/* How much of the text the place and those above it explain. */
static int place_score(struct cx *cx, struct str text, const struct map *places,
    const struct registry_place *place)
{
    bool *covered = MANY(cx->arena, bool, text.n);
    struct str code = place->code;
    int score = 0;

    for (int guard = 0; guard < 8 && code.n > 0; guard++) {
        const struct registry_place *p = map_find(places, code);
        int part = 0;

        if (p != NULL) {
            part = cover(text, p->folded, covered);
            if (part == 0)
                part = cover(text, p->brief, covered);
        }
        score += part;
        code = p != NULL && p->parent.n > 0 ? p->parent : registry_code_parent(cx->arena, code);
    }
    return score;
}

/* Each place whose name, without its suffix, stands in the text; by code. */
struct matches {
    struct map *by_code;
    struct registry_place **p;
    size_t n, cap;
};

static void match_add(
    struct cx *cx, struct matches *m, struct str text, struct registry_place *place)
{
    void **known = map_at(m->by_code, place->code);
    size_t at;

    if (*known != NULL || !str_has(text, place->brief))
        return;
    *known = place;
    (void)VEC_PUSH(cx->arena, m);
    for (at = m->n - 1; at > 0 && str_cmp(m->p[at - 1]->code, place->code) > 0; at--)
        m->p[at] = m->p[at - 1];
    m->p[at] = place;
}

/* Every name in the text begins with two of its characters. */
static enum err matches_find(struct cx *cx, struct str text, struct matches *out)
{
    size_t from = 0, next = 0, end;

    *out = (struct matches){.by_code = map_new(cx->arena)};
    (void)str_next(text, &next);
    for (end = next; str_next(text, &end) != 0; from = next, next = end) {
        struct str two = str_sub(text, from, end - from);
        struct registry_place_list list;

        TRY(sql_registry_place_begins(
            cx, two, registry_behind(cx->arena, two), date_of(cx->now), &list));
        EACH (p, &list)
            match_add(cx, out, text, p);
    }
    return OK;
}

enum err registry_find_places(struct cx *cx, struct str typed, struct find_hit_list *out)
{
    struct str text = han_fold(cx->arena, str_points_sub(typed, 100));
    struct matches places;
    int best = 1, *scores;
    size_t kept = 0;

    *out = (struct find_hit_list){0};
    if (str_points(text) < 2)
        return OK;
    TRY(matches_find(cx, text, &places));
    scores = MANY(cx->arena, int, places.n);
    for (size_t i = 0; i < places.n; i++) {
        scores[i] = place_score(cx, text, places.by_code, places.p[i]);
        best = scores[i] > best ? scores[i] : best;
    }
    for (size_t i = 0; i < places.n; i++)
        kept += scores[i] == best;
    out->p = MANY(cx->arena, struct find_hit, kept);
    for (size_t i = 0; i < places.n && out->n < 60; i++) {
        struct find_hit *h = &out->p[out->n];

        if (scores[i] != best)
            continue;
        TRY(registry_division(cx, places.p[i]->code, &h->division));
        TRY(registry_full_name(cx, places.p[i]->code, &h->full_name));
        h->score = best;
        out->n++;
    }
    return OK;
}
