/*
 * bulletin_settle: names that may stand in a special report, and what an editor says of them.
 */
#include "core/audit.h"

#include "feature/bulletin/bulletin.h"
#include "feature/bulletin/bulletin_special.h"
#include "feature/bulletin/bulletin_special.sql.h"
#include "feature/registry/registry.h"

enum err bulletin_special_suspects(
    struct cx *cx, const struct special_report *r, struct special_suspect_list *out)
{
    struct special_suspect_list all = bulletin_suspects(
        cx->arena, str_f(cx->arena, "%.*s\n%.*s", STR(r->title), STR(r->body)));

    *out = (struct special_suspect_list){.p = MANY(cx->arena, struct special_suspect, all.n)};
    EACH (s, &all) {
        int64_t kept;

        TRY(sql_special_kept_is(cx, r->id, s->words, &kept));
        if (kept == 0)
            out->p[out->n++] = *s;
    }
    return OK;
}

enum err bulletin_special_settled(struct cx *cx, const struct special_report *r)
{
    struct special_suspect_list all;

    TRY(bulletin_special_suspects(cx, r, &all));
    return all.n == 0 ? OK : fail(cx, ERR_CONFLICT, NULL, "bulletin.special_suspects");
}

static struct str without(struct arena *a, struct str text, struct str words)
{
    struct buf b = buf_new(a, text.n * 3 + 64);
    size_t at;

    while ((at = str_find(text, words)) != (size_t)-1) {
        buf_add(&b, str_sub(text, 0, at));
        buf_add(&b, S("某群众"));
        text = str_sub(text, at + words.n, text.n);
    }
    buf_add(&b, text);
    return buf_str(&b);
}

enum err bulletin_special_settle(
    struct cx *cx, struct special_report *r, struct str words, bool hide)
{
    struct special_suspect_list all;
    bool is = false;

    TRY(registry_may(cx, RIGHT_BULLETIN_EDIT, r->division));
    if (r->state > SPECIAL_DRAFT)
        return fail(cx, ERR_CONFLICT, NULL, "bulletin.signed_already");
    TRY(bulletin_special_suspects(cx, r, &all));
    EACH (s, &all)
        is = is || str_eq(s->words, words);
    if (!is) /* settled by somebody else meanwhile */
        return OK;
    if (!hide) {
        TRY(sql_special_kept_add(cx, r->id, words, cx->actor->account_id, cx->now, NULL));
        return audit_add(cx, "special", r->id, "name_kept", r->division, S(""));
    }
    r->title = without(cx->arena, r->title, words);
    r->body = without(cx->arena, r->body, words);
    return bulletin_special_set(cx, r);
}
