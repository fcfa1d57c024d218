/*
 * contact: the diary of visits (走访日记, A3.10): sealed while it is written, checked for what
 * should not be shown, published only when that is removed or agreed to.
 */
#include "core/audit.h"
#include "core/flow.h"

#include "feature/contact/contact.h"
#include "feature/contact/contact_note.h"
#include "feature/contact/contact_note.sql.h"

const char *const diary_state_words[] = {"draft", "published", "withdrawn", NULL};
const char *const diary_event_words[] = {"publish", "withdraw", "rewrite", NULL};
const char *const consent_form_words[] = {"written", "oral", NULL};

/* clang-format off */
static const struct move moves[] = {
    /* from             event           to               who                        needs          */
    { DIARY_DRAFT,      DIARY_PUBLISH,  DIARY_PUBLISHED, ROLE_DEPUTY | ROLE_CLOCK,  NEEDS_NOTHING },
    { DIARY_PUBLISHED,  DIARY_WITHDRAW, DIARY_WITHDRAWN, ROLE_DEPUTY | ROLE_CLOCK,  NEEDS_NOTHING },
    { DIARY_WITHDRAWN,  DIARY_REWRITE,  DIARY_DRAFT,     ROLE_DEPUTY | ROLE_CLOCK,  NEEDS_NOTHING },
};
/* clang-format on */
const struct flow diary_flow = {
    "diary", diary_state_words, diary_event_words, moves, COUNT(moves)};

static const struct field diary_fields[] = {
    FIELD(struct diary, id),
    FIELD(struct diary, public_id),
    FIELD(struct diary, person_id),
    FIELD(struct diary, tenure_id),
    FIELD(struct diary, division),
    FIELD(struct diary, day),
    FIELD_ENUM(struct diary, state, diary_state_words),
    FIELD(struct diary, title_sealed),
    FIELD(struct diary, body_sealed),
    FIELD(struct diary, title),
    FIELD(struct diary, body),
    FIELD(struct diary, made),
    FIELD(struct diary, published),
    FIELD(struct diary, version),
    FIELD(struct diary, name),
    FIELD(struct diary, seat),
};
const struct shape diary_shape = SHAPE(diary, diary_fields);

static const struct field consent_fields[] = {
    FIELD(struct diary_consent, kind),
    FIELD(struct diary_consent, passage),
    FIELD(struct diary_consent, form),
};
const struct shape diary_consent_shape = SHAPE(diary_consent, consent_fields);

static enum err words_check(struct cx *cx, const struct diary *d)
{
    cx_faults_clear(cx);
    if (str_empty(str_trim(d->title)) || str_points(d->title) > 60)
        (void)fail(cx, ERR_INVALID, "title", "contact.diary_no_title");
    if (str_empty(str_trim(d->body)) || str_points(d->body) > 5000)
        (void)fail(cx, ERR_INVALID, "body", "contact.diary_body");
    if (!date_is(d->day) || d->day.day > date_of(cx->now).day)
        (void)fail(cx, ERR_INVALID, "day", "station.day_ahead");
    return cx_checked(cx);
}

static void seal(struct cx *cx, const struct diary *d, struct bytes *title, struct bytes *body)
{
    *title = privacy_seal(cx, "diary", "title_sealed", d->public_id, d->title);
    *body = privacy_seal(cx, "diary", "body_sealed", d->public_id, d->body);
}

/* The seat by which the actor writes: one that is in office. */
static enum err own_seat(struct cx *cx, struct deputy *out)
{
    struct deputy_list seats;

    TRY(registry_tenures_of(cx, cx->actor->person_id, &seats));
    EACH (d, &seats)
        if (d->state == TENURE_ACTIVE && cx->actor->person_id > 0) {
            *out = *d;
            return OK;
        }
    return fail(cx, ERR_DENIED, NULL, "contact.deputies_only");
}

enum err contact_diary_add(struct cx *cx, struct diary *d)
{
    struct bytes title, body;
    struct deputy seat = {0};

    TRY(own_seat(cx, &seat));
    TRY(words_check(cx, d));
    d->public_id = registry_public_id(cx);
    d->person_id = seat.person_id;
    d->tenure_id = seat.id;
    d->division = seat.division;
    d->state = DIARY_DRAFT;
    d->version = 1;
    seal(cx, d, &title, &body);
    TRY(sql_diary_add(cx, d->public_id, d->person_id, d->tenure_id, d->division, d->day, title,
        body, cx->now, &d->id));
    return audit_add(cx, "diary", d->id, "contact.diary_added", d->division, (struct str){0});
}

enum err contact_diary_set(struct cx *cx, const struct diary *d)
{
    struct bytes title, body;
    int64_t changed;

