/*
 * bulletin_article: articles from below: written, sent in, taken or returned.
 */
#include "core/audit.h"
#include "core/subtree.h"

#include "feature/bulletin/bulletin.h"
#include "feature/bulletin/bulletin.sql.h"
#include "feature/registry/registry.h"

static struct object object_of(const struct bulletin_article *a)
{
    return (struct object){.division = a->division, .org_id = a->org_id};
}

static bool desk(const struct cx *cx, const struct bulletin_article *a)
{
    const struct object o = {.division = a->division};

    return (cx->actor->roles & ROLE_CLOCK) != 0 || right_may(cx, RIGHT_BULLETIN_EDIT, &o);
}

bool bulletin_article_writes(const struct cx *cx, const struct bulletin_article *a)
{
    const struct object o = object_of(a);

    return a->account_id > 0 && a->account_id == cx->actor->account_id &&
           right_may(cx, RIGHT_ARTICLE_SEND, &o);
}

bool bulletin_article_edits(const struct cx *cx, const struct bulletin_article *a)
{
    if (desk(cx, a))
        return true;
    return bulletin_article_writes(cx, a) &&
           (a->state == ARTICLE_DRAFT || a->state == ARTICLE_RETURNED);
}

enum err bulletin_article_add(struct cx *cx, struct bulletin_article *a)
{
    struct object o = object_of(a);
    struct division d;

    if ((cx->actor->roles & ROLE_CLOCK) == 0)
        TRY(right_check(cx, RIGHT_ARTICLE_SEND, &o));
    TRY(registry_division(cx, a->division, &d));
    a->public_id = registry_public_id(cx);
    a->state = ARTICLE_DRAFT;
    a->note = S("");
    a->account_id = cx->actor->account_id;
    a->subtitle = a->subtitle.p == NULL ? S("") : a->subtitle;
    a->version = 1;
    TRY(sql_bulletin_article_add(cx, a->public_id, a->issue_id, a->place, a->division,
        a->org_id, a->title, a->subtitle, a->credit, a->body, a->state, a->account_id, cx->now,
        &a->id));
    return audit_add(cx, "article", a->id, "add", a->division, S(""));
}

static enum err keep(struct cx *cx, struct bulletin_article *a, const char *event)
{
    int64_t changed;

    TRY(sql_bulletin_article_set(cx, a->id, a->version, a->issue_id, a->place, a->title,
        a->subtitle, a->credit, a->body, a->state, a->note, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "bulletin.changed_meanwhile");
    a->version++;
    return audit_add(cx, "article", a->id, event, a->division, S(""));
}

/* An article of a signed issue stays as it was signed; one in the making loses its checks. */
static enum err reopen(struct cx *cx, const struct bulletin_article *a)
{
    struct bulletin_issue issue;

    if (a->issue_id == 0)
        return OK;
    TRY(bulletin_by_id(cx, a->issue_id, &issue));
    if (issue.state >= BULLETIN_SIGNED)
        return fail(cx, ERR_CONFLICT, NULL, "bulletin.signed_already");
    return issue.state > BULLETIN_DRAFT ? bulletin_set(cx, &issue) : OK;
}

enum err bulletin_article_set(struct cx *cx, struct bulletin_article *a)
{
    if (!bulletin_article_edits(cx, a))
        return fail(cx, ERR_DENIED, NULL, "bulletin.not_yours");
    TRY(reopen(cx, a));
    return keep(cx, a, "set");
}

enum err bulletin_article_get(struct cx *cx, struct str public_id, struct bulletin_article *out)
{
    struct object o;

    TRY(bulletin_same_missing(cx, sql_bulletin_article_by_public(cx, public_id, out)));
    o = (struct object){.division = out->division};
    if (bulletin_article_writes(cx, out) || desk(cx, out) ||
        right_may(cx, RIGHT_BULLETIN_READ, &o))
        return OK;
    return fail(cx, ERR_NOT_FOUND, NULL, "bulletin.none");
}

enum err bulletin_article_send(struct cx *cx, struct bulletin_article *a)
{
    if (!bulletin_article_writes(cx, a) && !desk(cx, a))
        return fail(cx, ERR_DENIED, NULL, "bulletin.not_yours");
    if (a->state != ARTICLE_DRAFT && a->state != ARTICLE_RETURNED)
        return fail(cx, ERR_CONFLICT, NULL, "flow.no_such_move");
    if (str_empty(a->credit))
        return fail(cx, ERR_INVALID, "credit", "bulletin.no_credit");
    a->state = ARTICLE_SENT;
    return keep(cx, a, "send");
}

enum err bulletin_article_take(
    struct cx *cx, struct bulletin_article *a, const struct bulletin_issue *issue)
{
    TRY(registry_may(cx, RIGHT_BULLETIN_EDIT, issue->division));
    if (a->state == ARTICLE_TAKEN || a->state == ARTICLE_RETURNED ||
        issue->state > BULLETIN_DRAFT)
        return fail(cx, ERR_CONFLICT, NULL, "flow.no_such_move");
    a->state = ARTICLE_TAKEN;
    a->issue_id = issue->id;
    TRY(sql_bulletin_article_place(cx, issue->id, &a->place));
    return keep(cx, a, "take");
}

enum err bulletin_article_return(struct cx *cx, struct bulletin_article *a, struct str note)
{
    if (!desk(cx, a))
        return fail(cx, ERR_DENIED, NULL, "bulletin.not_yours");
    if (a->state != ARTICLE_SENT && a->state != ARTICLE_TAKEN)
        return fail(cx, ERR_CONFLICT, NULL, "flow.no_such_move");
    if (str_empty(note))
        return fail(cx, ERR_INVALID, "note", "flow.needs_note");
    TRY(reopen(cx, a));
    a->state = ARTICLE_RETURNED;
    a->issue_id = 0;
    a->note = note;
    return keep(cx, a, "return");
}

enum err bulletin_articles_of(
    struct cx *cx, int64_t issue_id, struct bulletin_article_list *out)
{
    return sql_bulletin_articles_of(cx, issue_id, out);
}

/* The newest first, as the statement sorts. */
static bool article_before(const void *x, const void *y)
{
    return ((const struct bulletin_article *)x)->id > ((const struct bulletin_article *)y)->id;
}

enum err bulletin_articles_waiting(struct cx *cx, struct bulletin_article_list *out)
{
    static const struct subtree_order order = {
        sizeof(struct bulletin_article), 100, article_before};
    struct right_ranges r = right_ranges(cx, RIGHT_BULLETIN_EDIT);

    *out = (struct bulletin_article_list){0};
    for (size_t i = 0; i < r.n; i++) {
        struct bulletin_article_list part;

        TRY(sql_bulletin_articles_sent(cx, r.at[i].from, r.at[i].to, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}

enum err bulletin_articles_own(struct cx *cx, struct bulletin_article_list *out)
{
    return sql_bulletin_articles_by(cx, cx->actor->account_id, out);
}
