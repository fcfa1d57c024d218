/*
 * roster: standards of stations in editions (A4.9), what the records say to a requirement, and
 * audits with what is to be put right (practice: five "haves", five "publics", five
 * "regulars").
 */
#include "core/audit.h"
#include "core/subtree.h"

#include "feature/roster/roster.h"
#include "feature/roster/roster.sql.h"

enum {
    NAME_MAX_POINTS = 60,
    EDITION_MAX = 20,
    TEXT_MAX = 200,
    YEAR = 365,
    /* Of a hundred reception days, so many make a requirement met. */
    SHARE_MET = 90
};

enum err roster_standard(struct cx *cx, int64_t id, struct station_standard *out)
{
    return sql_station_standard_by_id(cx, id, out);
}

/* Codes of the places above, widest first; the last stands for those that are missing. */
static void ancestors_of(struct cx *cx, struct str division, struct str codes[6])
{
    struct rules_ancestors up = rules_ancestors(cx->arena, division);

    for (size_t i = 0; i < 6; i++)
        codes[i] = i < up.n ? up.code[i] : division;
}

/* As station_standards sorts. */
static bool standard_before(const void *x, const void *y)
{
    const struct station_standard *a = x, *b = y;

    return a->valid_from.day != b->valid_from.day ? a->valid_from.day > b->valid_from.day
                                                  : a->id > b->id;
}

enum err roster_standards(struct cx *cx, struct str division, struct station_standard_list *out)
{
    static const struct subtree_order order = {
        sizeof(struct station_standard), 100, standard_before};
    struct right_ranges r;
    struct str c[6];

