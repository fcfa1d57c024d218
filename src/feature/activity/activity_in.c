/*
 * activity_in: what is told of an activity: completed, checked, and what it will book.
 */
#include "base/han.h"

#include "feature/activity/activity_rows.h"
#include "feature/activity/activity_theme.h"
#include "feature/station/station.h"

enum {
    TITLE_MAX = 80,
    TITLE_MADE = 30,
    PLACE_MAX = 200,
    SUMMARY_MAX = 2000,
    VALUE_MAX = 500,
    NAME_MAX = 50,
    TAG_MAX = 30,
    TAGS = 10,
    PERSONS = 200,
    GROUPS = 20,
    AREAS = 100,
    YEARS_BACK = 6,
    DAYS_LONG = 366,
    MANY_PEOPLE = 1000000
};
#define MUCH INT64_C(100000000000000)

struct str activity_rows_level(struct arena *a, struct str code, size_t digits)
{
    return str_f(
        a, "%.*s%.*s", STR(str_sub(code, 0, digits)), (int)(12 - digits), "000000000000");
}

static void long_check(struct cx *cx, struct str s, size_t max, const char *field)
{
    if (str_points(s) <= max)
        return;
    (void)fail(cx, ERR_INVALID, field, "activity.too_long");
    cx_fault_arg(cx, num_text(cx->arena, (int64_t)max));
}

static void days_check(struct cx *cx, const struct activity_in *in)
{
    int32_t today = date_of(cx->now).day;

    if (in->day.day > today)
        (void)fail(cx, ERR_INVALID, "day", "activity.day_ahead");
    else if (in->day.day < date_add_months(date_of(cx->now), -12 * YEARS_BACK).day)
        (void)fail(cx, ERR_INVALID, "day", "activity.day_old");
    if (in->until.day < in->day.day || in->until.day > in->day.day + DAYS_LONG)
        (void)fail(cx, ERR_INVALID, "until", "activity.until_order");
    else if (in->until.day > today && in->until.day != in->day.day)
        (void)fail(cx, ERR_INVALID, "until", "activity.day_ahead");
}

static void numbers_check(struct cx *cx, const struct activity_in *in)
{
    if (in->people < 0 || in->people > MANY_PEOPLE)
        (void)fail(cx, ERR_INVALID, "people", "activity.people_range");
    if (in->person_times < 0 || in->person_times > MANY_PEOPLE)
        (void)fail(cx, ERR_INVALID, "person_times", "activity.people_range");
    else if (in->person_times > 0 && in->person_times < in->people)
        (void)fail(cx, ERR_INVALID, "person_times", "activity.times_below_people");
}

static const struct activity_measure *measure_find(
    const struct activity_kind *k, struct str name)
{
    for (size_t i = 0; i < ACTIVITY_QUANTITIES && k->quantities[i].name != NULL; i++)
        if (str_is(name, k->quantities[i].name))
            return &k->quantities[i];
    return NULL;
}

static const struct activity_ask *ask_find(const struct activity_kind *k, struct str name)
{
    for (size_t i = 0; i < ACTIVITY_ASKS && k->asks[i].name != NULL; i++)
        if (str_is(name, k->asks[i].name))
            return &k->asks[i];
    return NULL;
}

/* A field of faults by the name of what the kind asks; the names live as long as the arena. */
static const char *field_name(struct cx *cx, struct str name)
{
    return str_dup(cx->arena, name).p;
}

static struct str value_of(const struct activity_in *in, const char *name)
{
    EACH (f, &in->fields)
        if (str_is(f->name, name))
            return str_trim(f->value);
    return S("");
}

/* How much of what: the second amount belongs to the second name. */
static void goods_check(struct cx *cx, const struct activity_in *in, struct str amount)
{
    struct str number = str_sub(amount, S("material").n, amount.n);
    const char *name = str_f(cx->arena, "goods%.*s", STR(number)).p;

    if (value_of(in, name).n == 0)
        (void)fail(cx, ERR_INVALID, name, "activity.goods_missing");
}

