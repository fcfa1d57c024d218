/*
 * What the pages of activities share: handlers named in the one table of routes, and small
 * helps.
 */
#ifndef FEATURE_ACTIVITY_WEB_H
#define FEATURE_ACTIVITY_WEB_H

#include "http/route.h"
#include "web/page.h"
#include "web/parts.h"

#include "feature/activity/activity.h"
#include "feature/activity/pages/activity_pages.h"

extern const struct route activity_routes[];
extern const struct web_menu activity_menu[];

/* "<prefix>.<word>" in the language of the call. */
struct str activity_word(struct call *call, const char *prefix, struct str word);
struct str activity_kind_text(struct call *call, struct str word);
/* Faults of the handler become problems of the form that is shown again. */
void activity_faults(struct call *call, struct form_state *s);
/* The record named in the path. */
enum err activity_here(struct call *call, struct activity *a) MUST_USE;
/* "2026-05-04", or with the last day. */
struct str activity_days(struct call *call, const struct activity *a);
/* "1 240 户", money in yuan. */
struct str activity_amount(struct call *call, struct str name, struct str unit, int64_t amount);

struct activity_report;
/* Waiting, overdue or answered. */
struct str activity_report_state(
    struct call *call, const struct activity_report *r, enum web_tone *tone);

/* The entry form, one for all kinds: the page shows what the kind asks for. */
struct activity_entry {
    struct date day, until;
    struct str division, town, place, station;
    int64_t people, person_times;
    int64_t households, raised, solved, hours, firms, farmland, problems, reports;
    int64_t material, material2, material3;
    struct money money;
    struct str unit, unit2, unit3, goods, goods2, goods3;
    struct str publicise, inform, hear, duty, difficulty, other_matter;
    struct str subject, venue, brand, outcome, mode, service, shifted;
    struct str others, met, voters, summary, title, tags, groups, areas, source, why, copy;
    struct str group_ids; /* of a link to the form: numbers of groups */
    int64_t source_id, version;
    bool forget; /* sealed names told before are left out */
};

/* What the form shows of a kind (activity_shape_web.c). */
void activity_shape_fill(
    struct call *call, const struct activity_kind *k, struct activity_form_view *v);
/* The three fields of the goods whose amount this is, or NULL. */
const struct activity_goods_line *activity_shape_goods(struct str amount);
/* On which days it is held at the place; and whether the reason of another day is asked for. */
enum err activity_shape_days(struct call *call, const struct activity_kind *k,
    const struct activity_entry *e, struct str at, struct activity_form_view *v) MUST_USE;
/* The form as this kind shows it: what it needs is not called optional. */
struct form_state *activity_shape_form(
    struct call *call, const struct activity_kind *k, const struct form_state *s);

/* What an activity belongs to (activity_choice_web.c).  told: nothing, or what the record
 * said; at: the place whose neighbours are offered. */
struct activity_choice_ask {
    const struct activity_kind *kind;
    const struct activity_entry *entry;
    const struct activity_in *told;
    struct str at;
};
enum err activity_choice_fill(struct call *call, const struct activity_choice_ask *ask,
    struct form_state *s, struct activity_form_view *v) MUST_USE;
/* Groups, areas and words of the form; faults at "groups" and "areas". */
enum err activity_choice_take(
    struct call *call, const struct activity_entry *e, struct activity_in *in) MUST_USE;

extern const struct form activity_entry_form, activity_entry_query, activity_list_query,
    activity_why_form, activity_names_form, activity_raise_form, activity_work_query,
    activity_photos_form, activity_register_form, activity_register_query, activity_import_form,
    activity_themes_query, activity_theme_new_form, activity_theme_edit_form,
    activity_forward_form, activity_answer_form, activity_verify_form;

route_handler activity_list, activity_kinds_page, activity_form_page, activity_form_again,
    activity_form_take, activity_correct_page, activity_correct_again, activity_correct_take,
    activity_record, activity_withdraw_page, activity_withdraw_again, activity_withdraw_take,
    activity_names_page, activity_names_again, activity_names_show, activity_photos_prepare,
    activity_photos_again, activity_photos_take, activity_photo, activity_raise_page,
    activity_raise_again, activity_raise_take, activity_work, activity_register_page,
    activity_register_take, activity_import_page, activity_import_again,
    activity_import_prepare, activity_import_take, activity_import_template,
    activity_themes_page, activity_theme_page, activity_theme_new_page, activity_theme_new_take,
    activity_theme_edit_page, activity_theme_edit_take, activity_forward_page,
    activity_forward_again, activity_forward_take, activity_finding_page,
    activity_finding_again, activity_finding_take, activity_verify_page, activity_verify_again,
    activity_verify_take;

#endif
