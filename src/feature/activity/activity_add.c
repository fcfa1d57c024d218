/*
 * activity_add: record, correct, withdraw; facts in the same transaction.
 */
#include "base/han.h"
#include "core/audit.h"
#include "core/code.h"
#include "core/event.h"
#include "core/search.h"

#include "feature/activity/activity.sql.h"
#include "feature/activity/activity_report.h"
#include "feature/activity/activity_rows.h"
#include "feature/activity/activity_theme.h"

enum {
    WAS_MAX = 20000
};

static void canon(struct buf *b, struct str s)
{
    buf_f(b, "%zu:", s.n);
    buf_add(b, s);
}

static void links_canon(struct buf *b, const struct activity_link_list *list)
{
    EACH (l, list) {
        buf_f(b, "%lld|", (long long)l->id);
        canon(b, l->word);
    }
    buf_char(b, '|');
}

/* What was sent, in one text; of it a keyed hash is kept, because names of voters are among the
 * words. */
static struct str content_of(struct cx *cx, const struct activity_in *in)
{
    struct buf b = buf_new(cx->arena, 200000);

    canon(&b, in->kind);
    canon(&b, in->title);
    canon(&b, in->division);
    canon(&b, in->place);
    canon(&b, in->summary);
    buf_f(&b, "%d %d %lld %lld %lld|", (int)in->day.day, (int)in->until.day,
        (long long)in->station_id, (long long)in->people, (long long)in->person_times);
    EACH (p, &in->persons) {
        buf_f(
            &b, "%d %lld %lld|", (int)p->role, (long long)p->person_id, (long long)p->voter_id);
        canon(&b, p->person_id == 0 ? p->name : S(""));
    }
    EACH (q, &in->quantities) {
        canon(&b, q->name);
        canon(&b, q->unit);
        buf_f(&b, "%lld|", (long long)q->amount);
    }
    EACH (f, &in->fields) {
        canon(&b, f->name);
        canon(&b, f->value);
    }
    links_canon(&b, &in->groups);
    links_canon(&b, &in->areas);
    links_canon(&b, &in->themes);
    links_canon(&b, &in->tags);
    return buf_str(&b);
}

static enum err person_hang(
    struct cx *cx, const struct activity *a, const struct activity_person *p)
{
    struct str uid = privacy_uid(cx), name = str_trim(p->name), index = {0};
    struct bytes sealed = {0};

    if (p->name_sealed.n > 0)
        return OK; /* it hangs there already */
    if (p->person_id == 0 && name.n > 0) {
        sealed = privacy_seal(cx, "activity_person", "name_sealed", uid, name);
        index = privacy_index(cx, "activity_person.name", name);
    }
    return sql_activity_person_insert(cx, uid, a->id, p->role, p->tenure_id, p->person_id,
        p->voter_id, sealed, index, a->day, NULL);
}

/* The code of a place at a level, where it is not that of the activity; absent: the same. */
static struct str other(struct cx *cx, struct str place, size_t digits, struct str own)
{
    struct str code = activity_rows_level(cx->arena, place, digits);

    return str_eq(code, own) ? (struct str){NULL, 0} : code;
}

static enum err area_hang(struct cx *cx, const struct activity *a, struct str place)
{
    if (str_eq(place, a->division))
        return OK;
    return sql_activity_area_insert(
        cx, a->id, place, other(cx, place, 6, a->county), other(cx, place, 9, a->town), NULL);
}

enum err activity_rows_hang(
    struct cx *cx, const struct activity *a, const struct activity_in *in)
{
    EACH (p, &in->persons)
        TRY(person_hang(cx, a, p));
    EACH (q, &in->quantities)
        if (q->amount > 0)
            TRY(sql_activity_quantity_insert(cx, a->id, q->name, q->unit, q->amount, NULL));
    EACH (f, &in->fields)
        if (str_trim(f->value).n > 0)
            TRY(sql_activity_field_insert(cx, a->id, f->name, str_trim(f->value), NULL));
    EACH (g, &in->groups)
        TRY(sql_activity_group_insert(cx, a->id, g->id, a->day, NULL));
    EACH (l, &in->areas)
        TRY(area_hang(cx, a, l->word));
    EACH (h, &in->themes)
        TRY(sql_activity_themed_insert(cx, a->id, h->id, a->day, NULL));
    EACH (t, &in->tags)
        TRY(sql_activity_tag_insert(
            cx, a->id, str_trim(t->word), han_fold(cx->arena, t->word), a->day, NULL));
    return OK;
}

static enum err book(struct cx *cx, const struct activity *a, const struct activity_facts *f)
{
    for (size_t i = 0; i < f->n; i++)
        TRY(ledger_book(
            cx, f->at[i].measure, a->division, a->day, f->at[i].amount, "activity", a->id));
    return OK;
}