static void quantities_check(
    struct cx *cx, const struct activity_kind *k, const struct activity_in *in)
{
    EACH (q, &in->quantities) {
        const struct activity_measure *m = measure_find(k, q->name);
        const char *field = field_name(cx, q->name);

        if (m == NULL)
            (void)fail(cx, ERR_INVALID, field, "activity.not_asked");
        else if (m->unit != NULL ? !str_is(q->unit, m->unit)
                                 : word_find(activity_goods_units, q->unit) < 0)
            (void)fail(cx, ERR_INVALID, field, "activity.unit_missing");
        else if (q->amount < 0 || q->amount > MUCH)
            (void)fail(cx, ERR_INVALID, field, "activity.amount_range");
        else if (m->unit == NULL && q->amount > 0)
            goods_check(cx, in, q->name);
    }
}

static void fields_check(
    struct cx *cx, const struct activity_kind *k, const struct activity_in *in)
{
    EACH (f, &in->fields) {
        const struct activity_ask *ask = ask_find(k, f->name);
        const char *field = field_name(cx, f->name);

        if (ask == NULL)
            (void)fail(cx, ERR_INVALID, field, "activity.not_asked");
        else if (ask->words != NULL && f->value.n > 0 && word_find(ask->words, f->value) < 0)
            (void)fail(cx, ERR_INVALID, field, "activity.word_unknown");
        else
            long_check(cx, f->value, VALUE_MAX, field);
    }
    for (size_t i = 0; i < ACTIVITY_ASKS && k->asks[i].name != NULL; i++)
        if (k->asks[i].needed && value_of(in, k->asks[i].name).n == 0)
            (void)fail(cx, ERR_INVALID, k->asks[i].name, "activity.field_missing");
}

/* Days on which the place holds it; another day needs its reason (traps: nothing silent). */
static enum err rule_check(
    struct cx *cx, const struct activity_kind *k, const struct activity_in *in)
{
    struct str rule;

    if (k->date_rule == NULL || in->division.n < 12)
        return OK;
    TRY(activity_on_day(cx, k, in, &rule));
    if (rule.n == 0 || str_points(value_of(in, ACTIVITY_SHIFTED)) >= 2)
        return OK;
    (void)fail(cx, ERR_INVALID, "day", "activity.off_day");
    cx_fault_arg(cx, activity_day_words(cx, rule));
    return OK;
}

/* A record that says nothing is a slip of the finger. */
static void empty_check(
    struct cx *cx, const struct activity_kind *k, const struct activity_in *in)
{
    bool quiet = (k->wants & ACTIVITY_CONFIDENTIAL) != 0;
    bool told = in->summary.n > 0 || in->people > 0 || in->person_times > 0;

    EACH (q, &in->quantities)
        told = told || q->amount > 0;
    EACH (f, &in->fields)
        told = told || str_trim(f->value).n > 0;
    EACH (p, &in->persons)
        told = told || p->role == ACTIVITY_MET;
    if (quiet && in->summary.n > 0)
        (void)fail(cx, ERR_INVALID, "summary", "activity.confidential");
    else if (!told)
        (void)fail(cx, ERR_INVALID, quiet ? "people" : "summary",
            quiet ? "activity.nobody_met" : "activity.nothing_told");
}

/* The groups are another capability's; where none knows them, any number is taken. */
static enum err groups_check(struct cx *cx, const struct activity_in *in)
{
    if (!related_known(cx, "activity.group"))
        return OK;
    EACH (g, &in->groups) {
        struct related_list found;

        TRY(related_find(
            cx, "activity.group", &(struct related_ask){.id = g->id, .max = 1}, &found));
        if (g->id <= 0 || found.n == 0) {
            (void)fail(cx, ERR_INVALID, "groups", "activity.group_unknown");
            cx_fault_arg(cx, num_text(cx->arena, g->id));
        }
    }
    return OK;
}

static enum err links_check(struct cx *cx, const struct activity_in *in)
{
    struct division d;

