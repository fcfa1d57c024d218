/*
 * bulletin_rows: what the rows of this capability look like.
 */
#include "base/shape.h"

#include "feature/bulletin/bulletin.h"

const char *const bulletin_kind_words[] = {
    "regular", "special", "correction", "imported", NULL};
const char *const bulletin_state_words[] = {"collecting", "draft", "figures_checked",
    "names_checked", "review", "signed", "numbered", "typeset", "sent", "archived", NULL};
const char *const bulletin_event_words[] = {"compose", "check_figures", "check_names", "submit",
    "return", "sign", "number", "typeset", "send", "archive", NULL};
const char *const bulletin_article_state_words[] = {"draft", "sent", "taken", "returned", NULL};
const char *const bulletin_finding_words[] = {"unbound", "agrees", "differs", "place",
    "near_place", "org", "org_former", "session", "credit", "heading", NULL};

static const struct field masthead_fields[] = {
    FIELD(struct bulletin_masthead, id),
    FIELD(struct bulletin_masthead, division),
    FIELD(struct bulletin_masthead, name),
    FIELD(struct bulletin_masthead, latin),
    FIELD(struct bulletin_masthead, publisher),
    FIELD(struct bulletin_masthead, editors),
    FIELD(struct bulletin_masthead, contact),
    FIELD(struct bulletin_masthead, approval_no),
    FIELD(struct bulletin_masthead, distribution),
    FIELD(struct bulletin_masthead, valid_from),
};
const struct shape bulletin_masthead_shape = SHAPE(bulletin_masthead, masthead_fields);

static const struct field issue_fields[] = {
    FIELD(struct bulletin_issue, id),
    FIELD(struct bulletin_issue, public_id),
    FIELD(struct bulletin_issue, division),
    FIELD_ENUM(struct bulletin_issue, kind, bulletin_kind_words),
    FIELD(struct bulletin_issue, year),
    FIELD(struct bulletin_issue, number),
    FIELD(struct bulletin_issue, serial),
    FIELD(struct bulletin_issue, day),
    FIELD(struct bulletin_issue, name),
    FIELD(struct bulletin_issue, latin),
    FIELD(struct bulletin_issue, publisher),
    FIELD(struct bulletin_issue, editors),
    FIELD(struct bulletin_issue, contact),
    FIELD(struct bulletin_issue, approval_no),
    FIELD(struct bulletin_issue, distribution),
    FIELD(struct bulletin_issue, series),
    FIELD(struct bulletin_issue, note),
    FIELD(struct bulletin_issue, reason),
    FIELD(struct bulletin_issue, corrects_id),
    FIELD_ENUM(struct bulletin_issue, state, bulletin_state_words),
    FIELD(struct bulletin_issue, is_public),
    FIELD(struct bulletin_issue, cutoff),
    FIELD(struct bulletin_issue, version),
};
const struct shape bulletin_issue_shape = SHAPE(bulletin_issue, issue_fields);

static const struct field step_fields[] = {
    FIELD(struct bulletin_step, id),
    FIELD(struct bulletin_step, event),
    FIELD(struct bulletin_step, to_state),
    FIELD(struct bulletin_step, note),
    FIELD(struct bulletin_step, at),
};
const struct shape bulletin_step_shape = SHAPE(bulletin_step, step_fields);

static const struct field article_fields[] = {
    FIELD(struct bulletin_article, id),
    FIELD(struct bulletin_article, public_id),
    FIELD(struct bulletin_article, issue_id),
    FIELD(struct bulletin_article, place),
    FIELD(struct bulletin_article, division),
    FIELD(struct bulletin_article, org_id),
    FIELD(struct bulletin_article, title),
    FIELD(struct bulletin_article, subtitle),
    FIELD(struct bulletin_article, credit),
    FIELD(struct bulletin_article, body),
    FIELD_ENUM(struct bulletin_article, state, bulletin_article_state_words),
    FIELD(struct bulletin_article, note),
    FIELD(struct bulletin_article, account_id),
    FIELD(struct bulletin_article, version),
};
const struct shape bulletin_article_shape = SHAPE(bulletin_article, article_fields);

static const struct field figure_fields[] = {
    FIELD(struct bulletin_figure, id),
    FIELD(struct bulletin_figure, issue_id),
    FIELD(struct bulletin_figure, article_id),
    FIELD(struct bulletin_figure, place),
    FIELD(struct bulletin_figure, code),
    FIELD(struct bulletin_figure, division),
    FIELD(struct bulletin_figure, day_from),
    FIELD(struct bulletin_figure, day_to),
    FIELD(struct bulletin_figure, wording),
    FIELD(struct bulletin_figure, digits),
    FIELD(struct bulletin_figure, scale),
    FIELD(struct bulletin_figure, base),
    FIELD(struct bulletin_figure, qualifier),
    FIELD(struct bulletin_figure, unit),
    FIELD(struct bulletin_figure, counts),
    FIELD(struct bulletin_figure, source),
    FIELD(struct bulletin_figure, records),
    FIELD(struct bulletin_figure, cutoff),
};
const struct shape bulletin_figure_shape = SHAPE(bulletin_figure, figure_fields);