static enum err unbook(struct cx *cx, const struct activity *a, const struct activity_facts *f)
{
    for (size_t i = 0; i < f->n; i++)
        TRY(ledger_undo(cx, f->at[i].measure, "activity", a->id));
    return OK;
}

static enum err step_add(
    struct cx *cx, const struct activity *a, const char *event, struct str why, struct str was)
{
    const char *action = str_f(cx->arena, "activity.%s", event).p;

    TRY(sql_activity_step_insert(cx, a->id, str_of(event), why, was, cx->actor->account_id,
        cx->actor->name.p == NULL ? S("") : cx->actor->name, cx->now, NULL));
    TRY(audit_add(cx, "activity", a->id, action, a->division, (struct str){0}));
    if (str_is(str_of(event), "added"))
        TRY(search_added(cx, "activity", a->id));
    else if (!str_is(str_of(event), "evidence"))
        TRY(search_changed(cx, "activity", a->id));
    return event_emit(cx, "activity", a->id, action);
}

/* May the actor record this: staff in their area, a deputy where he is among the people. */
static enum err may_record(struct cx *cx, const struct activity_in *in)
{
    struct object o = {.division = in->division};

    EACH (p, &in->persons)
        if (p->person_id > 0 && p->person_id == cx->actor->person_id)
            o.person_id = p->person_id;
    return right_check(cx, RIGHT_ACTIVITY_RECORD, &o);
}

/* Sent before with the same key? */
static enum err sent_before(struct cx *cx, const struct activity_in *in, struct str idem,
    struct activity *out, bool *repeated)
{
    struct str content = content_of(cx, in);

    *repeated = false;
    if (idem.n > 0)
        TRY(sql_activity_by_idem(cx, idem, out, repeated));
    if (*repeated && !privacy_hash_is(cx, "activity-digest", content, out->digest)) {
        enum err err = fail(cx, ERR_CONFLICT, "idem", "activity.sent_before");

        cx_fault_arg(cx, out->code);
        return err;
    }
    if (!*repeated)
        out->digest = privacy_hash(cx, "activity-digest", content);
    return OK;
}

enum err activity_add(
    struct cx *cx, const struct activity_in *in, struct activity *out, bool *repeated)
{
    struct activity_in t;
    struct activity a = {.state = ACTIVITY_STANDS};
    struct activity_facts facts;
    struct str idem = {0}, number;

    TRY(right_anywhere(cx, RIGHT_ACTIVITY_RECORD));
    TRY(activity_rows_ready(cx, in, &t));
    TRY(may_record(cx, &t));
    /* The key of a table's row holds for everybody who imports it. */
    if (str_starts(in->idem, S("import:")))
        idem = in->idem;
    else if (!str_empty(in->idem))
        idem = str_f(cx->arena, "%lld:%.*s", (long long)cx->actor->account_id, STR(in->idem));
    TRY(sent_before(cx, &t, idem, &a, repeated));
    if (*repeated) {
        *out = a;
        return OK;
    }
    TRY(code_number(cx, t.division, &number));
    a = (struct activity){.uid = privacy_uid(cx),
        .code = str_f(cx->arena, "A%.*s", STR(number)),
        .kind = t.kind,
        .state = ACTIVITY_STANDS,
        .title = t.title,
        .day = t.day,
        .until = t.until,
        .division = t.division,
        .county = activity_rows_level(cx->arena, t.division, 6),
        .town = activity_rows_level(cx->arena, t.division, 9),
        .place = t.place,
        .station_id = t.station_id,
        .people = t.people,
        .person_times = t.person_times,
        .summary = t.summary,
        .source = t.source,
        .source_id = t.source_id,
        .account_id = cx->actor->account_id,
        .made = cx->now,
        .digest = a.digest,
        .version = 1};
    TRY(sql_activity_insert(cx, a.uid, a.code, a.kind, a.title, a.day, a.until, a.division,
        a.county, a.town, a.place, a.station_id, a.people, a.person_times, a.summary, a.source,
        a.source_id, a.account_id, a.made, idem, a.digest, &a.id));
    TRY(activity_rows_hang(cx, &a, &t));
    facts = activity_rows_facts(activity_kind_find(a.kind), &t);
    TRY(book(cx, &a, &facts));
    TRY(step_add(cx, &a, "added", (struct str){0}, (struct str){0}));
    *out = a;
    return OK;
}

/* One line for each field that changed; never a sealed name. */
static void was_line(struct buf *b, const char *name, struct str before, struct str after)
{
    if (str_eq(before, after) || (before.n == 0 && after.n == 0))
        return;
    for (int i = 0; i < 3; i++) {
        struct str s = i == 0 ? str_of(name) : i == 1 ? before : after;

        for (size_t k = 0; k < s.n; k++)
            buf_char(b, s.p[k] == '\t' || s.p[k] == '\n' ? ' ' : s.p[k]);
        buf_char(b, i < 2 ? '\t' : '\n');
    }
}