    if (in->groups.n > GROUPS)
        (void)fail(cx, ERR_INVALID, "groups", "activity.too_many");
    else
        TRY(groups_check(cx, in));
    if (in->areas.n > AREAS)
        (void)fail(cx, ERR_INVALID, "areas", "activity.too_many");
    if (in->tags.n > TAGS)
        (void)fail(cx, ERR_INVALID, "tags", "activity.too_many");
    EACH (t, &in->tags)
        if (str_points(t->word) > TAG_MAX || han_fold(cx->arena, t->word).n == 0)
            (void)fail(cx, ERR_INVALID, "tags", "activity.tag_long");
    for (size_t i = 0; i < in->areas.n && i <= AREAS; i++) {
        if (registry_division(cx, in->areas.p[i].word, &d) == OK)
            continue;
        cx->faults.n--;
        (void)fail(cx, ERR_INVALID, "areas", "activity.place_unknown");
    }
    return OK;
}

/* Fill person_id of every seat; a person by neither register nor name is nobody. */
static void persons_check(struct cx *cx, struct activity_in *in)
{
    struct deputy d;

    if (in->persons.n > PERSONS) {
        (void)fail(cx, ERR_INVALID, "persons", "activity.too_many");
        return;
    }
    EACH (p, &in->persons) {
        if (p->tenure_id > 0 && registry_deputy(cx, p->tenure_id, &d) != OK) {
            cx->faults.n--;
            (void)fail(cx, ERR_INVALID, "persons", "activity.person_unknown");
            continue;
        }
        if (p->tenure_id > 0)
            p->person_id = d.person_id;
        else if (p->person_id == 0 && p->voter_id == 0 && p->name_sealed.n == 0 &&
                 str_trim(p->name).n == 0)
            (void)fail(cx, ERR_INVALID, "persons", "activity.person_unknown");
        if (p->person_id == 0)
            long_check(cx, p->name, NAME_MAX, "persons");
    }
}

static enum err place_fill(struct cx *cx, struct activity_in *in)
{
    struct station s;
    struct division d;

    if (in->station_id > 0 && station_get(cx, in->station_id, &s) != OK) {
        cx->faults.n--;
        (void)fail(cx, ERR_INVALID, "station", "activity.station_unknown");
        in->station_id = 0;
    }
    if (in->station_id > 0 && str_empty(in->division))
        in->division = s.division;
    if (str_empty(in->division))
        (void)fail(cx, ERR_INVALID, "division", "activity.place_missing");
    else if (registry_division(cx, in->division, &d) != OK) {
        cx->faults.n--;
        (void)fail(cx, ERR_INVALID, "division", "activity.place_unknown");
    }
    return OK;
}

/* The seat of a deputy who records it: that whose area holds the place, else the first. */
static enum err seat_of(
    struct cx *cx, int64_t person_id, struct str division, int64_t *tenure_id)
{
    struct deputy_list seats;
    int best = -1;

    *tenure_id = 0;
    TRY(registry_tenures_of(cx, person_id, &seats));
    EACH (s, &seats) {
        int near = s->state == TENURE_ACTIVE ? 10 + registry_near(s->division, division) : 0;

        if (near > best) {
            best = near;
            *tenure_id = s->id;
        }
    }
    return OK;
}

/* A deputy who records something led it when nobody else did, and was there in any case. */
static enum err self_fill(struct cx *cx, struct activity_in *in)
{
    struct activity_person_list all = {
        MANY(cx->arena, struct activity_person, in->persons.n + 1), 0};
    bool hosted = false, there = false;
    int64_t me = (cx->actor->roles & ROLE_DEPUTY) != 0 ? cx->actor->person_id : 0, seat = 0;

