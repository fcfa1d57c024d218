/* What runs by itself: jobs under leases, retries, events to listeners, messages out. */
#include "core/account.h"
#include "core/event.h"
#include "core/job.h"
#include "core/ledger.h"
#include "core/notice.h"
#include "core/unit.h"
#include "work/runner.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "world.h"

static struct instant now;
static struct instant moment(void *arg)
{
    (void)arg;
    return now;
}

/* What the test's own kinds and listeners did. */
static int ran, heard, failing;

static enum err run_it(struct cx *cx, struct str payload)
{
    ran++;
    if (failing > 0) {
        failing--;
        return cx_fail(cx, ERR_DOWN, NULL, "store.down", __FILE__, __LINE__);
    }
    return ledger_book(
        cx, "test.ran", S("430407101201"), date_of(cx->now), 1, "test", (int64_t)payload.n);
}

static const struct job_kind rows[] = {
    {"test.put", run_it, 0, 3, NULL, false},
    {"test.daily", run_it, 86400, 3, NULL, false},
    JOBS_END,
};
static const struct job_kind *const kinds[] = {rows, NULL};
static const struct job_kind put_rows[] = {
    {"test.put", run_it, 0, 3, NULL, false},
    JOBS_END,
};
static const struct job_kind *const only_put[] = {put_rows, NULL};

static enum err hear_it(struct cx *cx, const struct event *e)
{
    heard++;
    if (e->object_id == 13 && failing > 0) {
        failing--;
        return cx_fail(cx, ERR_CONFLICT, NULL, "store.conflict", __FILE__, __LINE__);
    }
    return ledger_book(
        cx, "test.heard", S("430407101201"), date_of(cx->now), 1, "test", e->object_id);
}

static const struct event_listener ears[] = {{"request.replied", hear_it}, {NULL, NULL}};
static const struct event_listener *const listeners[] = {ears, NULL};

struct house {
    struct world *w;
    struct unit_source source;
    struct runner_config config;
    struct unit *u;
};

static struct unit *unit(struct house *h)
{
    struct buf problem = buf_new(h->w->cx.arena, 4096);
    struct unit *u = NULL;

    assert_int_equal(OK, unit_open(&h->source, &u, &problem));
    return u;
}

static struct house *open_house(void **state)
{
    struct world *w = *state;
    struct house *h = NEW(w->cx.arena, struct house);

    db_rollback(w->cx.db);
    now = w->cx.now;
    ran = heard = failing = 0;
    h->w = w;
    h->source = (struct unit_source){
        .place = w->db->place, .keys = w->keys, .settings = &w->settings, .clock = moment};
    h->config = (struct runner_config){&h->source, kinds, listeners, NULL, 0};
    h->u = unit(h);
    return h;
}

static void close_house(struct house *h)
{
    unit_close(h->u);
    assert_int_equal(OK, db_begin(h->w->cx.db, DB_WRITE));
}

static void round_of(struct house *h)
{
    int done;

    assert_int_equal(OK, runner_round(&h->config, h->u, 50, &done));
}

struct putting {
    const char *kind, *unique;
    int64_t object_id;
};

static enum err put(struct cx *cx, void *arg)
{
    const struct putting *p = arg;

    if (p->kind != NULL)
        return job_put(cx, p->kind, S("x"), cx->now, str_of(p->unique));
    return event_emit(cx, "request", p->object_id, "request.replied");
}

static void do_put(struct house *h, const char *kind, const char *unique, int64_t object_id)
{
    struct putting p = {kind, unique, object_id};

    unit_begin(h->u);
    assert_int_equal(OK, unit_write(h->u, put, &p));
}

static struct str ask(struct house *h, const char *sql)
{
    struct str cell;

    assert_int_equal(OK, db_begin(h->w->cx.db, DB_READ));
    assert_int_equal(OK, db_ask(h->w->cx.db, h->w->cx.arena, sql, &cell));
    assert_int_equal(OK, db_commit(h->w->cx.db));
    return cell;
}

static const char jobs_left[] = "SELECT COUNT(*) FROM job WHERE kind = 'test.put'";
static const char booked[] = "SELECT COUNT(*) FROM ledger_fact WHERE measure LIKE 'test%'";

static void a_job_runs_once_and_a_second_with_the_same_key_does_nothing(void **state)
{
    struct house *h = open_house(state);

    h->config.kinds = only_put;
    do_put(h, "test.put", "key", 0);
    do_put(h, "test.put", "key", 0);
    assert_str(ask(h, jobs_left), "1");
    round_of(h);
    round_of(h);
    assert_int_equal(1, ran);
    assert_str(ask(h, jobs_left), "0");
    assert_str(ask(h, booked), "1");
    close_house(h);
}

static void a_failing_job_comes_back_later_and_is_parked_after_its_last_try(void **state)
{
    struct house *h = open_house(state);

    h->config.kinds = only_put;
    failing = 100;
    do_put(h, "test.put", NULL, 0);
    for (int i = 0; i < 10; i++) {
        round_of(h);
        assert_true(ran <= i + 1);
        now.s += 5000;
    }
    assert_int_equal(3, ran);
    assert_str(ask(h, "SELECT parked || why FROM job WHERE kind = 'test.put'"), "1store.down");
    assert_str(ask(h, booked), "0");
    close_house(h);
}

