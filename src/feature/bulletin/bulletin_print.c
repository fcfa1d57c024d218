/*
 * bulletin_print: an issue as the printer takes it.
 */
#include "feature/bulletin/bulletin_print.h"

struct gazette bulletin_print_gazette(
    struct arena *a, const struct bulletin_issue *issue, const struct bulletin_print *p)
{
    static const enum gazette_kind kinds[] = {[BLOCK_TITLE] = GAZETTE_TITLE,
        [BLOCK_SUBTITLE] = GAZETTE_SUBTITLE,
        [BLOCK_H1] = GAZETTE_H1,
        [BLOCK_H2] = GAZETTE_H2,
        [BLOCK_PARA] = GAZETTE_PARA,
        [BLOCK_NOTE] = GAZETTE_NOTE,
        [BLOCK_CREDIT] = GAZETTE_CREDIT};
    struct gazette g = {.name = issue->name,
        .latin = issue->latin,
        .issue = p->issue_words,
        .serial = p->serial_words,
        .publisher = p->publisher_words,
        .date = p->date_words,
        .editors_note = issue->note,
        .blocks = {MANY(a, struct gazette_block, p->blocks.n + 1), 0},
        .distribution_label = S("送："),
        .distribution = p->distribution,
        .ndistribution = p->ndistribution};

    EACH (b, &p->blocks)
        g.blocks.p[g.blocks.n++] = (struct gazette_block){kinds[b->kind], b->text};
    if (issue->editors.n > 0)
        g.imprint_left = str_f(a, "责任编辑：%.*s", STR(issue->editors));
    if (issue->contact.n > 0)
        g.imprint_right = str_f(a, "联系方式：%.*s", STR(issue->contact));
    if (issue->approval_no.n > 0)
        g.imprint_last = str_f(a, "批准文号：%.*s", STR(issue->approval_no));
    g.made = date_is(issue->day) ? date_start(issue->day) : issue->cutoff;
    if (!instant_is(g.made))
        g.made = date_start(date_make((int32_t)issue->year, 1, 1));
    return g;
}