    EACH (p, &in->persons) {
        struct deputy d;

        all.p[all.n] = *p;
        if (p->tenure_id > 0 && p->person_id == 0 && me > 0) {
            if (registry_deputy(cx, p->tenure_id, &d) == OK)
                all.p[all.n].person_id = d.person_id;
            else
                cx->faults.n--;
        }
        hosted = hosted || p->role == ACTIVITY_HOST;
        there = there || (me > 0 && all.p[all.n].person_id == me);
        all.n++;
    }
    if (me > 0 && !there) {
        TRY(seat_of(cx, me, in->division, &seat));
        all.p[all.n++] =
            (struct activity_person){.role = hosted ? ACTIVITY_TOOK_PART : ACTIVITY_HOST,
                .tenure_id = seat,
                .person_id = me};
    }
    in->persons = all;
    return OK;
}

/* A title of what tells most: subject or brand, the first words, the place; then the kind. */
static struct str title_made(
    struct cx *cx, const struct activity_kind *k, const struct activity_in *in)
{
    struct str from[] = {value_of(in, "subject"), value_of(in, "brand"),
        str_cut(str_trim(in->summary), '\n', &(struct str){0}), str_trim(in->place)};

    for (size_t i = 0; i < COUNT(from); i++) {
        struct str s = str_sub(from[i], 0, str_find(from[i], S("。")));

        if (str_points(s) > TITLE_MADE)
            return str_f(cx->arena, "%.*s…", STR(str_points_sub(s, TITLE_MADE)));
        if (s.n > 0)
            return s;
    }
    return text_find(LANG_ZH, str_f(cx->arena, "activity.kind.%s", k->word));
}

static struct str or_empty(struct str s)
{
    return s.p == NULL ? S("") : s;
}

/* One name among the voters with whom this deputy keeps contact; 0: none, or not only one. */
static enum err voter_of(struct cx *cx, int64_t person_id, struct str name, int64_t *out)
{
    const struct related_ask ask = {.id = person_id, .typed = name, .max = 2};
    struct related_list found;

    TRY(related_find(cx, "activity.voter", &ask, &found));
    if (found.n == 1 && found.p[0].lines.n == 1)
        *out = found.p[0].lines.p[0].id;
    return OK;
}

/* Voters met by name are those of the deputies who were there, when these keep contact with
 * somebody of that name. */
static enum err voters_settle(struct cx *cx, struct activity_in *in)
{
    if (!related_known(cx, "activity.voter"))
        return OK;
    EACH (m, &in->persons) {
        struct str name = str_trim(m->name);

        if (m->role != ACTIVITY_MET || m->person_id > 0 || name.n == 0)
            continue;
        for (size_t i = 0; i < in->persons.n && m->voter_id == 0; i++) {
            const struct activity_person *by = &in->persons.p[i];

            if (by->person_id > 0 &&
                (by->role == ACTIVITY_HOST || by->role == ACTIVITY_TOOK_PART))
                TRY(voter_of(cx, by->person_id, name, &m->voter_id));
        }
    }
    return OK;
}

enum err activity_rows_ready(
    struct cx *cx, const struct activity_in *in, struct activity_in *out)
{
    const struct activity_kind *k = activity_kind_find(in->kind);
    struct activity_in t = *in;

    cx_faults_clear(cx);
    if (k == NULL)
        return fail(cx, ERR_INVALID, "kind", "activity.kind_unknown");
    if (!date_is(t.day))
        t.day = date_of(cx->now);
    if (!date_is(t.until) || (k->wants & ACTIVITY_WANTS_UNTIL) == 0)
        t.until = t.day;
    t.summary = or_empty(str_trim(t.summary));
    t.place = str_empty(t.place) ? (struct str){0} : str_trim(t.place);
    TRY(place_fill(cx, &t));
    TRY(self_fill(cx, &t));
    t.title = str_trim(t.title);
    if (t.title.n == 0)
        t.title = title_made(cx, k, &t);
    days_check(cx, &t);
    numbers_check(cx, &t);
    quantities_check(cx, k, &t);
    fields_check(cx, k, &t);
    TRY(rule_check(cx, k, &t));
    empty_check(cx, k, &t);
    TRY(links_check(cx, &t));
    TRY(activity_theme_settle(cx, &t));
    persons_check(cx, &t);
    long_check(cx, t.title, TITLE_MAX, "title");
    long_check(cx, t.place, PLACE_MAX, "place");
    long_check(cx, t.summary, SUMMARY_MAX, "summary");
    TRY(cx_checked(cx));
    TRY(voters_settle(cx, &t));
    *out = t;
    return OK;
}

