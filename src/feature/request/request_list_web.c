/*
 * Lists of requests for staff: my queue, all, the watch list; and their exports.
 */
#include "web/table.h"

#include "feature/registry/registry_pick_web.h"
#include "feature/request/request_web.h"

static const struct input list_inputs[] = {
    INPUT(struct request_filter, q, .max = 60),
    {.name = "state",
        .kind = KIND_STR,
        .offset = offsetof(struct request_filter, state),
        .words = request_state_words,
        .widget = WIDGET_SELECT},
    {.name = "channel",
        .kind = KIND_STR,
        .offset = offsetof(struct request_filter, channel),
        .words = request_channel_words,
        .widget = WIDGET_SELECT},
    {.name = "kind",
        .kind = KIND_STR,
        .offset = offsetof(struct request_filter, kind),
        .words = request_kind_words,
        .widget = WIDGET_SELECT},
    INPUT(struct request_filter, from, .max = 10),
    INPUT(struct request_filter, to, .max = 10),
    INPUT(struct request_filter, overdue, .widget = WIDGET_CHECK),
    INPUT(struct request_filter, division, .max = 60, .widget = WIDGET_DIVISION),
    INPUT(struct request_filter, unit_id, .flags = INPUT_HIDDEN),
    INPUT(struct request_filter, station_id, .flags = INPUT_HIDDEN),
    INPUT(struct request_filter, deputy_id, .flags = INPUT_HIDDEN),
    {.name = "after",
        .kind = KIND_INT,
        .offset = offsetof(struct request_filter, before),
        .flags = INPUT_HIDDEN},
};
const struct form request_list_query = {
    "request_list", sizeof(struct request_filter), list_inputs, COUNT(list_inputs)};

struct queue_asked {
    struct str after; /* "2026-02-27~123" */
};
static const struct input queue_inputs[] = {
    INPUT(struct queue_asked, after, .flags = INPUT_HIDDEN, .max = 40),
};
const struct form request_queue_query = {
    "request_queue", sizeof(struct queue_asked), queue_inputs, COUNT(queue_inputs)};

static struct request_queue_at queue_at(struct str cursor)
{
    struct request_queue_at at = {DATE_NONE, 0};
    struct str id, day = str_cut(cursor, '~', &id);

    if (id.p == NULL || date_parse(day, &at.due) != OK ||
        num_parse(id, 0, INT64_MAX, &at.id) != OK)
        return (struct request_queue_at){DATE_NONE, 0};
    return at;
}

enum err request_queue_list(struct call *call)
{
    const struct queue_asked *asked = call_asked(call);
    struct str title = web_text(call, TEXT_request_queue_title);
    struct request_list rows;
    struct sheet sheet;
    struct str after = {0};
    bool more;

    TRY(request_queue(call->cx, queue_at(asked->after), web_table_limit(call), &rows, &more));
    sheet = request_web_queue(call, &rows);
    sheet.title = title;
    if (more)
        after =
            str_f(call->arena, "%.*s~%lld", STR(date_text(call->arena, rows.p[rows.n - 1].due)),
                (long long)rows.p[rows.n - 1].id);
    return web_table(call, &(struct web_head){.title = title},
        &(struct web_table){.sheet = &sheet,
            .heading = title,
            .after = after,
            .later = !str_empty(asked->after),
            .empty = web_text(call, TEXT_request_queue_empty)});
}

enum err request_all_list(struct call *call)
{
    struct str title = web_text(call, TEXT_request_list_title);
    struct request_filter f;
    struct request_page page;
    struct sheet sheet;

    TRY(registry_pick_asked(call, "division"));
    f = *(const struct request_filter *)call_asked(call);
    f.max = web_table_limit(call);
    TRY(request_find(call->cx, &f, &page));
    sheet = request_web_sheet(call, &page.rows);
    sheet.title = title;
    sheet.note = instant_text(call->arena, call->cx->now);
    return web_table(call, &(struct web_head){.title = title},
        &(struct web_table){.sheet = &sheet,
            .heading = title,
            .filter = call->asked,
            .after = page.next > 0 ? num_text(call->arena, page.next) : (struct str){0},
            .later = f.before > 0,
            .empty = web_text(call, TEXT_request_list_empty),
            .exports = request_web_exports(call->cx) ? S("requests") : (struct str){0}});
}

enum err request_watch_list(struct call *call)
{
    struct str title = web_text(call, TEXT_request_watch_title);
    struct request_list rows;
    struct sheet sheet;

    TRY(request_watch(call->cx, (struct str){0}, 200, &rows));
    sheet = request_web_sheet(call, &rows);
    sheet.title = title;
    return web_table(call, &(struct web_head){.title = title},
        &(struct web_table){.sheet = &sheet,
            .heading = title,
            .empty = web_text(call, TEXT_request_watch_empty)});
}
