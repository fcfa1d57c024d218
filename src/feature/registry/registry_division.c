/*
 * registry: writing divisions, and the shipped file.
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

static bool among(const struct division_list *list, struct str code)
{
    EACH (d, list)
        if (str_eq(d->code, code))
            return true;
    return false;
}

/* What lies above by code, as far as it is known. */
static enum err path_by_code(struct cx *cx, struct str code, struct division_list *out)
{
    struct division at;
    bool found = false;

    *out = (struct division_list){0};
    while (!found && registry_code_depth(code) > 0) {
        TRY(sql_registry_division_find(cx, code, &at, &found));
        if (found)
            return registry_path(cx, code, out);
        code = registry_code_parent(cx->arena, code);
    }
    return OK;
}

/* Those above by parent that are not above by code gain the division, the others lose it. */
static enum err parts_set(struct cx *cx, const struct division *d)
{
    struct right_range own = right_subtree(cx->arena, d->code);
    struct division_list by_parent, by_code;
    struct str code = registry_code_parent(cx->arena, d->code);

    TRY(sql_registry_range_drop(cx, own.from, NULL));
    if (str_empty(d->parent) || str_eq(d->parent, code))
        return OK;
    TRY(registry_path(cx, d->parent, &by_parent));
    TRY(path_by_code(cx, code, &by_code));
    EACH (above, &by_parent)
        if (!among(&by_code, above->code))
            TRY(sql_registry_range_add(cx, above->code, own.from, own.to, 1, NULL));
    EACH (above, &by_code)
        if (!among(&by_parent, above->code))
            TRY(sql_registry_range_add(cx, above->code, own.from, own.to, -1, NULL));
    return OK;
}

/* The parts of what moved, and of what moved into or out of it before. */
static enum err parts_keep(struct cx *cx, const struct division *d)
{
    struct right_range own = right_subtree(cx->arena, d->code);
    struct subtree_part_list near;

    sql_kept_drop(cx);
    TRY(parts_set(cx, d));
    TRY(sql_registry_range_near(cx, own.from, own.to, &near));
    EACH (part, &near) {
        struct str code =
            subtree_node(cx->arena, (struct right_range){part->code_from, part->code_to});
        struct division other;
        bool found;

        TRY(sql_registry_division_find(cx, code, &other, &found));
        if (found && !str_eq(code, d->code))
            TRY(parts_set(cx, &other));
    }
    sql_kept_drop(cx);
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
    return OK;
}

enum err registry_division_put(struct cx *cx, const struct division *given, enum put *done)
{
    struct division d = *given, old = {0};
    struct str by_code;
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
    TRY(division_write(cx, &d, exists));
    by_code = registry_code_parent(cx->arena, d.code);
    if (!str_eq(d.parent, by_code) || (exists && !str_eq(old.parent, by_code)))
        TRY(parts_keep(cx, &d));
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
