/*
 * activity_theme: purposes and campaigns that activities are recorded under.
 */
#include "feature/activity/activity_theme.h"

#include "base/han.h"
#include "core/audit.h"

#include "feature/activity/activity_names.h"
#include "feature/activity/activity_theme.sql.h"

enum {
    NAME_MAX = 30,
    NAME_EN_MAX = 80,
    CODE_MAX = 40,
    THEMES = 20
};

const char *const activity_theme_kind_words[] = {"purpose", "campaign", NULL};

static const struct field fields[] = {
    FIELD(struct activity_theme, id),
    FIELD(struct activity_theme, code),
    FIELD_ENUM(struct activity_theme, kind, activity_theme_kind_words),
    FIELD(struct activity_theme, name),
    FIELD(struct activity_theme, name_en),
    FIELD(struct activity_theme, division),
    FIELD(struct activity_theme, valid_from),
    FIELD(struct activity_theme, valid_to),
    FIELD(struct activity_theme, activities),
    FIELD(struct activity_theme, version),
};
const struct shape activity_theme_shape = SHAPE(activity_theme, fields);

struct str activity_theme_name(enum lang lang, const struct activity_theme *t)
{
    return lang == LANG_EN && !str_empty(t->name_en) ? t->name_en : t->name;
}

static struct rules_ancestors line_of(struct cx *cx, struct str division)
{
    struct rules_ancestors up = rules_ancestors(cx->arena, division);

    for (size_t i = up.n; i < COUNT(up.code); i++)
        up.code[i] = up.code[0];
    return up;
}

enum err activity_theme_near(
    struct cx *cx, struct str division, struct date day, struct activity_theme_list *out)
{
    struct rules_ancestors up = line_of(cx, division);

    return sql_activity_theme_near(cx, up.code[0], up.code[1], up.code[2], up.code[3],
        up.code[4], up.code[5], up.code[6], day, out);
}

enum err activity_theme_of(struct cx *cx, int64_t activity_id, struct activity_theme_list *out)
{
    return sql_activity_theme_of(cx, activity_id, out);
}

enum err activity_theme_all(
    struct cx *cx, struct str division, struct activity_theme_list *out, int64_t *once)
{
    struct rules_ancestors up = line_of(cx, division);
    struct right_range r = right_subtree(cx->arena, division);

    TRY(sql_activity_theme_area(cx, r.from, r.to, up.code[0], up.code[1], up.code[2],
        up.code[3], up.code[4], up.code[5], up.code[6], out));
    return sql_activity_theme_once(cx, r.from, r.to, once);
}

enum err activity_theme_by_code(struct cx *cx, struct str code, struct activity_theme *out)
{
    bool found;

    TRY(sql_activity_theme_by_code(cx, code, out, &found));
    return found ? OK : fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
}

enum err activity_theme_load(struct cx *cx, int64_t id, struct activity_theme *out)
{
    return sql_activity_theme_by_id(cx, id, out);
}

enum err activity_theme_typed(struct cx *cx, struct str typed, struct activity_theme *out)
{
    struct activity_theme_list found = {NULL, 0};
    struct str folded = han_fold(cx->arena, typed);

    if (folded.n > 0)
        TRY(sql_activity_theme_typed(cx, folded, str_trim(typed), &found));
    *out = found.n > 0 ? found.p[0] : (struct activity_theme){.id = 0};
    return OK;
}

enum err activity_theme_split(struct cx *cx, struct str typed, struct activity_link_list *out)
{
    struct activity_theme whole;

    TRY(activity_theme_typed(cx, typed, &whole));
    *out = activity_names_split(cx->arena, typed);
    if (whole.id > 0 && out->n > 1)
        *out = (struct activity_link_list){NEW(cx->arena, struct activity_link), 1};
    if (whole.id > 0 && out->n == 1)
        out->p[0] = (struct activity_link){0, str_trim(typed)};
    return OK;
}

enum err activity_theme_sums(
    struct cx *cx, int64_t id, struct str division, struct activity_sum_list *out)
{
    struct right_range r = right_subtree(cx->arena, division);

    return sql_activity_theme_sums(cx, id, r.from, r.to, out);
}

static bool code_ok(struct str code)
{
    for (size_t i = 0; i < code.n; i++) {
        char c = code.p[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                c == '-' || c == '.'))
            return false;
    }
    return code.n > 0 && code.n <= CODE_MAX && !str_is(code, "new");
}

static enum err check(struct cx *cx, const struct activity_theme *t)
{
    struct str folded = han_fold(cx->arena, t->name);
    struct activity_theme other;
    int64_t outside = 0, named;
    bool taken = false;

