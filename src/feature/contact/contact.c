/*
 * contact: who keeps contact with whom (双联).
 */
#include "feature/contact/contact.h"

#include "base/han.h"
#include "core/audit.h"
#include "core/subtree.h"

#include "feature/contact/contact.sql.h"

const char *const contact_office_words[] = {"director", "vice_director", "secretary_general",
    "member", "party", "government", "supervision", "court", "procuratorate", "department",
    "presidium", "deputy", NULL};
_Static_assert(COUNT(contact_office_words) == OFFICES + 1, "every office has a word");
const char *const contact_post_words[] = {"director", "vice_director", "secretary_general",
    "member", "party", "government", "supervision", "court", "procuratorate", "department",
    "presidium", NULL};
const char *const contact_kind_words[] = {"deputy", "township", "voter", NULL};
const char *const contact_gap_words[] = {
    "too_few", "too_many", "gone", "not_met", "not_yet", "other_week", "holder", NULL};
_Static_assert(COUNT(contact_gap_words) == CONTACT_GAPS + 1, "every gap has a word");

#define TABLE "contact_link"
#define COLUMN "voter_sealed"

static const struct field holder_fields[] = {
    FIELD(struct contact_holder, id),
    FIELD(struct contact_holder, public_id),
    FIELD(struct contact_holder, code),
    FIELD(struct contact_holder, name),
    FIELD(struct contact_holder, pinyin),
    FIELD_ENUM(struct contact_holder, office, contact_office_words),
    FIELD(struct contact_holder, post),
    FIELD(struct contact_holder, person_id),
    FIELD(struct contact_holder, division),
    FIELD(struct contact_holder, valid_from),
    FIELD(struct contact_holder, valid_to),
    FIELD(struct contact_holder, version),
};
const struct shape contact_holder_shape = SHAPE(contact_holder, holder_fields);

static const struct field link_fields[] = {
    FIELD(struct contact_link, id),
    FIELD(struct contact_link, public_id),
    FIELD_ENUM(struct contact_link, kind, contact_kind_words),
    FIELD(struct contact_link, holder_id),
    FIELD(struct contact_link, division),
    FIELD(struct contact_link, person_id),
    FIELD(struct contact_link, tenure_id),
    FIELD(struct contact_link, place),
    FIELD(struct contact_link, voter_sealed),
    FIELD(struct contact_link, voter_index),
    FIELD(struct contact_link, about),
    FIELD(struct contact_link, valid_from),
    FIELD(struct contact_link, valid_to),
    FIELD(struct contact_link, reason),
    FIELD(struct contact_link, version),
    FIELD(struct contact_link, name),
    FIELD(struct contact_link, seat),
    FIELD(struct contact_link, gone),
};
const struct shape contact_link_shape = SHAPE(contact_link, link_fields);

/* Personal Information Protection Law Art. 6, 19, 34: within the legal duty to keep contact
 * (Deputies Law 2025, Art. 28), no longer than the term. */
const struct personal_field contact_personal[] = {
    {TABLE, COLUMN, "contact.purpose.voter",
        "Personal Information Protection Law Art. 13(3), 34; Deputies Law Art. 28", 60,
        MASK_NAME, .uid = "public_id", .index = "voter_index",
        .index_name = "contact_link.voter"},
    {"diary", "title_sealed", "contact.purpose.diary",
        "Personal Information Protection Law Art. 13(3), 51", 60, MASK_ALL, .uid = "public_id"},
    {"diary", "body_sealed", "contact.purpose.diary",
        "Personal Information Protection Law Art. 13(3), 51", 60, MASK_ALL, .uid = "public_id"},
    {"talk_note", "body_sealed", "contact.purpose.talk",
        "Personal Information Protection Law Art. 13(3), 51", 60, MASK_ALL, .uid = "public_id"},
    {"help_case", "business_sealed", "contact.purpose.help",
        "Personal Information Protection Law Art. 13(3), 51; Deputies Law Art. 59", 60,
        MASK_ALL, .uid = "public_id"},
    {"help_case", "matter_sealed", "contact.purpose.help",
        "Personal Information Protection Law Art. 13(3), 51; Deputies Law Art. 59", 60,
        MASK_ALL, .uid = "public_id"},
    {.table = NULL},
};
const struct keyed_hash contact_hashes[] = {
    {"diary_consent", "passage", "diary-consent"},
    {NULL, NULL, NULL},
};

