/*
 * station: the log of plates and codes (A12.5): what was given out when, for whom, by whom, and
 * whether it is still in force.
 */
#include "core/account.h"
#include "web/table.h"

#include "feature/registry/registry_pick_web.h"
#include "feature/station/station_web.h"

struct plate_query {
    struct str at, after;
};
static const struct input query_inputs[] = {
    INPUT(struct plate_query, at, .max = 60, .widget = WIDGET_DIVISION),
    INPUT(struct plate_query, after, .flags = INPUT_HIDDEN, .max = 20),
};
const struct form station_plates_form = {
    "plate_query", sizeof(struct plate_query), query_inputs, COUNT(query_inputs)};

static const struct sheet_column columns[] = {
    {"", TEXT_plates_issued, 18, false},
    {"", TEXT_plates_of, 12, false},
    {"", TEXT_plates_name, 26, false},
    {"", TEXT_plates_area, 30, false},
    {"", TEXT_plates_token, 12, false},
    {"", TEXT_plates_by, 24, false},
    {"", TEXT_plates_state, 24, false},
};

static enum err row_fill(struct call *call, const struct plate_line *x, struct sheet_cell *c)
{
    c[0].text = instant_text(call->arena, x->issued);
    c[1].text = station_word(call, "plates.kind", code_of_words[x->of]);
    TRY(registry_full_name(call->cx, x->division, &c[3].text));
    c[2].text = x->name.n > 0 ? x->name : c[3].text;
    if (x->station.n > 0)
        c[2].link = web_url(call->arena, "/stations/", x->station, "").s;
    if (x->deputy.n > 0)
        c[2].link = web_url(call->arena, "/deputies/", x->deputy, "").s;
    c[4].text = x->token;
    if (x->account_id > 0)
        TRY(account_name(call->cx, x->account_id, &c[5].text));
    if (instant_is(x->retired)) {
        c[6].text =
            web_text1(call, TEXT_plates_replaced, date_text(call->arena, date_of(x->retired)));
    } else {
        c[6].text = web_text(call, TEXT_plates_in_force);
        c[6].badge = S("done");
    }
    return OK;
}

enum err station_plates_page(struct call *call)
{
    const struct plate_query *q = call_asked(call);
    struct web_table t = {.heading = web_text(call, TEXT_plates_title),
        .filter = call->asked,
        .later = !str_empty(q->after),
        .empty = web_text(call, TEXT_plates_none),
        .exports = S("plates")};
    int64_t before = 0, max = web_table_limit(call);
    struct plate_line_list list;
    struct sheet *sheet = NEW(call->arena, struct sheet);
    struct str area;

    TRY(registry_pick_asked(call, "at"));
    area = str_empty(q->at) ? registry_own_area(call->cx, RIGHT_CODE_ISSUE) : q->at;
    if (!str_empty(q->after) && num_parse(q->after, 1, INT64_MAX, &before) != OK)
        before = 0;
    TRY(station_plate_log(call->cx, area, before, max + 1, &list));
    if (list.n > (size_t)max) {
        list.n = (size_t)max;
        t.after = num_text(call->arena, list.p[list.n - 1].id);
    }
    *sheet = (struct sheet){.title = t.heading,
        .note = instant_text(call->arena, call->cx->now),
        .columns = columns,
        .ncolumns = COUNT(columns),
        .cells = MANY(call->arena, struct sheet_cell, list.n * COUNT(columns)),
        .nrows = list.n};
    for (size_t i = 0; i < list.n; i++)
        TRY(row_fill(call, &list.p[i], &sheet->cells[i * COUNT(columns)]));
    t.sheet = sheet;
    return web_table(call, &(struct web_head){.title = t.heading}, &t);
}
