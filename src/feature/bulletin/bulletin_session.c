/*
 * bulletin_session: sessions of congresses and meetings of their standing committees.
 */
#include "feature/bulletin/bulletin_session.h"

#include "base/shape.h"
#include "core/audit.h"

#include "feature/bulletin/bulletin_session.sql.h"

const char *const session_body_words[] = {"congress", "committee", NULL};

static const struct field fields[] = {
    FIELD(struct bulletin_session, id),
    FIELD(struct bulletin_session, congress_id),
    FIELD_ENUM(struct bulletin_session, body, session_body_words),
    FIELD(struct bulletin_session, number),
    FIELD(struct bulletin_session, opened),
    FIELD(struct bulletin_session, closed),
};
const struct shape bulletin_session_shape = SHAPE(bulletin_session, fields);

static enum err days_check(
    struct cx *cx, const struct congress *c, const struct bulletin_session *s)
{
    if (date_is(s->closed) && s->closed.day < s->opened.day)
        return fail(cx, ERR_INVALID, "closed", "bulletin.session_days");
    if ((date_is(c->valid_from) && s->opened.day < c->valid_from.day) ||
        (date_is(c->valid_to) && s->opened.day > c->valid_to.day))
        return fail(cx, ERR_INVALID, "opened", "bulletin.session_term");
    return OK;
}

enum err bulletin_session_put(struct cx *cx, struct str congress, struct bulletin_session *s)
{
    struct congress c;

    if (registry_congress(cx, congress, &c) != OK) {
        cx_faults_clear(cx);
        return fail(cx, ERR_INVALID, "congress", "bulletin.session_congress");
    }
    TRY(registry_may(cx, RIGHT_BULLETIN_EDIT, c.division));
    TRY(days_check(cx, &c, s));
    s->congress_id = c.id;
    TRY(sql_session_put(cx, c.id, s->body, s->number, s->opened, s->closed,
        cx->actor->account_id, cx->now, NULL));
    return audit_add(cx, "congress", c.id, "session.put", c.division,
        str_f(cx->arena, "%s %lld", session_body_words[s->body], (long long)s->number));
}

enum err bulletin_sessions(
    struct cx *cx, int64_t congress_id, struct bulletin_session_list *out)
{
    return sql_session_list(cx, congress_id, out);
}

enum err bulletin_session_congress(
    struct cx *cx, struct str division, int64_t term, struct congress *out, bool *found)
{
    struct congress_list all;

    *found = false;
    TRY(registry_congresses(cx, division, &all));
    EACH (c, &all)
        if (c->term == term && str_eq(c->division, division) && !*found) {
            *out = *c;
            *found = true;
        }
    return OK;
}

enum err bulletin_session_sitting(
    struct cx *cx, struct str division, struct date on, struct congress *out, bool *found)
{
    struct congress_list all;

    *found = false;
    TRY(registry_congresses(cx, division, &all));
    EACH (c, &all)
        if (!*found && str_eq(c->division, division) && c->valid_from.day <= on.day &&
            (!date_is(c->valid_to) || c->valid_to.day >= on.day)) {
            *out = *c;
            *found = true;
        }
    return OK;
}