bool contact_own(const struct cx *cx, const struct contact_holder *h)
{
    return cx->actor->person_id > 0 && cx->actor->person_id == h->person_id;
}

enum err contact_hidden(struct cx *cx, enum right right, struct str division)
{
    if ((cx->actor->roles & ROLE_CLOCK) != 0 ||
        right_may(cx, right, &(struct object){.division = division}))
        return OK;
    return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
}

static enum err holder_check(struct cx *cx, const struct contact_holder *h)
{
    cx_faults_clear(cx);
    if (str_empty(h->code) || str_points(h->code) > 40)
        (void)fail(cx, ERR_INVALID, "code", "registry.key_length");
    if (str_empty(h->name) || str_points(h->name) > 60)
        (void)fail(cx, ERR_INVALID, "name", "registry.name_length");
    if (str_points(h->post) > 200)
        (void)fail(cx, ERR_INVALID, "post", "registry.text_length");
    if (date_is(h->valid_to) && h->valid_to.day < h->valid_from.day)
        (void)fail(cx, ERR_INVALID, "valid_to", "registry.dates_order");
    return cx_checked(cx);
}

static bool holder_same(const struct contact_holder *a, const struct contact_holder *b)
{
    return str_eq(a->name, b->name) && a->office == b->office && str_eq(a->post, b->post) &&
           a->person_id == b->person_id && a->valid_from.day == b->valid_from.day &&
           a->valid_to.day == b->valid_to.day;
}

static enum err holder_change(
    struct cx *cx, struct contact_holder *h, const struct contact_holder *old, enum put *done)
{
    int64_t changed;

