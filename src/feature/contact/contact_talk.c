/*
 * contact: notes of talks (谈心谈话, A3.15): for the two and the head of the office alone.
 */
#include "core/audit.h"

#include "feature/contact/contact_note.h"
#include "feature/contact/contact_note.sql.h"

static const struct field note_fields[] = {
    FIELD(struct talk_note, id),
    FIELD(struct talk_note, public_id),
    FIELD(struct talk_note, division),
    FIELD(struct talk_note, day),
    FIELD(struct talk_note, person_id),
    FIELD(struct talk_note, other_id),
    FIELD(struct talk_note, body_sealed),
    FIELD(struct talk_note, body),
    FIELD(struct talk_note, made),
    FIELD(struct talk_note, version),
    FIELD(struct talk_note, name),
    FIELD(struct talk_note, other),
};
const struct shape talk_note_shape = SHAPE(talk_note, note_fields);
static const struct field head_fields[] = {FIELD(struct talk_head, division)};
const struct shape talk_head_shape = SHAPE(talk_head, head_fields);

/* The division whose office the actor heads; absent: none. */
static enum err headed(struct cx *cx, struct str *out)
{
    struct talk_head h;
    bool found = false;

    *out = (struct str){0};
    if (cx->actor->account_id > 0)
        TRY(sql_talk_head_is(cx, cx->actor->account_id, &h, &found));
    if (found)
        *out = h.division;
    return OK;
}

/* Whose office keeps the note: that of the writer's own area. */
static struct str own_division(const struct cx *cx)
{
    EACH (g, &cx->actor->grants) {
        if (g->division.n >= 12)
            return g->division;
    }
    return (struct str){0};
}

/* A township has no office of its own: its county's keeps the note. */
static struct str office_of(struct cx *cx, struct str division)
{
    while (registry_code_depth(division) > 3)
        division = registry_code_parent(cx->arena, division);
    return division;
}

enum err contact_talk_add(struct cx *cx, struct talk_note *t, const struct deputy *other)
{
    struct bytes sealed;

    if (cx->actor->person_id == 0)
        return fail(cx, ERR_DENIED, NULL, "contact.persons_only");
    cx_faults_clear(cx);
    if (other->person_id == cx->actor->person_id)
        (void)fail(cx, ERR_INVALID, "other", "contact.with_oneself");
    if (!date_is(t->day) || t->day.day > date_of(cx->now).day)
        (void)fail(cx, ERR_INVALID, "day", "station.day_ahead");
    if (str_empty(str_trim(t->body)) || str_points(t->body) > 5000)
        (void)fail(cx, ERR_INVALID, "body", "contact.talk_body");
    TRY(cx_checked(cx));
    t->public_id = registry_public_id(cx);
    t->division = office_of(cx, own_division(cx));
    t->person_id = cx->actor->person_id;
    t->other_id = other->person_id;
    sealed = privacy_seal(cx, "talk_note", "body_sealed", t->public_id, t->body);
    TRY(sql_talk_add(cx, t->public_id, t->division, t->day, t->person_id, t->other_id, sealed,
        cx->now, &t->id));
    /* Not even the audit tells with whom. */
    return audit_add(
        cx, "talk_note", t->id, "contact.talk_added", t->division, (struct str){0});
}

enum err contact_talk_get(struct cx *cx, struct str public_id, struct talk_note *out)
{
    int64_t me = cx->actor->person_id;
    struct talk_note t;
    struct priv body;
    struct str head;
    bool there, two;

    TRY(sql_talk_by_public(cx, public_id, &t, &there));
    if (!there)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    TRY(headed(cx, &head));
    two = me > 0 && (me == t.person_id || me == t.other_id);
    if (!two && !(head.n > 0 && str_eq(head, t.division)))
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    TRY(privacy_open(cx, "talk_note", "body_sealed", t.public_id, t.body_sealed, &body));
    t.body = privacy_reveal(cx, body, "talk_note", t.id, "body_sealed",
        two ? S("one of the two") : S("head of the office"));
    *out = t;
    return OK;
}

enum err contact_talk_list(struct cx *cx, int64_t before, struct talk_note_list *out)
{
    struct str head;

    TRY(headed(cx, &head));
    return sql_talk_list(cx, cx->actor->person_id, head, before, out);
}

enum err contact_talk_head(struct cx *cx, struct str division, struct account *out, bool *found)
{
    struct account_list list;

    TRY(sql_talk_head_of(cx, division, &list));
    *found = list.n > 0;
    if (*found)
        *out = list.p[0];
    return OK;
}

enum err contact_talk_heads(struct cx *cx, struct str division, struct account_list *out)
{
    TRY(registry_may(cx, RIGHT_TALK_HEAD, division));
    return sql_talk_head_candidates(cx, division, out);
}

enum err contact_talk_head_set(struct cx *cx, struct str division, int64_t account_id)
{
    struct account_list may;

    TRY(contact_talk_heads(cx, division, &may));
    EACH (a, &may) {
        if (a->id != account_id)
            continue;
        TRY(sql_talk_head_end(cx, division, cx->now, NULL));
        TRY(sql_talk_head_add(cx, division, account_id, cx->now, NULL));
        return audit_add(
            cx, "account", account_id, "contact.talk_head", division, (struct str){0});
    }
    return fail(cx, ERR_INVALID, "account", "contact.no_office_account");
}