static struct str persons_words(struct cx *cx, const struct activity_person_list *list)
{
    struct buf b = buf_new(cx->arena, 8000);
    int64_t unnamed = 0;

    EACH (p, list) {
        struct deputy d;

        if (p->person_id == 0) {
            unnamed++;
            continue;
        }
        if (p->name.n == 0 && p->tenure_id > 0 && registry_deputy(cx, p->tenure_id, &d) == OK)
            p->name = d.name;
        buf_f(&b, "%s%.*s", b.n > 0 ? "、" : "", STR(p->name));
    }
    if (unnamed > 0)
        buf_f(&b, "%s+%lld", b.n > 0 ? "、" : "", (long long)unnamed);
    return buf_str(&b);
}

static struct str quantities_words(struct cx *cx, const struct activity_in *in)
{
    struct buf b = buf_new(cx->arena, 4000);

    EACH (q, &in->quantities)
        if (q->amount > 0)
            buf_f(&b, "%.*s=%lld %.*s;", STR(q->name), (long long)q->amount, STR(q->unit));
    return buf_str(&b);
}

/* One line for all words that it is found by; names of themes as they are called today. */
static struct str tags_words(struct cx *cx, const struct activity_link_list *list)
{
    struct buf b = buf_new(cx->arena, 4000);

    EACH (t, list)
        buf_f(&b, "%s%.*s", b.n > 0 ? "、" : "", STR(t->word));
    return buf_str(&b);
}

static enum err themes_words(
    struct cx *cx, const struct activity_link_list *list, struct str *out)
{
    struct buf b = buf_new(cx->arena, 4000);

    EACH (l, list) {
        struct activity_theme t;

        TRY(activity_theme_load(cx, l->id, &t));
        buf_f(&b, "%s%.*s", b.n > 0 ? "、" : "", STR(t.name));
    }
    *out = buf_str(&b);
    return OK;
}

static struct str value_words(const struct activity_in *in, struct str name)
{
    EACH (f, &in->fields)
        if (str_eq(f->name, name))
            return str_trim(f->value);
    return S("");
}

static struct str changes(struct cx *cx, struct activity_in *old, struct activity_in *new)
{
    struct buf b = buf_new(cx->arena, WAS_MAX);
    const struct activity_kind *k = activity_kind_find(old->kind);

    was_line(&b, "title", old->title, new->title);
    was_line(&b, "day", date_text(cx->arena, old->day), date_text(cx->arena, new->day));
    was_line(&b, "until", date_text(cx->arena, old->until), date_text(cx->arena, new->until));
    was_line(&b, "division", old->division, new->division);
    was_line(&b, "place", old->place, new->place);
    was_line(&b, "people", num_text(cx->arena, old->people), num_text(cx->arena, new->people));
    was_line(&b, "person_times", num_text(cx->arena, old->person_times),
        num_text(cx->arena, new->person_times));
    was_line(&b, "summary", old->summary, new->summary);
    was_line(&b, "persons", persons_words(cx, &old->persons), persons_words(cx, &new->persons));
    was_line(&b, "quantities", quantities_words(cx, old), quantities_words(cx, new));
    was_line(&b, "tags", tags_words(cx, &old->tags), tags_words(cx, &new->tags));
    for (size_t i = 0; i < ACTIVITY_ASKS && k->asks[i].name != NULL; i++)
        was_line(&b, k->asks[i].name, value_words(old, str_of(k->asks[i].name)),
            value_words(new, str_of(k->asks[i].name)));
    return buf_str(&b);
}

/* The same for purposes and campaigns. */
static enum err themes_changed(struct cx *cx, const struct activity_in *old,
    const struct activity_in *new, struct str *was)
{
    struct buf b = buf_new(cx->arena, WAS_MAX);
    struct str before, after;

    TRY(themes_words(cx, &old->themes, &before));
    TRY(themes_words(cx, &new->themes, &after));
    buf_add(&b, *was);
    was_line(&b, "themes", before, after);
    *was = buf_str(&b);
    return OK;
}

static bool same_facts(const struct activity_facts *x, const struct activity_facts *y)
{
    bool same = x->n == y->n;

    for (size_t i = 0; same && i < x->n; i++)
        same = x->at[i].measure == y->at[i].measure && x->at[i].amount == y->at[i].amount;
    return same;
}