static enum err claim(struct cx *cx, void *arg)
{
    struct job job;

    return job_claim(cx, &job, arg);
}

static void a_lost_worker_gives_its_job_to_another_when_the_lease_ends(void **state)
{
    struct house *h = open_house(state);
    bool found = false;

    h->config.kinds = only_put;
    do_put(h, "test.put", NULL, 0);
    assert_int_equal(OK, unit_claim(h->u, claim, &found)); /* and then it dies */
    assert_true(found);
    round_of(h);
    assert_int_equal(0, ran);
    now.s += 400;
    round_of(h);
    assert_int_equal(1, ran);
    close_house(h);
}

static void a_schedule_runs_once_for_all_machines(void **state)
{
    struct house *h = open_house(state);

    round_of(h);
    round_of(h);
    assert_int_equal(1, ran);
    now.s += 86400;
    round_of(h);
    assert_int_equal(2, ran);
    close_house(h);
}

struct claimer {
    struct house *h;
    struct unit *u;
    int got;
};

static enum err waiting(struct cx *cx, void *arg)
{
    return job_waiting(cx, arg);
}

/* A loser of the race comes back empty-handed and asks again. */
static void *claim_many(void *arg)
{
    struct claimer *c = arg;
    int64_t left = 1;

    while (left > 0) {
        bool found = false;

        unit_begin(c->u);
        if (unit_claim(c->u, claim, &found) == OK && found)
            c->got++;
        else if (unit_read(c->u, waiting, &left) != OK)
            left = 1;
    }
    return NULL;
}

static void no_job_is_handed_out_twice(void **state)
{
    struct house *h = open_house(state);
    struct claimer claimers[4];
    pthread_t threads[4];
    int got = 0;

    for (int i = 0; i < 60; i++)
        do_put(h, "test.put", NULL, 0);
    for (size_t i = 0; i < COUNT(claimers); i++) {
        claimers[i] = (struct claimer){h, unit(h), 0};
        assert_int_equal(0, pthread_create(&threads[i], NULL, claim_many, &claimers[i]));
    }
    for (size_t i = 0; i < COUNT(claimers); i++) {
        pthread_join(threads[i], NULL);
        unit_close(claimers[i].u);
        got += claimers[i].got;
    }
    assert_int_equal(60, got);
    assert_str(ask(h, "SELECT MAX(attempts) FROM job WHERE kind = 'test.put'"), "1");
    close_house(h);
}

static void events_reach_their_listeners_and_one_that_fails_holds_up_no_other(void **state)
{
    struct house *h = open_house(state);

    failing = 1;
    do_put(h, NULL, NULL, 13);
    do_put(h, NULL, NULL, 14);
    h->config.kinds = NULL;
    round_of(h);
    assert_int_equal(2, heard);
    assert_str(ask(h, booked), "1");
    now.s += 100;
    round_of(h);
    assert_int_equal(3, heard);
    assert_str(ask(h, booked), "2");
    assert_str(ask(h, "SELECT COUNT(*) FROM event WHERE done = 1"), "2");
    close_house(h);
}

/* A mail server of twenty lines: says yes, keeps what it hears. */
struct sink {
    int listening, port;
    char heard[65536];
    size_t n;
    int messages;
    pthread_t thread;
};

static void sink_talk(struct sink *s, int fd)
{
    static const char hello[] = "220 sink\r\n", yes[] = "250 ok\r\n", go[] = "354 go\r\n";
    bool body = false;
    char line[4096];
    size_t n = 0;

    (void)send(fd, hello, sizeof hello - 1, MSG_NOSIGNAL);
    while (n < sizeof line && recv(fd, line + n, 1, 0) == 1) {
        if (line[n++] != '\n')
            continue;
        if (s->n + n < sizeof s->heard) {
            memcpy(s->heard + s->n, line, n);
            s->n += n;
        }
        if (body && n == 3 && line[0] == '.') {
            body = false;
            s->messages++;
            (void)send(fd, yes, sizeof yes - 1, MSG_NOSIGNAL);
        } else if (!body && memcmp(line, "DATA", 4) == 0) {
            body = true;
            (void)send(fd, go, sizeof go - 1, MSG_NOSIGNAL);
        } else if (!body) {
            (void)send(fd, yes, sizeof yes - 1, MSG_NOSIGNAL);
        }
        n = 0;
    }
    close(fd);
}

static void *sink_run(void *arg)
{
    struct sink *s = arg;

    for (;;) {
        int fd = accept(s->listening, NULL, NULL);

        if (fd < 0)
            return NULL;
        sink_talk(s, fd);
    }
}

static void sink_open(struct sink *s)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;

    s->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(0, bind(s->listening, (struct sockaddr *)&at, size));
    assert_int_equal(0, listen(s->listening, 8));
    assert_int_equal(0, getsockname(s->listening, (struct sockaddr *)&at, &size));
    s->port = ntohs(at.sin_port);
    assert_int_equal(0, pthread_create(&s->thread, NULL, sink_run, s));
}

