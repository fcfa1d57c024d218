/*
 * registry: words and shapes, codes, and reading divisions.
 */
#include "feature/registry/registry.h"

#include "base/han.h"
#include "core/rules.h"
#include "core/sql.h"
#include "core/subtree.h"

#include "feature/registry/registry.sql.h"

const char *const division_kind_words[] = {"country", "province", "prefecture", "county",
    "town", "subdistrict", "village", "community", "hamlet", "zone", "pseudo", NULL};
const char *const congress_level_words[] = {
    "national", "province", "city", "county", "township", NULL};

static const struct field division_fields[] = {
    FIELD(struct division, code),
    FIELD(struct division, name),
    FIELD_ENUM(struct division, kind, division_kind_words),
    FIELD(struct division, parent),
    FIELD(struct division, valid_from),
    FIELD(struct division, valid_to),
    FIELD(struct division, successor),
    FIELD(struct division, pinyin),
    FIELD(struct division, version),
};
const struct shape division_shape = SHAPE(division, division_fields);

static const struct field old_name_fields[] = {
    FIELD(struct old_name, name),
    FIELD(struct old_name, alias),
    FIELD(struct old_name, valid_from),
    FIELD(struct old_name, valid_to),
};
const struct shape old_name_shape = SHAPE(old_name, old_name_fields);

/* Where the parts of a code end: province, prefecture, county, township, village, hamlet. */
static const size_t part_ends[] = {0, 2, 4, 6, 9, 12, 16};
#define DEPTHS 7

static bool digits(struct str s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

bool registry_code_ok(struct str code)
{
    if (code.n == 12)
        return digits(code, 0, 12);
    return code.n == 16 && digits(code, 0, 12) && code.p[12] == '-' && digits(code, 13, 16);
}

static bool part_used(struct str code, int depth)
{
    for (size_t i = part_ends[depth - 1]; i < part_ends[depth] && i < code.n; i++)
        if (code.p[i] != '0' && code.p[i] != '-')
            return true;
    return false;
}

int registry_code_depth(struct str code)
{
    int depth = code.n > 12 ? DEPTHS - 1 : DEPTHS - 2;

    while (depth > 0 && depth < DEPTHS - 1 && !part_used(code, depth))
        depth--;
    return depth;
}

/* National Bureau of Statistics: digits 5-6 in 70..79 are zones; digit 7 is 0 for subdistricts,
 * 1 for towns, 2 and 3 for townships, 4 and 5 for what is only like a township. */
bool registry_code_kind(struct str code, enum division_kind *out)
{
    static const enum division_kind kinds[DEPTHS] = {DIVISION_COUNTRY, DIVISION_PROVINCE,
        DIVISION_PREFECTURE, DIVISION_COUNTY, DIVISION_TOWN, DIVISION_VILLAGE, DIVISION_HAMLET};
    int depth;

    if (!registry_code_ok(code))
        return false;
    depth = registry_code_depth(code);
    *out = kinds[depth];
    if (depth == 3 && code.p[4] == '7')
        *out = DIVISION_ZONE;
    if (depth == 4 && code.p[6] == '0')
        *out = DIVISION_SUBDISTRICT;
    if (depth == 4 && (code.p[6] == '4' || code.p[6] == '5'))
        *out = DIVISION_PSEUDO;
    return true;
}

struct str registry_code_parent(struct arena *a, struct str code)
{
    int depth = registry_code_depth(code);
    struct buf b = buf_new(a, 16);

    if (depth == 0)
        return (struct str){0};
    for (size_t i = 0; i < 12; i++)
        buf_char(&b, i < part_ends[depth - 1] ? code.p[i] : '0');
    return buf_str(&b);
}

int registry_near(struct str x, struct str y)
{
    int near = 1;

    if (!registry_code_ok(x) || !registry_code_ok(y))
        return 0;
    for (int depth = 1; depth < DEPTHS; depth++) {
        size_t from = part_ends[depth - 1], n = part_ends[depth] - from;

        if (!part_used(x, depth) || !str_eq(str_sub(x, from, n), str_sub(y, from, n)))
            break;
        near++;
    }
    return near;
}

enum err registry_may(struct cx *cx, enum right right, struct str division)
{
    if ((cx->actor->roles & ROLE_CLOCK) != 0)
        return OK;
    return right_check(cx, right, &(struct object){.division = division});
}

struct str registry_own_area(struct cx *cx, enum right right)
{
    struct right_ranges r = right_ranges(cx, right);
    struct str from = r.n > 0 ? r.at[0].from : S("0");
    struct buf b = buf_new(cx->arena, 32);

    buf_add(&b, from);
    while (b.n < 12)
        buf_char(&b, '0');
    return buf_str(&b);
}

struct str registry_like(struct cx *cx, struct str typed)
{
    struct str folded = han_fold(cx->arena, typed);
    struct buf b = buf_new(cx->arena, 1024);

    if (str_empty(folded))
        return (struct str){0};
    buf_char(&b, '%');
    for (size_t i = 0; i < folded.n && i < 400; i++) {
        if (folded.p[i] == '%' || folded.p[i] == '_' || folded.p[i] == '!')
            buf_char(&b, '!');
        buf_char(&b, folded.p[i]);
    }
    buf_char(&b, '%');
    return buf_str(&b);
}

struct str registry_behind(struct arena *a, struct str begin)
{
    struct str parts[] = {begin, S("\xf4\x8f\xbf\xbf")};

    return str_join(a, parts, COUNT(parts), S(""));
}

struct str registry_public_id(struct cx *cx)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz";
    struct buf b = buf_new(cx->arena, 16);

    for (int i = 0; i < 10; i++)
        buf_char(&b, letters[rng_below(cx->rng, sizeof letters - 1)]);
    return buf_str(&b);
}