    if (d->person_id == 0 || d->person_id != cx->actor->person_id)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    if (d->state != DIARY_DRAFT)
        return fail(cx, ERR_CONFLICT, "state", "contact.diary_fixed");
    TRY(words_check(cx, d));
    seal(cx, d, &title, &body);
    TRY(sql_diary_set(cx, d->id, d->version, d->day, title, body, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    return audit_add(cx, "diary", d->id, "contact.diary_changed", d->division, (struct str){0});
}

/* The writer's own words: no look into somebody else's data, so none is recorded. */
static enum err unseal(struct cx *cx, struct diary *d)
{
    struct priv title, body;

    TRY(privacy_open(cx, "diary", "title_sealed", d->public_id, d->title_sealed, &title));
    TRY(privacy_open(cx, "diary", "body_sealed", d->public_id, d->body_sealed, &body));
    d->title = title.s;
    d->body = body.s;
    return OK;
}

enum err contact_diary_get(struct cx *cx, struct str public_id, struct diary *out)
{
    struct diary d;

    TRY(sql_diary_by_public(cx, public_id, &d));
    if (d.person_id == 0 || d.person_id != cx->actor->person_id)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    TRY(unseal(cx, &d));
    *out = d;
    return OK;
}

enum err contact_diary_mine(struct cx *cx, int64_t before, struct diary_list *out)
{
    TRY(sql_diary_of_person(cx, cx->actor->person_id, before, out));
    EACH (d, out)
        TRY(unseal(cx, d));
    return OK;
}

/* The names of the writer's voters: found wherever they stand. */
static enum err voters_of(struct cx *cx, int64_t person_id, struct finding_names *out)
{
    struct contact_holder_list mine;
    struct {
        struct str *p;
        size_t n, cap;
    } names = {0};

    if (person_id != cx->actor->person_id)
        return OK;
    TRY(contact_mine(cx, &mine));
    EACH (h, &mine) {
        struct contact_link_list links;

        TRY(contact_links(cx, h, DATE_NONE, &links));
        EACH (l, &links) {
            struct priv name;

            if (l->kind != CONTACT_VOTER)
                continue;
            TRY(privacy_open(
                cx, "contact_link", "voter_sealed", l->public_id, l->voter_sealed, &name));
            *VEC_PUSH(cx->arena, &names) = name.s;
        }
    }
    *out = (struct finding_names){names.p, names.n};
    return OK;
}

static bool is_passage(struct cx *cx, struct str text, struct str stored)
{
    return privacy_hash_is(cx, "diary-consent", text, stored);
}

static void agree(
    struct cx *cx, const struct diary_consent_list *consents, struct finding_list *found)
{
    EACH (f, found) {
        EACH (c, consents)
            f->agreed = f->agreed || (str_is(c->kind, finding_kind_words[f->kind]) &&
                                         is_passage(cx, f->text, c->passage));
    }
}

enum err contact_diary_check(
    struct cx *cx, const struct diary *d, struct finding_list *title, struct finding_list *body)
{
    struct finding_names names = {0};
    struct diary_consent_list consents;

    TRY(voters_of(cx, d->person_id, &names));
    TRY(sql_diary_consents(cx, d->id, &consents));
    contact_privacy_find(cx->arena, d->title, &names, title);
    contact_privacy_find(cx->arena, d->body, &names, body);
    agree(cx, &consents, title);
    agree(cx, &consents, body);
    return OK;
}

enum err contact_diary_consent(struct cx *cx, const struct diary *d, int64_t number,
    struct str passage, enum consent_form form)
{
    struct finding_list title, body;
    const struct finding *f;

    if (d->state != DIARY_DRAFT)
        return fail(cx, ERR_CONFLICT, "state", "contact.diary_fixed");
    TRY(contact_diary_check(cx, d, &title, &body));
    if (number < 0 || (size_t)number >= title.n + body.n)
        return fail(cx, ERR_STALE, "number", "contact.finding_moved");
    f = (size_t)number < title.n ? &title.p[number] : &body.p[(size_t)number - title.n];
    if (!is_passage(cx, f->text, passage))
        return fail(cx, ERR_STALE, "number", "contact.finding_moved");
    if (form != CONSENT_WRITTEN && (f->kind == FINDING_ID || f->kind == FINDING_CARD))
        return fail(cx, ERR_INVALID, "form", "contact.consent_written");
    TRY(sql_diary_consent_put(cx, d->id, str_of(finding_kind_words[f->kind]), passage,
        str_of(consent_form_words[form]), cx->actor->account_id, cx->now, NULL));
    return audit_add(cx, "diary", d->id, "contact.diary_consent", d->division,
        str_of(finding_kind_words[f->kind]));
}

static enum err clean(struct cx *cx, const struct diary *d)
{
    struct finding_list title, body;
    int64_t left = 0;

    TRY(contact_diary_check(cx, d, &title, &body));
    EACH (f, &title)
        left += !f->agreed;
    EACH (f, &body)
        left += !f->agreed;
    if (left == 0)
        return OK;
    (void)fail(cx, ERR_CONFLICT, "body", "contact.diary_open");
    cx_fault_arg(cx, num_text(cx->arena, left));
    return ERR_CONFLICT;
}

enum err contact_diary_move(
    struct cx *cx, struct diary *d, enum diary_event event, int64_t version)
{
    const struct object own = {.division = d->division, .person_id = d->person_id};
    const struct move *m;
    bool publish = event == DIARY_PUBLISH;
    int64_t changed;

    TRY(flow_step(
        cx, &diary_flow, (int)d->state, (int)event, right_roles_for(cx, &own), 0, &m));
    if (publish)
        TRY(clean(cx, d));
    TRY(sql_diary_state_set(cx, d->id, version, (enum diary_state)m->to,
        publish ? d->title : (struct str){0}, publish ? d->body : (struct str){0},
        publish ? cx->now : INSTANT_NONE, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    d->state = (enum diary_state)m->to;
    d->version = version + 1;
    return audit_add(cx, "diary", d->id, "contact.diary_moved", d->division,
        str_of(diary_event_words[event]));
}

enum err contact_diary_public(
    struct cx *cx, struct str seat, int64_t before, struct diary_list *out)
{
    return sql_diary_published(cx, str_empty(seat) ? (struct str){0} : seat, before, out);
}

enum err contact_diary_read(struct cx *cx, struct str public_id, struct diary *out)
{
    struct diary d;

    TRY(sql_diary_by_public(cx, public_id, &d));
    if (d.state != DIARY_PUBLISHED)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    *out = d;
    return OK;
}