    h->id = old->id;
    h->public_id = old->public_id;
    *done = PUT_SAME;
    if (!str_eq(old->division, h->division))
        return fail(cx, ERR_INVALID, "code", "contact.code_elsewhere");
    if (holder_same(h, old))
        return OK;
    if (h->version > 0 && h->version != old->version)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    TRY(sql_contact_holder_set(cx, old->id, old->version, h->name, h->pinyin, h->office,
        h->post, h->person_id, h->valid_from, h->valid_to, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    h->version = old->version + 1;
    *done = PUT_CHANGED;
    return audit_add(
        cx, "contact_holder", h->id, "contact.holder_changed", h->division, h->code);
}

static enum err holder_new(struct cx *cx, struct contact_holder *h, enum put *done)
{
    h->public_id = registry_public_id(cx);
    TRY(sql_contact_holder_add(cx, h->public_id, h->code, h->name, h->pinyin, h->office,
        h->post, h->person_id, h->division, h->valid_from, h->valid_to, &h->id));
    h->version = 1;
    *done = PUT_NEW;
    return audit_add(cx, "contact_holder", h->id, "contact.holder_added", h->division, h->code);
}

enum err contact_holder_put(struct cx *cx, struct contact_holder *h, enum put *done)
{
    struct contact_holder old;
    struct division at;
    bool found;

    TRY(registry_may(cx, RIGHT_CONTACT_EDIT, h->division));
    h->post = h->post.p == NULL ? S("") : h->post;
    if (!date_is(h->valid_from))
        h->valid_from = date_of(cx->now);
    TRY(holder_check(cx, h));
    if (h->office == OFFICE_DEPUTY)
        return fail(cx, ERR_INVALID, "office", "contact.deputy_by_hand");
    h->pinyin = han_pinyin_key(cx->arena, h->name);
    TRY(registry_division(cx, h->division, &at));
    TRY(sql_contact_holder_by_code(cx, h->code, &old, &found));
    TRY(contact_holder_person(cx, h));
    return found ? holder_change(cx, h, &old, done) : holder_new(cx, h, done);
}

enum err contact_holder_load(struct cx *cx, int64_t id, struct contact_holder *out)
{
    return sql_contact_holder_by_id(cx, id, out);
}

enum err contact_holder_get(struct cx *cx, struct str public_id, struct contact_holder *out)
{
    struct contact_holder h;

    TRY(sql_contact_holder_by_public(cx, public_id, &h));
    if (!contact_own(cx, &h))
        TRY(contact_hidden(cx, RIGHT_CONTACT_READ, h.division));
    *out = h;
    return OK;
}

enum err contact_holders(
    struct cx *cx, struct str division, struct date on, struct contact_holder_list *out)
{
    TRY(registry_may(cx, RIGHT_CONTACT_READ, division));
    return sql_contact_holders_of(cx, division, on, out);
}

enum err contact_mine(struct cx *cx, struct contact_holder_list *out)
{
    return sql_contact_holders_person(cx, cx->actor->person_id, date_of(cx->now), out);
}

/* A deputy keeps contact with voters by the seat itself (Deputies Law 2025, Art. 28). */
enum err contact_deputy_holder(
    struct cx *cx, const struct deputy *d, struct contact_holder *out)
{
    struct contact_holder h = {.code = str_f(cx->arena, "d-%.*s", STR(d->code)),
        .name = d->name,
        .pinyin = d->pinyin,
        .office = OFFICE_DEPUTY,
        .post = d->post,
        .person_id = d->person_id,
        .division = d->division,
        .valid_from = date_is(d->valid_from) ? d->valid_from : date_of(cx->now),
        .valid_to = DATE_NONE};
    enum put done;
    bool found;

    TRY(sql_contact_holder_by_code(cx, h.code, out, &found));
    if (found)
        return OK;
    TRY(holder_new(cx, &h, &done));
    *out = h;
    return OK;
}

enum err contact_links(struct cx *cx, const struct contact_holder *h, struct date on,
    struct contact_link_list *out)
{
    return sql_contact_links_of(cx, h->id, on, out);
}

enum err contact_links_to(
    struct cx *cx, int64_t person_id, struct date on, struct contact_link_list *out)
{
    return sql_contact_links_person(cx, person_id, on, out);
}

/* Whose link it is, and may the actor change it?  Voters are the deputy's alone, others the
 * office's. */
static enum err may_change(
    struct cx *cx, const struct contact_holder *h, enum contact_kind kind)
{
    if (kind == CONTACT_VOTER && contact_own(cx, h))
        return OK;
    return contact_hidden(cx, RIGHT_CONTACT_EDIT, h->division);
}

enum err contact_link_get(struct cx *cx, struct str public_id, struct contact_link *out)
{
    struct contact_link l;
    struct contact_holder h;

    TRY(sql_contact_link_by_public(cx, public_id, &l));
    TRY(contact_holder_load(cx, l.holder_id, &h));
    TRY(may_change(cx, &h, l.kind));
    *out = l;
    return OK;
}

/* Not twice, and not more than the rule set of the day allows. */
static enum err room_check(
    struct cx *cx, const struct contact_holder *h, const struct contact_link *l)
{
    struct date today = date_of(cx->now);
    struct contact_ask ask;
    int64_t same, has;

    TRY(sql_contact_link_same(
        cx, h->id, l->kind, l->person_id, l->place, l->voter_index, today, &same));
    if (same > 0)
        return fail(cx, ERR_CONFLICT, "link", "contact.link_there");
    TRY(contact_ask_of(cx, h->office, h->division, today, &ask));
    TRY(sql_contact_link_count(cx, h->id, l->kind, today, &has));
    if (ask.links[l->kind].max > 0 && has >= ask.links[l->kind].max) {
        (void)fail(cx, ERR_CONFLICT, "link", "contact.link_full");
        cx_fault_arg(cx, contact_range_text(cx->arena, cx->lang, ask.links[l->kind]));
        return ERR_CONFLICT;
    }
    return OK;
}

static enum err link_add(struct cx *cx, const struct contact_holder *h, struct contact_link *l)
{
    TRY(room_check(cx, h, l));
    l->holder_id = h->id;
    l->division = h->division;
    l->about = l->about.p == NULL ? S("") : l->about;
    l->valid_from = date_of(cx->now);
    if (l->valid_from.day < h->valid_from.day)
        l->valid_from = h->valid_from;
    l->valid_to = DATE_NONE;
    l->version = 1;
    TRY(sql_contact_link_add(cx, l->public_id, l->kind, h->id, h->division, l->person_id,
        l->tenure_id, l->place, l->voter_sealed, l->voter_index, l->about, l->valid_from,
        cx->actor->account_id, cx->now, &l->id));
    return audit_add(cx, "contact_link", l->id, "contact.link_added", h->division,
        str_of(contact_kind_words[l->kind]));
}

enum err contact_link_deputy(struct cx *cx, const struct contact_holder *h,
    const struct deputy *d, struct contact_link *out)
{
    struct contact_link l = {.kind = CONTACT_DEPUTY,
        .person_id = d->person_id,
        .tenure_id = d->id,
        .public_id = registry_public_id(cx),
        .name = d->name,
        .seat = d->public_id};

    TRY(may_change(cx, h, CONTACT_DEPUTY));
    if (d->state != TENURE_ACTIVE)
        return fail(cx, ERR_INVALID, "link", "contact.not_in_office");
    if (d->person_id == h->person_id)
        return fail(cx, ERR_INVALID, "link", "contact.with_oneself");
    TRY(link_add(cx, h, &l));
    *out = l;
    return OK;
}

enum err contact_link_township(
    struct cx *cx, const struct contact_holder *h, struct str code, struct contact_link *out)
{
    struct contact_link l = {
        .kind = CONTACT_TOWNSHIP, .place = code, .public_id = registry_public_id(cx)};
    struct right_ranges within;
    struct division at;

    TRY(may_change(cx, h, CONTACT_TOWNSHIP));
    TRY(subtree_of(cx, h->division, &within));
    if (registry_division(cx, code, &at) != OK) {
        cx_faults_clear(cx);
        return fail(cx, ERR_INVALID, "place", "registry.no_division");
    }
    if ((at.kind != DIVISION_TOWN && at.kind != DIVISION_SUBDISTRICT) ||
        !subtree_holds(&within, code))
        return fail(cx, ERR_INVALID, "place", "contact.no_township");
    l.name = at.name;
    TRY(link_add(cx, h, &l));
    *out = l;
    return OK;
}

enum err contact_link_voter(struct cx *cx, const struct contact_holder *h, struct str name,
    struct str about, struct contact_link *out)
{
    struct contact_link l = {.kind = CONTACT_VOTER,
        .public_id = registry_public_id(cx),
        .about = about.p == NULL ? S("") : about};

    TRY(may_change(cx, h, CONTACT_VOTER));
    cx_faults_clear(cx);
    if (h->office != OFFICE_DEPUTY)
        (void)fail(cx, ERR_INVALID, "name", "contact.voters_of_deputies");
    if (str_empty(name) || str_points(name) > 50)
        (void)fail(cx, ERR_INVALID, "name", "contact.voter_name");
    if (str_points(l.about) > 100)
        (void)fail(cx, ERR_INVALID, "about", "registry.text_length");
    TRY(cx_checked(cx));
    l.voter_sealed = privacy_seal(cx, TABLE, COLUMN, l.public_id, name);
    l.voter_index = privacy_index(cx, "contact_link.voter", name);
    TRY(link_add(cx, h, &l));
    *out = l;
    return OK;
}

enum err contact_link_end(struct cx *cx, const struct contact_link *l, struct str reason)
{
    struct contact_holder h;
    int64_t changed;

    TRY(contact_holder_load(cx, l->holder_id, &h));
    TRY(may_change(cx, &h, l->kind));
    if (str_empty(reason) || str_points(reason) > 200)
        return fail(cx, ERR_INVALID, "reason", "contact.needs_reason");
    if (date_is(l->valid_to))
        return fail(cx, ERR_CONFLICT, "version", "contact.link_ended");
    TRY(sql_contact_link_close(
        cx, l->id, l->version, date_add(date_of(cx->now), -1), reason, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    return audit_add(
        cx, "contact_link", l->id, "contact.link_ended", l->division, (struct str){0});
}

enum err contact_voter_name(struct cx *cx, const struct contact_link *l, struct str *out)
{
    struct priv name;

    TRY(privacy_open(cx, TABLE, COLUMN, l->public_id, l->voter_sealed, &name));
    *out = privacy_reveal(
        cx, name, "contact_link", l->id, COLUMN, S("keeps contact with this voter"));
    return OK;
}

enum err contact_check(struct cx *cx, struct buf *problems)
{
    int64_t n;

    TRY(sql_contact_check_links(cx, &n));
    if (n > 0)
        buf_f(problems, "%lld contact links lack what their kind needs\n", (long long)n);
    TRY(sql_contact_check_runs(cx, &n));
    if (n > 0)
        buf_f(problems, "%lld parts wait in closed collections\n", (long long)n);
    return OK;
}
