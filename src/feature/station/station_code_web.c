/*
 * station: codes and plates: issuing, and what is printed.
 */
#include "core/settings.h"
#include "out/doc.h"

#include "feature/station/station_web.h"

#define PLATES_MAX 400

enum err station_code_take(struct call *call)
{
    struct plate_code code;
    struct station s;

    TRY(station_public(call->cx, call_path(call, "id"), &s));
    TRY(station_code_issue(call->cx, CODE_OF_STATION, s.id, s.division, &code));
    return web_redirect_note(call, TEXT_note_station_code, "/stations/", s.public_id);
}

enum err station_deputy_code_take(struct call *call)
{
    struct plate_code code;
    struct deputy d;

    TRY(registry_deputy_public(call->cx, call_path(call, "id"), &d));
    TRY(station_code_issue(call->cx, CODE_OF_DEPUTY, d.id, d.division, &code));
    return web_redirect_note(call, TEXT_note_station_code, "/deputies/", d.public_id);
}

enum err station_area_code_take(struct call *call)
{
    struct str division = call_path(call, "code");
    struct plate_code code;

    TRY(station_code_issue(call->cx, CODE_OF_AREA, 0, division, &code));
    return web_redirect_note(call, TEXT_note_station_code, "/divisions/", division);
}

static struct str url_of(struct call *call, struct str token)
{
    const struct app_settings *set = call->cx->settings;

    return str_f(call->arena, "%.*s/s/%.*s", STR(set->public_url), STR(token));
}

static void line_add(struct plate *p, struct str line)
{
    if (line.n > 0 && p->nlines < COUNT(p->lines))
        p->lines[p->nlines++] = line;
}

static enum err station_plate(
    struct call *call, const struct station *s, struct plate *p, bool *has)
{
    struct cx *cx = call->cx;
    struct plate_code code;
    struct str place;

    TRY(station_code_of(cx, CODE_OF_STATION, s->id, s->division, &code, has));
    if (!*has)
        return OK;
    TRY(registry_full_name(cx, s->division, &place));
    *p = (struct plate){.title = s->name,
        .kind = web_text(call, TEXT_station_plate_station),
        .url = url_of(call, code.token),
        .code = code.token};
    line_add(p, station_reception_text(call->arena, cx->lang, s->reception));
    line_add(p, str_f(call->arena, "%.*s %.*s", STR(place), STR(s->address)));
    line_add(p, web_text(call, TEXT_station_plate_words));
    return OK;
}

static enum err deputy_plate(
    struct call *call, const struct deputy *d, struct plate *p, bool *has)
{
    struct cx *cx = call->cx;
    struct plate_code code;
    struct station s = {0};

    TRY(station_code_of(cx, CODE_OF_DEPUTY, d->id, d->division, &code, has));
    if (!*has)
        return OK;
    if (d->station_id > 0)
        TRY(station_get(cx, d->station_id, &s));
    *p = (struct plate){.title = d->name,
        .kind = station_word(call, "level", congress_level_words[d->level]),
        .url = url_of(call, code.token),
        .code = code.token};
    line_add(p, s.name);
    line_add(p, station_reception_text(call->arena, cx->lang, s.reception));
    line_add(p, d->constituency);
    line_add(p, web_text(call, TEXT_station_plate_words));
    return OK;
}

static enum err plates_send(
    struct call *call, const struct plate *p, size_t n, bool sheet, struct str name)
{
    struct buf problem = buf_new(call->arena, 1024);
    struct bytes pdf;

    if (n == 0)
        return fail(call->cx, ERR_NOT_FOUND, "code", "station.no_code_yet");
    if (doc_plates(call->arena, p, n, sheet, call->cx->lang, &pdf, &problem) != OK)
        return fail(call->cx, ERR_DOWN, NULL, "station.plate_failed");
    call_download(call, "application/pdf", name);
    buf_raw(&call->out, pdf.p, pdf.n);
    return OK;
}

enum err station_plate_pdf(struct call *call)
{
    struct station s;
    struct plate p;
    bool has;

    TRY(station_public(call->cx, call_path(call, "id"), &s));
    TRY(registry_may(call->cx, RIGHT_CODE_ISSUE, s.division));
    TRY(station_plate(call, &s, &p, &has));
    return plates_send(call, &p, has, false, S("plate.pdf"));
}

enum err station_deputy_plate_pdf(struct call *call)
{
    struct deputy d;
    struct plate p;
    bool has;

    TRY(registry_deputy_public(call->cx, call_path(call, "id"), &d));
    TRY(registry_may(call->cx, RIGHT_CODE_ISSUE, d.division));
    TRY(deputy_plate(call, &d, &p, &has));
    return plates_send(call, &p, has, false, S("plate.pdf"));
}

enum err station_area_plate_pdf(struct call *call)
{
    struct division d;
    struct plate_code code;
    struct plate p;
    bool has;

    TRY(registry_division(call->cx, call_path(call, "code"), &d));
    TRY(registry_may(call->cx, RIGHT_CODE_ISSUE, d.code));
    TRY(station_code_of(call->cx, CODE_OF_AREA, 0, d.code, &code, &has));
    if (has) {
        p = (struct plate){.kind = web_text(call, TEXT_station_plate_area),
            .url = url_of(call, code.token),
            .code = code.token};
        TRY(registry_full_name(call->cx, d.code, &p.title));
        line_add(&p, web_text(call, TEXT_station_plate_words));
    }
    return plates_send(call, &p, has, false, S("plate.pdf"));
}

/* All stations of an area, eight on a sheet; those without a code get one. */
enum err station_plates_issue(struct call *call)
{
    struct str at = call_path(call, "code");
    struct station_list list;

    TRY(registry_may(call->cx, RIGHT_CODE_ISSUE, at));
    TRY(station_of_division(call->cx, at, &list));
    EACH (s, &list) {
        struct plate_code code;
        bool has;

        TRY(station_code_of(call->cx, CODE_OF_STATION, s->id, s->division, &code, &has));
        if (!has)
            TRY(station_code_issue(call->cx, CODE_OF_STATION, s->id, s->division, &code));
    }
    return web_redirect_note(call, TEXT_note_station_code, "/divisions/", at);
}

enum err station_plates_pdf(struct call *call)
{
    struct str at = call_path(call, "code");
    struct station_list list;
    struct plate *p;
    size_t n = 0;

    TRY(registry_may(call->cx, RIGHT_CODE_ISSUE, at));
    TRY(station_of_division(call->cx, at, &list));
    p = MANY(call->arena, struct plate, list.n);
    for (size_t i = 0; i < list.n && n < PLATES_MAX; i++) {
        bool has;

        TRY(station_plate(call, &list.p[i], &p[n], &has));
        n += has;
    }
    return plates_send(call, p, n, true, S("plates.pdf"));
}
