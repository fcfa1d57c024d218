/*
 * demo_cli: the command `lianluo demo`.
 *
 *     lianluo demo --data DIR [--factor N] [--seed S] [--until DATE]   makes the city
 *     lianluo demo --data DIR --logins                                 tells the accounts
 */
#include "cli/cli.h"
#include "core/audit.h"
#include "core/deadline.h"
#include "core/event.h"
#include "core/ledger.h"
#include "core/meta.h"
#include "core/search.h"

#include "feature/activity/activity.h"
#include "feature/demo/demo_activity.h"
#include "feature/demo/demo_life.h"
#include "feature/demo/demo_year.h"
#include "feature/request/request.h"
#include "feature/roster/roster.h"
#include "feature/station/station.h"

enum {
    PIECE = 400,
    MEMORY = 1 << 30
};

/* A piece of work that counts what it did, to be repeated until it does nothing. */
struct again {
    enum err (*work)(struct cx *cx, int64_t *n);
    int64_t n;
};

struct making {
    struct demo_city city;
    struct demo_year year;
    int reports; /* stages of report once done */
    size_t county;
    struct str hash;
    struct again again;
};

static enum err orgs(struct cx *cx, void *arg)
{
    struct making *m = arg;
    int64_t loaded;

    TRY(meta_demo_mark(cx));
    TRY(registry_seed(cx, &loaded));
    TRY(rules_seed(cx, rules_shipped));
    TRY(rules_seed(cx, request_rules));
    TRY(rules_seed(cx, roster_rules));
    TRY(rules_seed(cx, activity_rules));
    return demo_city_orgs(cx, &m->city);
}

static enum err county(struct cx *cx, void *arg)
{
    struct making *m = arg;

    TRY(demo_city_stations(cx, &m->city, m->county));
    TRY(demo_city_deputies(cx, &m->city, m->county));
    return demo_hamlets(cx, &m->city, m->county);
}

static enum err upper(struct cx *cx, void *arg)
{
    struct making *m = arg;

    int64_t assigned;

    TRY(demo_city_upper(cx, &m->city));
    TRY(demo_themes(cx, &m->city));
    TRY(station_assign(cx, S("430400000000"), &assigned));
    return demo_accounts(cx, &m->city, m->hash);
}

static enum err contact_begin(struct cx *cx, void *arg)
{
    struct making *m = arg;

    return demo_contact_begin(cx, &m->city);
}

static enum err contact_year(struct cx *cx, void *arg)
{
    struct making *m = arg;

    return demo_contact_year(cx, &m->city);
}

static enum err bulletins(struct cx *cx, void *arg)
{
    struct making *m = arg;

    return demo_bulletin(cx, &m->city);
}

static enum err once_more(struct cx *cx, void *arg)
{
    struct making *m = arg;
    struct arena_mark mark = arena_mark(cx->arena);

    TRY(m->again.work(cx, &m->again.n));
    arena_back(cx->arena, mark);
    return OK;
}

/* What the clocks found is heard as it would be; nobody gets a message about the past. */
static enum err hear_clocks(struct cx *cx, int64_t *n)
{
    static const struct event_listener heard[] = {{"request.overdue", request_heard_overdue},
        {"request.due_supervision", request_heard_supervision}, {NULL, NULL}};
    static const struct event_listener *const tables[] = {heard, NULL};

    return event_deliver(cx, tables, PIECE, n);
}

static enum err until_done(
    struct cli *cli, struct making *m, enum err (*work)(struct cx *cx, int64_t *n))
{
    m->again.work = work;
    do
        TRY(cli_step(cli, true, once_more, m));
    while (m->again.n > 0);
    return OK;
}

static enum err seal_all(struct cx *cx, int64_t *n)
{
    return audit_seal(cx, (struct str){0}, n);
}

/* In pieces, so that the memory of one stays small. */
static enum err in_pieces(
    struct cli *cli, struct making *m, size_t all, enum err (*work)(struct cx *cx, void *year))
{
    for (size_t from = 0; from < all; from += PIECE) {
        m->year.from = from;
        m->year.to = from + PIECE < all ? from + PIECE : all;
        TRY(cli_step(cli, true, work, &m->year));
    }
    return OK;
}