/* Sealed people who are not among those told any more go; everybody else is written anew. */
static enum err replace(struct cx *cx, const struct activity *a, const struct activity_in *old,
    const struct activity_in *in)
{
    EACH (p, &old->persons) {
        bool kept = p->name_sealed.n == 0;

        EACH (q, &in->persons)
            kept = kept || q->id == p->id;
        if (!kept)
            TRY(sql_activity_person_drop(cx, p->id, NULL));
    }
    TRY(sql_activity_persons_drop(cx, a->id, NULL));
    TRY(sql_activity_quantities_drop(cx, a->id, NULL));
    TRY(sql_activity_fields_drop(cx, a->id, NULL));
    TRY(sql_activity_groups_drop(cx, a->id, NULL));
    TRY(sql_activity_areas_drop(cx, a->id, NULL));
    TRY(sql_activity_themed_drop(cx, a->id, NULL));
    TRY(sql_activity_tags_drop(cx, a->id, NULL));
    TRY(activity_rows_hang(cx, a, in));
    return sql_activity_persons_day(cx, a->id, a->day, NULL);
}

static enum err may_change(struct cx *cx, const struct activity *a, struct str why)
{
    TRY(right_anywhere(cx, RIGHT_ACTIVITY_RECORD));
    if (!activity_may(cx, RIGHT_ACTIVITY_RECORD, a))
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    if (a->state != ACTIVITY_STANDS)
        return fail(cx, ERR_CONFLICT, NULL, "activity.is_withdrawn");
    if (str_points(str_trim(why)) < 2 || str_points(why) > 200)
        return fail(cx, ERR_INVALID, "why", "activity.why_missing");
    return OK;
}

/* What was raised in it stays raised: those requests are counted where the record says. */
static enum err raised_facts(struct cx *cx, int64_t id, struct activity_facts *f)
{
    struct activity_raised_list list;
    int64_t on_spot = 0;

    TRY(activity_raised_in(cx, id, &list));
    EACH (r, &list)
        on_spot += r->on_spot;
    if (list.n > 0)
        f->at[f->n++] = (struct activity_fact){"activity.opinions", (int64_t)list.n};
    if (on_spot > 0)
        f->at[f->n++] = (struct activity_fact){"activity.opinions.on_spot", on_spot};
    return OK;
}

enum err activity_correct(
    struct cx *cx, struct activity *a, const struct activity_in *in, struct str why)
{
    const struct activity_kind *k = activity_kind_find(a->kind);
    struct activity_in old, t = *in;
    struct activity_facts before, after;
    struct activity next = *a;
    struct str was;
    int64_t changed;

    TRY(may_change(cx, a, why));
    TRY(activity_told(cx, a, &old));
    t.kind = a->kind;
    TRY(activity_rows_ready(cx, &t, &t));
    TRY(may_record(cx, &t));
    was = changes(cx, &old, &t);
    TRY(themes_changed(cx, &old, &t, &was));
    next.title = t.title;
    next.day = t.day;
    next.until = t.until;
    next.division = t.division;
    next.county = activity_rows_level(cx->arena, t.division, 6);
    next.town = activity_rows_level(cx->arena, t.division, 9);
    next.place = t.place;
    next.station_id = t.station_id;
    next.people = t.people;
    next.person_times = t.person_times;
    next.summary = t.summary;
    TRY(sql_activity_update(cx, a->id, a->version, next.title, next.day, next.until,
        next.division, next.county, next.town, next.place, next.station_id, next.people,
        next.person_times, next.summary, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "activity.changed_meanwhile");
    TRY(replace(cx, &next, &old, &t));
    before = activity_rows_facts(k, &old);
    after = activity_rows_facts(k, &t);
    TRY(raised_facts(cx, a->id, &before));
    TRY(raised_facts(cx, a->id, &after));
    TRY(activity_report_unverify(cx, a));
    if (a->day.day != next.day.day || !str_eq(a->division, next.division) ||
        !same_facts(&before, &after)) {
        TRY(unbook(cx, a, &before));
        TRY(book(cx, &next, &after));
    }
    TRY(step_add(cx, &next, "corrected", str_trim(why), was));
    next.version++;
    *a = next;
    return OK;
}

enum err activity_withdraw(struct cx *cx, struct activity *a, struct str why)
{
    struct activity_in old;
    struct activity_facts facts;
    int64_t changed;

    TRY(may_change(cx, a, why));
    TRY(activity_told(cx, a, &old));
    TRY(sql_activity_set_state(cx, a->id, a->version, ACTIVITY_WITHDRAWN, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "activity.changed_meanwhile");
    facts = activity_rows_facts(activity_kind_find(a->kind), &old);
    TRY(raised_facts(cx, a->id, &facts));
    TRY(activity_report_unverify(cx, a));
    TRY(unbook(cx, a, &facts));
    TRY(step_add(cx, a, "withdrawn", str_trim(why), (struct str){0}));
    a->state = ACTIVITY_WITHDRAWN;
    a->version++;
    return OK;
}
