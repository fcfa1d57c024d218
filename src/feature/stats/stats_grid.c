#include "feature/stats/stats_grid.h"

#include "feature/stats/stats.sql.h"

enum {
    DAYS_MAX = 400,
    MONTHS_MAX = 120,
    MONTH_LETTERS = 7
};

static const struct field sum_fields[] = {
    FIELD(struct stats_sum, key),
    FIELD(struct stats_sum, quantity),
    FIELD(struct stats_sum, records),
};
const struct shape stats_sum_shape = SHAPE(stats_sum, sum_fields);

static struct date beginning(void)
{
    return date_make(1900, 1, 1);
}

static bool may_see(struct cx *cx, struct str division)
{
    bool may = registry_may(cx, RIGHT_FIGURES_READ, division) == OK;

    cx_faults_clear(cx);
    return may;
}

static void keys_set(struct cx *cx, struct stats_grid *g)
{
    struct ymd a = date_ymd(g->from), b = date_ymd(g->to);

    if (g->axis == STATS_PLACES) {
        g->n = g->places.n;
    } else if (g->axis == STATS_WHOLE) {
        g->n = 1;
    } else if (g->axis == STATS_MONTHS) {
        int64_t months = (b.year - a.year) * 12 + b.month - a.month + 1;

        g->n = (size_t)(months > MONTHS_MAX ? MONTHS_MAX : months);
        g->from = date_add_months(date_make(b.year, b.month, 1), 1 - (int32_t)g->n);
    } else {
        int32_t days = g->to.day - g->from.day + 1;

        g->n = (size_t)(days > DAYS_MAX ? DAYS_MAX : days);
        g->from = date_add(g->to, 1 - (int32_t)g->n);
    }
    g->keys = MANY(cx->arena, struct str, g->n);
    g->all = MANY(cx->arena, bool, g->n);
    for (size_t i = 0; i < g->n; i++) {
        g->keys[i] = g->axis == STATS_PLACES  ? g->places.p[i].code
                     : g->axis == STATS_WHOLE ? g->division
                     : g->axis == STATS_MONTHS
                         ? str_sub(date_text(cx->arena, date_add_months(g->from, (int32_t)i)),
                               0, MONTH_LETTERS)
                         : date_text(cx->arena, date_add(g->from, (int32_t)i));
        g->all[i] = may_see(cx, g->axis == STATS_PLACES ? g->keys[i] : g->division);
    }
}

static enum err tail_read(struct cx *cx, struct stats_grid *g)
{
    for (size_t i = 0; i < g->ranges.n; i++) {
        struct right_range r = g->ranges.at[i];
        struct ledger_entry_list part, all;

        TRY(sql_stats_tail(cx, r.from, r.to, g->to, &part));
        all = (struct ledger_entry_list){
            MANY(cx->arena, struct ledger_entry, g->tail.n + part.n + 1), 0};
        EACH (e, &g->tail)
            all.p[all.n++] = *e;
        EACH (e, &part)
            all.p[all.n++] = *e;
        g->tail = all;
    }
    return OK;
}

enum err stats_grid_open(struct cx *cx, enum stats_axis axis, struct str division,
    struct date from, struct date to, struct stats_grid *out)
{
    struct division place;

    if (!date_is(from) || !date_is(to) || from.day > to.day)
        return fail(cx, ERR_INVALID, "to", "stats.period_wrong");
    TRY(stats_place(cx, division, &place));
    *out = (struct stats_grid){.axis = axis, .division = division, .from = from, .to = to};
    if (axis == STATS_PLACES)
        TRY(registry_children(cx, division, false, &out->places));
    if (axis == STATS_PLACES)
        TRY(subtree_below(cx, division, &out->parts));
    TRY(subtree_of(cx, division, &out->ranges));
    TRY(subtree_nodes(cx, division, &out->nodes));
    keys_set(cx, out);
    return tail_read(cx, out);
}

static bool of_places(const struct stats_grid *g)
{
    return g->axis == STATS_PLACES || g->axis == STATS_WHOLE;
}

static bool at_place(const struct stats_grid *g, struct str place, struct str division)
{
    size_t depth = (size_t[]){0, 2, 4, 6, 9, 12, place.n}[registry_code_depth(place)];
    bool in = str_starts(division, str_sub(place, 0, depth));

    /* Small ones come last and have the last word. */
    EACH (x, &g->parts)
        if (str_eq(x->division, place) && str_cmp(division, x->code_from) >= 0 &&
            str_cmp(division, x->code_to) < 0)
            in = x->sign > 0;
    return in;
}

