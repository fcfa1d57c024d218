/*
 * bulletin_web: what the pages of this capability share.
 */
#ifndef FEATURE_BULLETIN_WEB_H
#define FEATURE_BULLETIN_WEB_H

#include "web/page.h"

#include "feature/bulletin/pages/bulletin_pages.h"

extern const struct route bulletin_routes[];
extern const struct web_menu bulletin_menu[];

/* The word of an enum by its text "<prefix>.<word>". */
struct str bulletin_word(struct call *call, const char *prefix, const char *word);
/* "联络动态 2026年第12期" */
struct str bulletin_title(struct call *call, const struct bulletin_issue *issue);
/* Faults of the domain beside the fields of the call's form. */
enum err bulletin_form_page(struct call *call, const struct bulletin_form_view *v) MUST_USE;
struct str bulletin_place(struct call *call, struct str division);

extern const struct form bulletin_issue_form, bulletin_begin_form, bulletin_move_form,
    bulletin_masthead_form, bulletin_article_form, bulletin_pick_form, bulletin_take_form,
    bulletin_special_form, bulletin_settle_form, bulletin_special_text_form,
    bulletin_special_move_form, bulletin_media_form, bulletin_session_form;

route_handler bulletin_desk_list, bulletin_desk_show, bulletin_begin_page, bulletin_begin_take,
    bulletin_edit_page, bulletin_edit_take, bulletin_move_page, bulletin_move_take,
    bulletin_masthead_page, bulletin_masthead_take, bulletin_sessions_page,
    bulletin_sessions_take;
route_handler bulletin_articles_page, bulletin_article_new, bulletin_article_new_take,
    bulletin_article_page, bulletin_article_take_text, bulletin_pick_page, bulletin_pick_take,
    bulletin_article_do_page, bulletin_article_do_take;
route_handler bulletin_specials_page, bulletin_special_new, bulletin_special_new_take,
    bulletin_special_show, bulletin_special_settle_take, bulletin_special_edit,
    bulletin_special_edit_take, bulletin_special_do_page, bulletin_special_do_take,
    bulletin_special_pdf, bulletin_media_page, bulletin_media_take;

#endif