    *out = (struct station_standard_list){0};
    TRY(registry_may(cx, RIGHT_ROSTER_READ, division));
    TRY(subtree_of(cx, division, &r));
    ancestors_of(cx, division, c);
    for (size_t i = 0; i < r.n; i++) {
        struct station_standard_list part;

        TRY(sql_station_standards(
            cx, c[0], c[1], c[2], c[3], c[4], c[5], r.at[i].from, r.at[i].to, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}

enum err roster_standard_for(
    struct cx *cx, struct str division, struct date on, struct station_standard *out)
{
    struct str c[6];
    bool found;

    ancestors_of(cx, division, c);
    *out = (struct station_standard){0};
    return sql_station_standard_for(cx, c[0], c[1], c[2], c[3], c[4], c[5], on, out, &found);
}

enum err roster_items(struct cx *cx, int64_t standard_id, struct station_item_list *out)
{
    return sql_station_items(cx, standard_id, out);
}

/* "words | fact" by lines. */
static enum err items_read(
    struct cx *cx, struct str lines, struct station_item *items, size_t *n)
{
    struct str rest = lines;

    *n = 0;
    while (rest.p != NULL) {
        struct str line = str_trim(str_cut(rest, '\n', &rest)), fact;
        struct str words = str_trim(str_cut(line, '|', &fact));
        int kind = fact.p == NULL ? FACT_SEEN : word_find(station_fact_words, str_trim(fact));

        if (str_empty(words))
            continue;
        if (*n == ROSTER_ITEMS)
            return fail(cx, ERR_INVALID, "lines", "roster.items_many");
        if (kind < 0 || str_points(words) > TEXT_MAX)
            return fail(cx, ERR_INVALID, "lines", "roster.items_form");
        items[(*n)++] = (struct station_item){
            .place = (int64_t)*n, .words = words, .fact = (enum station_fact)kind};
    }
    return *n > 0 ? OK : fail(cx, ERR_INVALID, "lines", "roster.items_form");
}

static enum err standard_check(struct cx *cx, const struct station_standard *s)
{
    size_t name = str_points(s->name), edition = str_points(s->edition);

    cx_faults_clear(cx);
    if (name < 1 || name > NAME_MAX_POINTS)
        (void)fail(cx, ERR_INVALID, "name", "roster.name");
    if (edition < 1 || edition > EDITION_MAX)
        (void)fail(cx, ERR_INVALID, "edition", "roster.edition");
    if (!date_is(s->valid_from))
        (void)fail(cx, ERR_INVALID, "valid_from", "roster.day");
    return cx_checked(cx);
}

enum err roster_standard_add(struct cx *cx, struct station_standard *s, struct str lines)
{
    struct station_item items[ROSTER_ITEMS];
    struct division d;
    size_t n;

    TRY(standard_check(cx, s));
    TRY(items_read(cx, lines, items, &n));
    if (!registry_code_ok(s->division) || registry_division(cx, s->division, &d) != OK) {
        cx_faults_clear(cx);
        return fail(cx, ERR_INVALID, "division", "roster.area");
    }
    TRY(registry_may(cx, RIGHT_STANDARD_EDIT, s->division));
    TRY(sql_station_standard_add(
        cx, s->division, s->name, s->edition, s->source, s->valid_from, &s->id));
    TRY(sql_station_standard_follow(
        cx, s->division, s->name, s->id, date_add(s->valid_from, -1), NULL));
    for (size_t i = 0; i < n; i++)
        TRY(sql_station_item_add(
            cx, s->id, items[i].place, items[i].words, items[i].fact, NULL));
    return audit_add(cx, "standard", s->id, "roster.standard", s->division, (struct str){0});
}

static enum rating_view share_view(int64_t part, int64_t whole)
{
    if (whole == 0 || part == 0)
        return VIEW_NOT;
    return part * 100 >= whole * SHARE_MET ? VIEW_MET : VIEW_PARTLY;
}

/* "key|a|b": put into words of the reader's language where it is shown. */
static struct str said(struct cx *cx, const char *key, int64_t a, int64_t b)
{
    return str_f(cx->arena, "%s|%lld|%lld", key, (long long)a, (long long)b);
}

struct str roster_said(struct arena *a, enum lang lang, struct str record)
{
    struct str rest, args[2];
    struct str key = str_cut(record, '|', &rest);

    args[0] = str_cut(rest, '|', &args[1]);
    return text_fill_named(a, lang, key, args, COUNT(args));
}

static void fact_read(struct cx *cx, const struct station *s, const struct station_facts *f,
    enum station_fact fact, struct rating_mark *out)
{
    bool yes;

    switch (fact) {
    case FACT_SEEN:
        *out = (struct rating_mark){
            .self = VIEW_OPEN, .record = said(cx, "roster.record.seen", 0, 0)};
        return;
    case FACT_ROSTER:
        *out = (struct rating_mark){.self = share_view(f->given, f->duties),
            .record = said(cx, "roster.record.roster", f->duties, f->given)};
        return;
    case FACT_TOLD:
        *out = (struct rating_mark){.self = share_view(f->told, f->duties),
            .record = said(cx, "roster.record.told", f->duties, f->told)};
        return;
    case FACT_STAFF:
        *out = (struct rating_mark){.self = f->heads > 0 && f->liaisons > 0 ? VIEW_MET
                                            : f->heads + f->liaisons > 0    ? VIEW_PARTLY
                                                                            : VIEW_NOT,
            .record = said(cx, "roster.record.staff", f->heads, f->liaisons)};
        return;
    case FACT_TASKS:
        *out = (struct rating_mark){.self = share_view(f->tasks - f->gaps, f->tasks),
            .record = said(cx, "roster.record.tasks", f->tasks, f->gaps)};
        return;
    case FACT_HOURS:
    case FACT_RECEPTION:
        yes = !str_empty(fact == FACT_HOURS ? s->hours : s->reception);
        *out = (struct rating_mark){.self = yes ? VIEW_MET : VIEW_NOT,
            .record = said(cx, yes ? "roster.record.public" : "roster.record.absent", 0, 0)};
        return;
    case FACT_DEPUTIES:
        *out = (struct rating_mark){.self = f->deputies > 0 ? VIEW_MET : VIEW_NOT,
            .record = said(cx, "roster.record.deputies", f->deputies, 0)};
        return;
    case FACT_REGISTER:
        *out = (struct rating_mark){.self = f->persons > 0 ? VIEW_MET : VIEW_NOT,
            .record = said(cx, "roster.record.register", f->persons, 0)};
        return;
    case FACT_PLATE:
        *out = (struct rating_mark){.self = f->plates > 0 ? VIEW_MET : VIEW_NOT,
            .record = said(cx, "roster.record.plate", f->plates, 0)};
        return;
    }
}

enum err roster_fact(struct cx *cx, const struct station *s, enum station_fact fact,
    enum rating_view *view, struct str *words)
{
    struct date today = date_of(cx->now);
    struct rating_mark m = {0};
    struct station_facts f;

    TRY(sql_roster_facts(cx, s->id, date_add(today, 1 - YEAR), today, &f));
    fact_read(cx, s, &f, fact, &m);
    *view = m.self;
    *words = m.record;
    return OK;
}

enum err roster_audit_add(struct cx *cx, const struct station *s, struct station_audit *a)
{
    struct station_audit old;
    struct station_standard standard;
    bool repeated = false;

    TRY(registry_may(cx, RIGHT_STATION_EDIT, s->division));
    cx_faults_clear(cx);
    if (!date_is(a->day) || a->day.day > date_of(cx->now).day)
        (void)fail(cx, ERR_INVALID, "day", "roster.audit_day");
    if (str_points(a->note) > TEXT_MAX)
        (void)fail(cx, ERR_INVALID, "note", "registry.text_length");
    TRY(cx_checked(cx));
    TRY(roster_standard_for(cx, s->division, a->day, &standard));
    if (standard.id == 0)
        return fail(cx, ERR_INVALID, "day", "roster.no_standard");
    a->idem = str_empty(a->idem) ? (struct str){0} : a->idem;
    if (a->idem.n > 0)
        TRY(sql_station_audit_by_idem(cx, a->idem, &old, &repeated));
    if (repeated) {
        *a = old;
        return OK;
    }
    a->station_id = s->id;
    a->division = s->division;
    a->standard_id = standard.id;
    TRY(sql_station_audit_add(cx, s->id, s->division, standard.id, a->day, a->note,
        cx->actor->account_id, cx->now, a->idem, &a->id));
    return audit_add(cx, "station", s->id, "roster.audited", s->division, (struct str){0});
}

enum err roster_audit(struct cx *cx, int64_t id, struct station_audit *out)
{
    struct station_audit a;

    TRY(sql_station_audit_by_id(cx, id, &a));
    TRY(registry_may(cx, RIGHT_ROSTER_READ, a.division));
    *out = a;
    return OK;
}

enum err roster_audits(struct cx *cx, int64_t station_id, struct station_audit_list *out)
{
    return sql_station_audits(cx, station_id, out);
}

enum err roster_finding_add(struct cx *cx, const struct station_audit *a, int64_t place,
    struct str words, struct date due)
{
    struct station_item_list items;
    int64_t item = 0, id;

    TRY(registry_may(cx, RIGHT_STATION_EDIT, a->division));
    TRY(sql_station_items(cx, a->standard_id, &items));
    EACH (i, &items)
        if (i->place == place)
            item = i->id;
    cx_faults_clear(cx);
    if (item == 0)
        (void)fail(cx, ERR_INVALID, "place", "roster.no_item");
    if (str_empty(words) || str_points(words) > TEXT_MAX)
        (void)fail(cx, ERR_INVALID, "words", "roster.finding");
    if (!date_is(due) || due.day < a->day.day)
        (void)fail(cx, ERR_INVALID, "due", "roster.finding_due");
    TRY(cx_checked(cx));
    TRY(sql_station_finding_add(cx, a->id, item, words, due, &id));
    return audit_add(
        cx, "station", a->station_id, "roster.finding", a->division, (struct str){0});
}

enum err roster_findings(struct cx *cx, int64_t audit_id, struct station_finding_list *out)
{
    return sql_station_findings(cx, audit_id, out);
}

enum err roster_finding(struct cx *cx, int64_t id, struct station_finding *out)
{
    return sql_station_finding_by_id(cx, id, out);
}

enum err roster_finding_fix(struct cx *cx, const struct station_finding *f, struct str words)
{
    struct station_audit a;
    int64_t changed;

    TRY(sql_station_audit_by_id(cx, f->audit_id, &a));
    TRY(registry_may(cx, RIGHT_ROSTER_KEEP, a.division));
    if (str_empty(words) || str_points(words) > TEXT_MAX)
        return fail(cx, ERR_INVALID, "fixed_words", "roster.fix_words");
    TRY(sql_station_finding_fix(cx, f->id, f->version, date_of(cx->now), words, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    return audit_add(cx, "station", a.station_id, "roster.fixed", a.division, (struct str){0});
}