/* Repeat within one transaction, giving the memory back each time. */
static enum err repeat(struct cx *cx, enum err (*work)(struct cx *cx, int64_t *n))
{
    int64_t n = 1;

    while (n > 0) {
        struct arena_mark mark = arena_mark(cx->arena);

        TRY(work(cx, &n));
        arena_back(cx->arena, mark);
    }
    return OK;
}

/* A week in one transaction: what a real office writes in hours is one flush here. */
static enum err week(struct cx *cx, void *arg)
{
    struct demo_year *y = arg;
    int32_t begin = y->today, end = begin + 7 < y->days ? begin + 7 : y->days;

    for (; y->today < end; y->today++) {
        y->from = 0;
        y->to = demo_year_coming(y);
        TRY(demo_year_receive(cx, y));
        y->to = y->agenda.p[y->today].n;
        TRY(demo_year_act(cx, y));
        y->to = demo_activity_coming(y);
        TRY(demo_activity_make(cx, y));
        cx->now = date_end(date_add(y->city->start, y->today));
        TRY(repeat(cx, deadline_sweep));
        TRY(repeat(cx, hear_clocks));
    }
    return demo_life(cx, y, begin);
}

static enum err life_of_day(struct cx *cx, void *arg)
{
    const struct demo_year *y = arg;

    return demo_life(cx, y, y->today - 1);
}

/* A larger world: a day in pieces. */
static enum err day(struct cli *cli, struct making *m)
{
    struct demo_year *y = &m->year;

    TRY(in_pieces(cli, m, demo_year_coming(y), demo_year_receive));
    TRY(in_pieces(cli, m, y->agenda.p[y->today].n, demo_year_act));
    TRY(in_pieces(cli, m, demo_activity_coming(y), demo_activity_make));
    cli->cx->now = date_end(date_add(y->city->start, y->today));
    TRY(until_done(cli, m, deadline_sweep));
    TRY(until_done(cli, m, hear_clocks));
    y->today++;
    return cli_step(cli, true, life_of_day, y);
}

static enum err reports(struct cx *cx, void *making)
{
    struct making *m = making;

    cx->now = date_end(date_add(m->city.start, m->year.today - 1));
    return demo_stats(cx, &m->city, m->reports);
}

/* Figures are asked for, confirmed and closed as the year goes on, from the sums of then. */
static enum err report_when_due(struct cli *cli, struct making *m)
{
    static const int32_t days[] = {315, 322, 329, 357, 362};

    while (m->reports < (int)COUNT(days) && m->year.today >= days[m->reports]) {
        TRY(until_done(cli, m, ledger_fold));
        TRY(cli_step(cli, true, reports, m));
        m->reports++;
    }
    return OK;
}

static enum err play_year(struct cli *cli, struct making *m)
{
    struct demo_year *y = &m->year;
    int32_t told = 0;

    demo_year_open(y);
    while (y->today < y->days) {
        if (y->factor <= 4)
            TRY(cli_step(cli, true, week, y));
        else
            TRY(day(cli, m));
        TRY(report_when_due(cli, m));
        if (y->today - told < 60)
            continue;
        told = y->today;
        cli_say(cli, "demo: %d of %d days, %lld requests, %lld visitors", (int)y->today,
            (int)y->days, (long long)y->received, (long long)y->visitors);
    }
    return OK;
}

static enum err make_city(struct cli *cli, struct making *m)
{
    cli_say(cli, "demo: organisations");
    TRY(cli_step(cli, true, orgs, m));
    for (m->county = 0; m->county < m->city.counties.n; m->county++) {
        struct str name = m->city.counties.p[m->county].name;

        cli_say(cli, "demo: deputies and stations of %.*s", STR(name));
        TRY(cli_step(cli, true, county, m));
    }
    TRY(cli_step(cli, true, upper, m));
    return cli_step(cli, true, contact_begin, m);
}

