/*
 * registry: finding places in free text (an address as people write it).
 *
 * A name alone never decides: what the text says beside it must agree, so that 北京市朝阳区 or
 * 人民路 is not taken for a place of the same name elsewhere.
 */
#include "base/han.h"
#include "base/map.h"
#include "base/vec.h"
#include "core/sql.h"
#include "core/subtree.h"

#include "feature/registry/registry.h"
#include "feature/registry/registry.sql.h"

static const struct field place_fields[] = {
    FIELD(struct registry_place, code),
    FIELD(struct registry_place, parent),
    FIELD(struct registry_place, folded),
    FIELD(struct registry_place, brief),
};
const struct shape registry_place_shape = SHAPE(registry_place, place_fields);

/* What may stand behind a name without its own suffix: the levels at which a place may then be
 * meant.  西湖区 is no subdistrict, 人民路 no place at all. */
static bool meant(struct str rest, size_t depth)
{
    static const struct {
        const char *word;
        size_t from, to;
    } words[] = {{"自治州", 2, 2}, {"自治县", 3, 3}, {"街道", 4, 4}, {"社区", 5, 5},
        {"地区", 2, 2}, {"大道", 9, 9}, {"大街", 9, 9}, {"胡同", 9, 9}, {"小区", 9, 9},
        {"路", 9, 9}, {"街", 9, 9}, {"巷", 9, 9}, {"省", 1, 1}, {"市", 2, 3}, {"县", 3, 3},
        {"区", 3, 3}, {"镇", 4, 4}, {"乡", 4, 4}, {"村", 5, 6}};
    /* 西渡街上, 云集市场: the word is not a suffix after all */
    static const char *const not [] = {"上", "头", "口", "边", "场", "民"};

    for (size_t i = 0; i < COUNT(words); i++) {
        struct str word = str_of(words[i].word);

        if (!str_starts(rest, word))
            continue;
        for (size_t k = 0; k < COUNT(not ); k++)
            if (str_starts(str_sub(rest, word.n, rest.n - word.n), str_of(not [k])))
                return true;
        return depth >= words[i].from && depth <= words[i].to;
    }
    return true;
}

static bool bare(const bool *covered, size_t from, size_t n)
{
    for (size_t i = from; i < from + n; i++)
        if (covered[i])
            return false;
    return true;
}

/* Where the name stands in what nothing covers yet; -1.  Behind a whole name (depth 0) anything
 * may follow. */
static size_t stands(struct str text, struct str name, size_t depth, const bool *covered)
{
    size_t from = 0;

    while (name.n > 0 && from + name.n <= text.n) {
        size_t at = str_find(str_sub(text, from, text.n - from), name), end;

        if (at == (size_t)-1)
            return at;
        at += from;
        end = at + name.n;
        if (bare(covered, at, name.n) &&
            (depth == 0 || meant(str_sub(text, end, text.n - end), depth)))
            return at;
        from = at + 1;
    }
    return (size_t)-1;
}

/* Mark what the place's name covers, with its suffix or without; how many characters. */
static int cover(struct str text, const struct registry_place *p, bool *covered, size_t *at)
{
    struct str name = p->folded;

    *at = stands(text, name, 0, covered);
    if (*at == (size_t)-1) {
        name = p->brief;
        *at = stands(text, name, (size_t)registry_code_depth(p->code), covered);
    }
    if (*at == (size_t)-1)
        return 0;
    for (size_t i = *at; i < *at + name.n; i++)
        covered[i] = true;
    return (int)str_points(name);
}

/* Does the name of a place that is not above this one stand right before it, as in 杭州市西湖?
 * Words such as 小区 and 超市 are no names, and zones have many (高新区, 经开区, 示范区). */
static bool belied(struct str text, const bool *covered, size_t at)
{
    static const struct {
        const char *word, *but;
    } suffixes[] = {{"省", "我本全外"}, {"市", "我本全城都超夜门集菜楼"}, {"县", "我本全各"},
        {"区", "我本全小城市社园新开发范理业假景片库山校厂郊地港保管矿"}};
    enum {
        LETTER = 3
    };

    if (at < (size_t)3 * LETTER || !bare(covered, at - LETTER, LETTER))
        return false;
    for (size_t i = 0; i < COUNT(suffixes); i++)
        if (str_is(str_sub(text, at - LETTER, LETTER), suffixes[i].word))
            return !str_has(
                str_of(suffixes[i].but), str_sub(text, at - (size_t)2 * LETTER, LETTER));
    return false;
}

/* How much of the text the place and those above it explain; 0 when it is not meant. */
static int place_score(struct cx *cx, struct str text, const struct map *places,
    const struct registry_place *place)
{
    bool *covered = MANY(cx->arena, bool, text.n);
    struct str code = place->code;
    size_t own = (size_t)-1, at;
    int score = 0;

    for (int guard = 0; guard < 8 && code.n > 0; guard++) {
        const struct registry_place *p = map_find(places, code);

        if (p != NULL)
            score += cover(text, p, covered, guard == 0 ? &own : &at);
        code = p != NULL && p->parent.n > 0 ? p->parent : registry_code_parent(cx->arena, code);
    }
    return own == (size_t)-1 || belied(text, covered, own) ? 0 : score;
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

static enum err find(struct cx *cx, struct str text, int best,
    const struct right_ranges *within, struct find_hit_list *out)
{
    struct matches places;
    size_t kept = 0;
    int *scores;

    *out = (struct find_hit_list){0};
    TRY(matches_find(cx, text, &places));
    scores = MANY(cx->arena, int, places.n);
    for (size_t i = 0; i < places.n; i++) {
        scores[i] = within == NULL || subtree_holds(within, places.p[i]->code)
                        ? place_score(cx, text, places.by_code, places.p[i])
                        : 0;
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

enum err registry_find_places(struct cx *cx, struct str typed, struct find_hit_list *out)
{
    return registry_find_within(cx, typed, NULL, out);
}

enum err registry_find_within(struct cx *cx, struct str typed,
    const struct right_ranges *within, struct find_hit_list *out)
{
    struct str text = han_fold(cx->arena, str_points_sub(typed, 100)), simple;
    struct find_hit_list more;
    int best = 0;

    *out = (struct find_hit_list){0};
    if (str_points(text) < 2)
        return OK;
    TRY(find(cx, text, 1, within, out));
    if (out->n > 0)
        best = out->p[0].score;
    if (best == (int)str_points(text))
        return OK;
    simple = han_simple(cx->arena, text);
    if (str_eq(simple, text))
        return OK;
    TRY(find(cx, simple, best + 1, within, &more));
    if (more.n > 0)
        *out = more;
    return OK;
}
