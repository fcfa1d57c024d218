/*
 * hamlet_web: what the pages of this capability share.
 */
#ifndef FEATURE_HAMLET_WEB_H
#define FEATURE_HAMLET_WEB_H

#include "out/sheet.h"

#include "feature/hamlet/hamlet.h"
#include "feature/registry/registry_pick_web.h"
#include "feature/station/station_web.h"

extern const struct route hamlet_routes[];
extern const struct web_menu hamlet_menu[];

extern const struct form hamlet_cases_form, hamlet_case_form, hamlet_step_form,
    hamlet_place_form;
route_handler hamlet_cases_page, hamlet_case_new_page, hamlet_case_new_take,
    hamlet_case_new_again, hamlet_case_page, hamlet_case_pdf, hamlet_step_page,
    hamlet_step_take, hamlet_step_again, hamlet_place_page, hamlet_place_take,
    hamlet_place_again;

/* The group of the path. */
enum err hamlet_web_here(struct call *call, enum right right, struct hamlet_group *g) MUST_USE;
/* The number in the path; ERR_NOT_FOUND when it is none. */
enum err hamlet_web_id(struct call *call, int64_t *id) MUST_USE;
/* "/hamlets/7" and what follows. */
struct url hamlet_web_group(struct call *call, int64_t id, const char *suffix);
/* A form on a page of its own. */
enum err hamlet_web_form(struct call *call, struct str heading, struct str words,
    const struct form_state *form, struct url action, struct url back) MUST_USE;
/* A table of mediations. */
enum err hamlet_web_cases(
    struct call *call, const struct mediation_list *list, struct sheet *out) MUST_USE;

#endif