static struct division division_dup(struct arena *a, const struct division *d)
{
    struct division copy = *d;

    copy.code = str_dup(a, d->code);
    copy.name = str_dup(a, d->name);
    copy.parent = str_dup(a, d->parent);
    copy.successor = str_dup(a, d->successor);
    copy.pinyin = str_dup(a, d->pinyin);
    return copy;
}

enum err registry_division(struct cx *cx, struct str code, struct division *out)
{
    struct str parts[] = {S("division"), code};
    struct str name = str_join(cx->arena, parts, COUNT(parts), S(" "));
    struct division *kept = sql_kept(cx, name), one;

    if (kept == NULL) {
        TRY(sql_registry_division_by_code(cx, code, &one));
        kept = NEW(sql_kept_arena(cx), struct division);
        *kept = division_dup(sql_kept_arena(cx), &one);
        sql_keep(cx, name, kept);
    }
    *out = division_dup(cx->arena, kept);
    return OK;
}

enum err registry_children(struct cx *cx, struct str code, bool all, struct division_list *out)
{
    return sql_registry_division_children(cx, code, all, date_of(cx->now), out);
}

static void by_code(struct division_list *list)
{
    for (size_t i = 1; i < list->n; i++)
        for (size_t k = i; k > 0 && str_cmp(list->p[k - 1].code, list->p[k].code) > 0; k--) {
            struct division d = list->p[k];

            list->p[k] = list->p[k - 1];
            list->p[k - 1] = d;
        }
}

/* Codes grow from the province down, so nearly always the codes above are zeros after prefixes
 * of this one; whether each row is the parent of the next tells.  Otherwise from row to row. */
static enum err path_find(struct cx *cx, struct str code, struct division_list *out)
{
    struct rules_ancestors up = rules_ancestors(cx->arena, code);
    bool whole;

    for (size_t i = up.n; i < COUNT(up.code); i++)
        up.code[i] = S("");
    TRY(sql_registry_division_line(cx, up.code[0], up.code[1], up.code[2], up.code[3],
        up.code[4], up.code[5], up.code[6], out));
    by_code(out);
    whole = out->n > 0 && str_eq(out->p[out->n - 1].code, code) && str_empty(out->p[0].parent);
    for (size_t i = 1; whole && i < out->n; i++)
        whole = str_eq(out->p[i].parent, out->p[i - 1].code);
    return whole ? OK : sql_registry_division_path(cx, code, out);
}

enum err registry_path(struct cx *cx, struct str code, struct division_list *out)
{
    struct division_list all = {0};

    TRY(path_find(cx, code, &all));
    if (all.n == 0)
        return fail(cx, ERR_NOT_FOUND, "division", "registry.no_division");
    if (all.n > 1 && all.p[0].kind == DIVISION_COUNTRY) {
        all.p++;
        all.n--;
    }
    *out = all;
    return OK;
}

enum err registry_full_name(struct cx *cx, struct str code, struct str *out)
{
    struct division_list path;
    struct buf b = buf_new(cx->arena, 2000);

    TRY(registry_path(cx, code, &path));
    EACH (d, &path)
        if (path.n == 1 || d->kind != DIVISION_PROVINCE)
            buf_add(&b, d->name);
    return buf_take(&b, out);
}

enum err registry_division_names(struct cx *cx, struct str code, struct old_name_list *out)
{
    return sql_registry_division_names(cx, code, out);
}