static enum err tell_logins(struct cli *cli)
{
    bool demo;

    TRY(meta_demo(cli->cx, &demo));
    if (!demo)
        return fail(cli->cx, ERR_CONFLICT, NULL, "demo.not_here");
    buf_f(&cli->out, "%s\n", "Demonstration accounts (they work only here):");
    for (size_t i = 0; i < demo_logins_n; i++)
        buf_f(&cli->out, "  %-10s %s\n", demo_logins[i].login, demo_logins[i].name);
    buf_f(&cli->out, "  password %s, one-time code from the secret %.*s\n", DEMO_PASSWORD,
        STR(secret_base32(cli->cx->arena, demo_totp_seed())));
    buf_add(&cli->out, S("  (the sign-in page of the demonstration shows the present code)\n"));
    return OK;
}

static enum err number_option(
    struct cli *cli, const char *name, int64_t initial, int64_t max, int64_t *out)
{
    struct str typed = cli_option(cli, name);

    *out = initial;
    if (typed.p != NULL && num_parse(typed, 1, max, out) != OK)
        return fail(cli->cx, ERR_INVALID, name, "demo.number");
    return OK;
}

static enum err find_end(struct cli *cli, struct date *end)
{
    struct str typed = cli_option(cli, "until");

    *end = date_of(cli->cx->now);
    if (typed.p != NULL && date_parse(typed, end) != OK)
        return fail(cli->cx, ERR_INVALID, "until", "demo.date");
    return OK;
}

static enum err fresh(struct cx *cx, void *arg)
{
    int64_t *found = arg;
    struct org o;
    enum err e = registry_org_by_code(cx, S("430400-lgw"), &o);

    *found = e == OK;
    if (e == ERR_NOT_FOUND) {
        cx_faults_clear(cx);
        return OK;
    }
    return e;
}

static void close_arena(void *arena)
{
    arena_close(arena);
}

static enum err run(struct cli *cli)
{
    struct arena *arena = arena_open(MEMORY);
    struct making *m = NEW(arena, struct making);
    struct rng rng;
    int64_t seed, there = 0;
    struct date end;
    struct instant began = cli->cx->now;
    struct rng *before = cli->cx->rng;

    arena_later(cli->cx->arena, close_arena, arena);
    if (cli_has(cli, "logins"))
        return tell_logins(cli);
    TRY(number_option(cli, "factor", 1, 1000, &m->year.factor));
    TRY(number_option(cli, "seed", 20261121, INT64_MAX, &seed));
    TRY(find_end(cli, &end));
    TRY(cli_step(cli, false, fresh, &there));
    if (there)
        return fail(cli->cx, ERR_CONFLICT, NULL, "demo.already");
    TRY(secret_password_hash(arena, S(DEMO_PASSWORD), &m->hash));
    rng = rng_seeded((uint64_t)seed);
    cli->cx->rng = &rng;
    m->city.arena = arena;
    m->year.city = &m->city;
    m->year.days = 365;
    m->city.start = date_add(end, -m->year.days);
    cli->cx->now = date_start(m->city.start);
    TRY(make_city(cli, m));
    TRY(play_year(cli, m));
    cli->cx->now = began;
    TRY(cli_step(cli, true, contact_year, m));
    TRY(until_done(cli, m, ledger_fold));
    TRY(cli_step(cli, true, bulletins, m));
    TRY(until_done(cli, m, seal_all));
    buf_f(&cli->out, "demo: %lld requests, %lld person-times, %d stations\n",
        (long long)m->year.received, (long long)m->year.visitors, DEMO_STATIONS);
    cli->cx->rng = before;
    return OK;
}

static const struct cli_option options[] = {
    {"factor", "N"}, {"seed", "S"}, {"until", "DATE"}, {"logins", NULL}, OPTIONS_END};

const struct command demo_commands[] = {
    {"demo", NULL, run, CLI_STEPS, options},
    COMMANDS_END,
};