static void sink_close(struct sink *s)
{
    shutdown(s->listening, SHUT_RDWR);
    close(s->listening);
    pthread_join(s->thread, NULL);
}

static enum err tell(struct cx *cx, void *arg)
{
    struct bytes sealed =
        privacy_seal(cx, "request", "contact", S("uid-1"), S("li@example.cn"));
    const int *step = arg;
    struct notice n = {
        .event = str_f(cx->arena, "request.replied:1:%d", step == NULL ? 1 : *step),
        .to = NOTICE_CONTACT,
        .contact_sealed = sealed,
        .contact_uid = S("uid-1"),
        .lang = LANG_ZH,
        .text_key = S("no.such"),
        .link = S("/follow")};

    return notice_put(cx, &n);
}

static void a_message_leaves_once_for_one_event_and_not_at_night(void **state)
{
    static struct sink s;
    struct house *h = open_house(state);

    s = (struct sink){.n = 0};
    sink_open(&s);
    h->w->settings.smtp_url = str_f(h->w->cx.arena, "smtp://127.0.0.1:%d", s.port);
    h->w->settings.smtp_from = S("联络 <office@example.cn>");
    h->w->settings.quiet_from = 21;
    h->w->settings.quiet_to = 8;
    h->config.kinds = NULL;
    now.s += 14 * 3600; /* eleven at night */
    unit_begin(h->u);
    assert_int_equal(OK, unit_write(h->u, tell, NULL));
    assert_int_equal(OK, unit_write(h->u, tell, NULL));
    round_of(h);
    assert_int_equal(0, s.messages);
    now.s += 10 * 3600;
    round_of(h);
    round_of(h);
    assert_str(ask(h, "SELECT state || attempts FROM notice"), "sent1");
    unit_begin(h->u);
    assert_int_equal(OK, unit_write(h->u, tell, NULL));
    now.s += 3600;
    round_of(h);
    sink_close(&s);
    assert_int_equal(1, s.messages);
    assert_true(str_has((struct str){s.heard, s.n}, S("RCPT TO:<li@example.cn>")));
    assert_true(str_has((struct str){s.heard, s.n}, S("Subject: =?UTF-8?B?")));
    close_house(h);
}

static void what_has_piled_up_leaves_in_one_round(void **state)
{
    struct house *h = open_house(state);

    h->w->settings.quiet_from = h->w->settings.quiet_to = 0;
    h->config.kinds = NULL;
    unit_begin(h->u);
    for (int i = 0; i < 45; i++)
        assert_int_equal(OK, unit_write(h->u, tell, &i));
    round_of(h);
    assert_str(ask(h, "SELECT COUNT(*) FROM notice WHERE state = 'waiting'"), "0");
    close_house(h);
}

static void a_server_that_does_not_answer_gets_it_later_and_then_it_is_parked(void **state)
{
    struct house *h = open_house(state);

    h->w->settings.smtp_url = S("smtp://127.0.0.1:1");
    h->w->settings.smtp_from = S("office@example.cn");
    h->w->settings.quiet_from = h->w->settings.quiet_to = 0;
    h->config.kinds = NULL;
    unit_begin(h->u);
    assert_int_equal(OK, unit_write(h->u, tell, NULL));
    round_of(h);
    assert_str(ask(h, "SELECT state || attempts FROM notice"), "waiting1");
    for (int i = 0; i < 10; i++) {
        now.s += 30000;
        round_of(h);
    }
    assert_str(
        ask(h, "SELECT state || attempts || why FROM notice"), "parked8notice.unreachable");
    close_house(h);
}

static void threads_start_find_work_and_stop(void **state)
{
    struct house *h = open_house(state);
    struct buf problem = buf_new(h->w->cx.arena, 4096);
    struct runner *r = NULL;

    do_put(h, "test.put", NULL, 0);
    assert_int_equal(OK, runner_start(&h->config, &r, &problem));
    for (int i = 0; i < 2000 && !str_is(ask(h, jobs_left), "0"); i++)
        usleep(5000);
    runner_wake(r);
    runner_stop(r);
    assert_str(ask(h, jobs_left), "0");
    assert_true(ran >= 1);
    close_house(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_job_runs_once_and_a_second_with_the_same_key_does_nothing),
        WORLD_TEST(a_failing_job_comes_back_later_and_is_parked_after_its_last_try),
        WORLD_TEST(a_lost_worker_gives_its_job_to_another_when_the_lease_ends),
        WORLD_TEST(a_schedule_runs_once_for_all_machines),
        WORLD_TEST(no_job_is_handed_out_twice),
        WORLD_TEST(events_reach_their_listeners_and_one_that_fails_holds_up_no_other),
        WORLD_TEST(a_message_leaves_once_for_one_event_and_not_at_night),
        WORLD_TEST(what_has_piled_up_leaves_in_one_round),
        WORLD_TEST(a_server_that_does_not_answer_gets_it_later_and_then_it_is_parked),
        WORLD_TEST(threads_start_find_work_and_stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