enum err activity_in_check(struct cx *cx, const struct activity_in *in)
{
    struct activity_in ready;

    return activity_rows_ready(cx, in, &ready);
}

static int64_t deputies_of(const struct activity_in *in)
{
    int64_t n = 0;

    for (size_t i = 0; i < in->persons.n; i++) {
        const struct activity_person *p = &in->persons.p[i];
        bool before = false;

        if (p->tenure_id == 0 || (p->role != ACTIVITY_HOST && p->role != ACTIVITY_TOOK_PART))
            continue;
        for (size_t j = 0; j < i; j++)
            before = before || (in->persons.p[j].person_id == p->person_id &&
                                   in->persons.p[j].role <= ACTIVITY_TOOK_PART);
        n += before ? 0 : 1;
    }
    return n;
}

/* Several amounts of one measure (goods in the same unit) are one fact. */
static void fact_add(struct activity_facts *f, const char *measure, int64_t amount)
{
    if (measure == NULL || amount <= 0)
        return;
    for (size_t i = 0; i < f->n; i++)
        if (f->at[i].measure == measure) {
            f->at[i].amount += amount;
            return;
        }
    if (f->n < ACTIVITY_FACTS)
        f->at[f->n++] = (struct activity_fact){measure, amount};
}

/* The declared measure "<base>.<word>", NULL when there is none. */
static const char *measure_under(const char *base, struct str word)
{
    struct str b = str_of(base);

    for (const struct measure *m = activity_measures; m->code != NULL; m++) {
        struct str code = str_of(m->code);

        if (code.n == b.n + 1 + word.n && str_starts(code, b) && code.p[b.n] == '.' &&
            str_ends(code, word))
            return m->code;
    }
    return NULL;
}

/* Words: "activity.<kind>.<name>.<word>"; texts: "activity.<kind>.<name>". */
static const char *asked_measure(
    const struct activity_kind *k, const struct activity_ask *ask, struct str value)
{
    if (ask->words == NULL)
        return measure_under(k->fact, str_of(ask->name));
    for (const struct measure *m = activity_measures; m->code != NULL; m++) {
        struct str rest = str_of(m->code), name;

        if (!str_starts(rest, str_of(k->fact)) || rest.p[str_of(k->fact).n] != '.')
            continue;
        name = str_cut(str_sub(rest, str_of(k->fact).n + 1, rest.n), '.', &rest);
        if (str_is(name, ask->name) && str_eq(rest, value))
            return m->code;
    }
    return NULL;
}

struct activity_facts activity_rows_facts(
    const struct activity_kind *k, const struct activity_in *in)
{
    struct activity_facts f = {.n = 0};

    fact_add(&f, k->fact, 1);
    fact_add(&f, k->fact_times, in->person_times > 0 ? in->person_times : in->people);
    fact_add(&f, "activity.deputies", deputies_of(in));
    for (size_t i = 0; i < ACTIVITY_QUANTITIES && k->quantities[i].name != NULL; i++) {
        const struct activity_measure *m = &k->quantities[i];

        EACH (q, &in->quantities)
            if (str_is(q->name, m->name))
                fact_add(
                    &f, m->unit == NULL ? measure_under(m->fact, q->unit) : m->fact, q->amount);
    }
    for (size_t i = 0; i < ACTIVITY_ASKS && k->asks[i].name != NULL; i++)
        if (k->asks[i].counted && value_of(in, k->asks[i].name).n > 0)
            fact_add(&f, asked_measure(k, &k->asks[i], value_of(in, k->asks[i].name)), 1);
    return f;
}
