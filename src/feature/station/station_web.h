/*
 * station_web: what the public and the staff pages of this capability share.
 */
#ifndef FEATURE_STATION_WEB_H
#define FEATURE_STATION_WEB_H

#include "web/page.h"

#include "feature/station/pages/station_pages.h"

extern const struct route station_routes[];
extern const struct web_menu station_menu[];

/* The word of an enum by its text "<prefix>.<word>". */
struct str station_word(struct call *call, const char *prefix, const char *word);
/* The next reception days of a station, at most n. */
enum err station_days_of(struct call *call, const struct station *s, size_t n,
    struct station_days_list *out) MUST_USE;
/* Public figures of the last twelve months. */
enum err station_figures_fill(
    struct call *call, struct str division, struct web_figure_list *out) MUST_USE;
/* Deputies as lines: name, level, constituency. */
void station_deputy_lines(
    struct call *call, const struct deputy *p, size_t n, struct station_line_list *out);
/* Pages of one station, deputy or area; reached by address or by a scanned code. */
enum err station_page_of(struct call *call, const struct station *s) MUST_USE;
enum err station_deputy_page(struct call *call, const struct deputy *d) MUST_USE;
enum err station_area_page(struct call *call, const struct division *d) MUST_USE;

#endif