/* Does a booking count under this key? */
static bool counts_at(
    const struct stats_grid *g, size_t key, const struct ledger_entry *e, struct str day)
{
    if (g->axis == STATS_WHOLE)
        return true;
    if (g->axis == STATS_PLACES)
        return at_place(g, g->keys[key], e->division);
    return str_starts(day, g->keys[key]);
}

static void tail_add(struct cx *cx, const struct stats_grid *g, struct stats_column *c)
{
    EACH (e, &g->tail) {
        struct str day = date_text(cx->arena, e->day);

        if (!str_eq(e->measure, c->measure) ||
            (e->day.day < g->from.day && !(c->stock && of_places(g))))
            continue;
        for (size_t i = 0; i < g->n; i++) {
            if (!counts_at(g, i, e, day))
                continue;
            c->totals[i].quantity += e->quantity;
            /* The statement gives what is corrected in the place of the record. */
            c->totals[i].records += e->source_id > 0 ? -1 : 1;
        }
    }
}

/* What there is on a day is all that came before. */
static enum err pile_up(struct cx *cx, const struct stats_grid *g, struct stats_column *c)
{
    struct ledger_span span = {
        c->measure, g->division, beginning(), date_add(g->from, -1), INSTANT_NONE};
    struct ledger_total sum;

    TRY(ledger_total(cx, &span, &sum));
    for (size_t i = 0; i < g->n; i++) {
        sum.quantity += c->totals[i].quantity;
        sum.records += c->totals[i].records;
        c->totals[i] = sum;
    }
    return OK;
}

/* What the sums of one node say, along the axis. */
static enum err node_read(struct cx *cx, const struct stats_grid *g,
    const struct stats_column *c, struct str node, struct stats_sum_list *out)
{
    struct ledger_parts p =
        ledger_parts(cx->arena, c->stock && of_places(g) ? beginning() : g->from, g->to);

    if (g->axis == STATS_WHOLE)
        return sql_stats_whole(cx, c->measure, node, p.month_from, p.month_to, p.head.from,
            p.head.before, p.head.sign, p.tail.from, p.tail.before, p.tail.sign, out);
    if (g->axis == STATS_PLACES)
        return sql_stats_places(cx, c->measure, node, p.month_from, p.month_to, p.head.from,
            p.head.before, p.head.sign, p.tail.from, p.tail.before, p.tail.sign, out);
    if (g->axis == STATS_MONTHS)
        return sql_stats_months(cx, c->measure, node, g->keys[0], g->keys[g->n - 1], out);
    return sql_stats_days(cx, c->measure, node, g->from, g->to, out);
}

static void total_add(struct ledger_total *total, const struct stats_sum *s, int64_t sign)
{
    total->quantity += sign * s->quantity;
    total->records += sign * s->records;
}

/* Both are in the order of their keys; a division that is no more is passed over.  Of the whole
 * there is one key, whatever the node. */
static void sums_add(const struct stats_grid *g, const struct stats_sum_list *list,
    int64_t sign, struct stats_column *c)
{
    size_t k = 0;

    EACH (s, list)
        for (size_t i = k; i < g->n; i++)
            if (g->axis == STATS_WHOLE || str_eq(s->key, g->keys[i])) {
                total_add(&c->totals[i], s, sign);
                k = i + 1;
                break;
            }
}

/* The parts that the places below gained or lost, each whole at its own node. */
static enum err parts_add(struct cx *cx, const struct stats_grid *g, struct stats_column *c)
{
    struct stats_grid whole = *g;

    whole.axis = STATS_WHOLE;
    EACH (x, &g->parts) {
        struct str node =
            subtree_node(cx->arena, (struct right_range){x->code_from, x->code_to});
        struct stats_sum_list list;

        for (size_t i = 0; i < g->n; i++) {
            if (!str_eq(g->keys[i], x->division))
                continue;
            TRY(node_read(cx, &whole, c, node, &list));
            EACH (s, &list)
                total_add(&c->totals[i], s, x->sign);
        }
    }
    return OK;
}

static enum err column_read(struct cx *cx, struct stats_grid *g, struct stats_column *c)
{
    struct stats_sum_list list;