    cx_faults_clear(cx);
    if (t->id == 0)
        TRY(sql_activity_theme_by_code(cx, t->code, &other, &taken));
    TRY(sql_activity_theme_named(cx, t->id, t->division, t->kind, folded, &named));
    if (!code_ok(t->code))
        (void)fail(cx, ERR_INVALID, "code", "activity.theme_code");
    else if (taken)
        (void)fail(cx, ERR_INVALID, "code", "activity_theme_code_once");
    if (str_points(t->name) > NAME_MAX || folded.n == 0)
        (void)fail(cx, ERR_INVALID, "name", "activity.theme_name");
    else if (named > 0)
        (void)fail(cx, ERR_INVALID, "name", "activity_theme_name_once");
    if (str_points(t->name_en) > NAME_EN_MAX)
        (void)fail(cx, ERR_INVALID, "name_en", "activity.theme_name");
    if (!date_is(t->valid_from))
        (void)fail(cx, ERR_INVALID, "valid_from", "activity.theme_from");
    else if (date_is(t->valid_to) && t->valid_to.day < t->valid_from.day)
        (void)fail(cx, ERR_INVALID, "valid_to", "activity.until_order");
    else if (t->id > 0)
        TRY(sql_activity_theme_outside(cx, t->id, t->valid_from, t->valid_to, &outside));
    if (outside > 0) {
        (void)fail(cx, ERR_INVALID, "valid_to", "activity.theme_outside");
        cx_fault_arg(cx, num_text(cx->arena, outside));
    }
    return cx_checked(cx);
}

enum err activity_theme_put(struct cx *cx, struct activity_theme *t)
{
    struct str folded, folded_en, name_en = str_empty(t->name_en) ? S("") : t->name_en;
    struct object o = {.division = t->division};
    int64_t changed = 1;

    TRY(right_check(cx, RIGHT_THEME_EDIT, &o));
    t->name = str_trim(t->name);
    t->name_en = str_trim(name_en);
    TRY(check(cx, t));
    folded = han_fold(cx->arena, t->name);
    folded_en = han_fold(cx->arena, t->name_en);
    if (t->id == 0)
        TRY(sql_activity_theme_add(cx, t->code, t->kind, t->name, t->name_en, folded, folded_en,
            t->division, t->valid_from, t->valid_to, &t->id));
    else
        TRY(sql_activity_theme_set(cx, t->id, t->version, t->name, t->name_en, folded,
            folded_en, t->valid_from, t->valid_to, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "activity.changed_meanwhile");
    return audit_add(
        cx, "activity_theme", t->id, "activity.theme", t->division, (struct str){0});
}

static bool listed(const struct activity_link_list *list, int64_t id)
{
    EACH (l, list)
        if (l->id == id)
            return true;
    return false;
}

/* Of the place itself and of further places that the activity covers. */
static enum err holding(
    struct cx *cx, const struct activity_in *in, struct activity_theme_list *out)
{
    struct activity_theme_list more;
    size_t n;

    TRY(activity_theme_near(cx, in->division, in->day, out));
    for (size_t i = 0; i < in->areas.n; i++) {
        TRY(activity_theme_near(cx, in->areas.p[i].word, in->day, &more));
        n = out->n;
        if (more.n == 0)
            continue;
        struct activity_theme *all = MANY(cx->arena, struct activity_theme, n + more.n);

        for (size_t k = 0; k < n; k++)
            all[k] = out->p[k];
        for (size_t k = 0; k < more.n; k++)
            all[n + k] = more.p[k];
        *out = (struct activity_theme_list){all, n + more.n};
    }
    return OK;
}

static const struct activity_theme *named(
    struct cx *cx, const struct activity_theme_list *list, struct str typed)
{
    struct str folded = han_fold(cx->arena, typed);

    EACH (t, list)
        if (str_eq(han_fold(cx->arena, t->name), folded) || str_eq(t->code, str_trim(typed)) ||
            (t->name_en.n > 0 && str_eq(han_fold(cx->arena, t->name_en), folded)))
            return t;
    return NULL;
}

static void unfit(struct cx *cx, struct str name)
{
    (void)fail(cx, ERR_INVALID, "tags", "activity.theme_unfit");
    cx_fault_arg(cx, name);
}

enum err activity_theme_settle(struct cx *cx, struct activity_in *in)
{
    struct activity_link_list themes = {
        MANY(cx->arena, struct activity_link, in->themes.n + in->tags.n + 1), 0};
    struct activity_link_list tags = {MANY(cx->arena, struct activity_link, in->tags.n + 1), 0};
    struct activity_theme_list fit = {NULL, 0};

    if (in->themes.n + in->tags.n > 0 && !str_empty(in->division))
        TRY(holding(cx, in, &fit));
    EACH (l, &in->themes) {
        struct activity_theme t = {.id = 0};
        bool fits = false;

        EACH (f, &fit)
            fits = fits || f->id == l->id;
        if (fits && !listed(&themes, l->id))
            themes.p[themes.n++] = (struct activity_link){l->id, S("")};
        if (fits)
            continue;
        if (activity_theme_load(cx, l->id, &t) != OK)
            cx->faults.n--;
        unfit(cx, t.id > 0 ? t.name : num_text(cx->arena, l->id));
    }
    EACH (w, &in->tags) {
        const struct activity_theme *t = named(cx, &fit, w->word);

        if (t == NULL)
            tags.p[tags.n++] = *w;
        else if (!listed(&themes, t->id))
            themes.p[themes.n++] = (struct activity_link){t->id, S("")};
    }
    if (themes.n > THEMES)
        (void)fail(cx, ERR_INVALID, "tags", "activity.too_many");
    in->themes = themes;
    in->tags = tags;
    return OK;
}