    EACH (node, &g->nodes) {
        TRY(node_read(cx, g, c, node->code, &list));
        sums_add(g, &list, node->sign, c);
        if (g->axis == STATS_PLACES)
            break; /* the places are read by their parent */
    }
    if (g->axis == STATS_PLACES)
        TRY(parts_add(cx, g, c));
    tail_add(cx, g, c);
    return c->stock && !of_places(g) ? pile_up(cx, g, c) : OK;
}

static enum err column(struct cx *cx, struct stats_grid *g, struct str measure, bool stock,
    struct ledger_total **out)
{
    struct stats_column *c;

    for (size_t i = 0; i < g->columns.n; i++)
        if (str_eq(g->columns.p[i].measure, measure) && g->columns.p[i].stock == stock) {
            *out = g->columns.p[i].totals;
            return OK;
        }
    c = VEC_PUSH(cx->arena, &g->columns);
    *c = (struct stats_column){
        measure, stock, MANY(cx->arena, struct ledger_total, g->n > 0 ? g->n : 1)};
    if (g->n > 0)
        TRY(column_read(cx, g, c));
    *out = c->totals;
    return OK;
}

static enum err formula(struct cx *cx, struct stats_grid *g, const char *words, bool stock,
    struct ledger_total *out)
{
    struct str rest = str_of(words);
    int sign = 1;

    while (rest.n > 0) {
        struct str word = str_cut(rest, ' ', &rest);
        struct ledger_total *one;

        if (word.n <= 1) {
            sign = str_is(word, "-") ? -1 : 1;
            continue;
        }
        TRY(column(cx, g, word, stock, &one));
        for (size_t i = 0; i < g->n; i++) {
            out[i].quantity += sign * one[i].quantity;
            out[i].records += one[i].records;
        }
    }
    return OK;
}

/* The days that a key stands for. */
static void key_span(const struct stats_grid *g, size_t i, struct date *from, struct date *to)
{
    *from = g->from;
    *to = g->to;
    if (g->axis == STATS_MONTHS) {
        *from = date_add_months(g->from, (int32_t)i);
        *to = date_add(date_add_months(*from, 1), -1);
    } else if (g->axis == STATS_DAYS) {
        *from = *to = date_add(g->from, (int32_t)i);
    }
}

/* None at all is no small count; a difference of counts may be. */
static bool nothing(const struct stats_figure *f)
{
    return f->value == 0 && f->base == 0 && f->records == 0 && f->silent == 0;
}

/* Why it is not for this actor; NULL: it is. */
static enum err hidden(struct cx *cx, struct stats_grid *g, const struct stats_figure *f,
    size_t i, const char **why)
{
    struct date from, to;

    *why = NULL;
    if (g->all[i] || f->row.absent || nothing(f))
        return OK;
    if (g->open == NULL)
        TRY(stats_public_open(cx, g->division, &g->open));
    key_span(g, i, &from, &to);
    return stats_public_may(
        g->open, &f->row, g->axis == STATS_PLACES ? g->keys[i] : g->division, from, to, why);
}

enum err stats_grid_row(
    struct cx *cx, struct stats_grid *g, const struct stats_row *row, struct stats_figure **out)
{
    size_t n = g->n > 0 ? g->n : 1;
    struct ledger_total *top = MANY(cx->arena, struct ledger_total, n),
                        *bottom = MANY(cx->arena, struct ledger_total, n),
                        *silent = MANY(cx->arena, struct ledger_total, n);
    struct stats_figure *f = MANY(cx->arena, struct stats_figure, n);
    bool stock = stats_row_standing(cx, row);

    if (!row->absent) {
        TRY(formula(cx, g, row->top, stock, top));
        TRY(formula(cx, g, row->bottom, stock, bottom));
        TRY(formula(cx, g, row->silent, stock, silent));
    }
    for (size_t i = 0; i < g->n; i++) {
        const char *why;

        f[i] = (struct stats_figure){.row = *row,
            .asked = {str_of(row->code), g->axis == STATS_PLACES ? g->keys[i] : g->division,
                g->from, g->to, cx->now},
            .value = top[i].quantity,
            .base = bottom[i].quantity,
            .silent = silent[i].quantity,
            .records = row->bottom != NULL ? bottom[i].records : top[i].records,
            .records_top = row->bottom != NULL ? top[i].records : 0,
            .records_silent = silent[i].records};
        TRY(hidden(cx, g, &f[i], i, &why));
        stats_judge(&f[i], why);
        if (!g->all[i])
            stats_open(&f[i]);
    }
    *out = f;
    return OK;
}
