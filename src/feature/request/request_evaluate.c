/*
 * The citizen's three answers: satisfied with the reply, with the result, solved or not.  They
 * are kept apart and never merged; silence has no row and counts as nothing.
 */
#include "core/audit.h"
#include "core/event.h"

#include "feature/request/request.h"
#include "feature/request/request.sql.h"

enum {
    LINK_DAYS = 30,
    TOKEN_BYTES = 20
};

static void check_answer(
    struct cx *cx, struct str word, const char *const *words, const char *field)
{
    if (!str_empty(word) && word_find(words, word) < 0)
        (void)fail(cx, ERR_INVALID, field, "request.word_unknown");
}

static enum err check_answers(struct cx *cx, const struct request_evaluation *e)
{
    check_answer(cx, e->reply_satisfaction, request_satisfied_words, "reply_satisfaction");
    check_answer(cx, e->result_satisfaction, request_satisfied_words, "result_satisfaction");
    check_answer(cx, e->solved, request_solved_words, "solved");
    if (str_empty(e->solved) && str_empty(e->reply_satisfaction) &&
        str_empty(e->result_satisfaction))
        (void)fail(cx, ERR_INVALID, "solved", "request.answer_missing");
    if ((str_is(e->solved, "no") || str_is(e->solved, "partly")) &&
        str_empty(str_trim(e->reason)))
        (void)fail(cx, ERR_INVALID, "reason", "request.unsolved_reason");
    if (str_points(e->reason) > 1000)
        (void)fail(cx, ERR_INVALID, "reason", "request.too_long");
    return cx_checked(cx);
}

static struct str answered(struct str s)
{
    return str_empty(s) ? (struct str){0} : s;
}

static enum err book_answer(
    struct cx *cx, const struct request *rq, int64_t id, const char *what, struct str word)
{
    if (str_empty(word))
        return OK;
    return ledger_book(cx, str_f(cx->arena, "request.%s.%.*s", what, STR(word)).p, rq->division,
        date_of(cx->now), 1, "request_evaluation", id);
}

/* Take back what an earlier answer of this round booked: people may correct themselves. */
static enum err take_back(struct cx *cx, const struct request_evaluation *old)
{
    const struct str words[] = {old->reply_satisfaction, old->result_satisfaction, old->solved};
    static const char *const what[] = {"reply", "result", "verdict"};

    for (size_t i = 0; i < COUNT(words); i++) {
        if (str_empty(words[i]))
            continue;
        TRY(ledger_undo(cx, str_f(cx->arena, "request.%s.%.*s", what[i], STR(words[i])).p,
            "request_evaluation", old->id));
    }
    return OK;
}

static enum err keep(struct cx *cx, const struct request *own, int64_t round,
    const struct request_evaluation *e, struct str role)
{
    struct request_evaluation old;
    bool found;
    int64_t id;

    TRY(sql_request_evaluation_of(cx, own->id, round, &old, &found));
    if (found)
        TRY(take_back(cx, &old));
    TRY(sql_request_evaluation_put(cx, own->id, round, answered(e->reply_satisfaction),
        answered(e->result_satisfaction), answered(e->solved), answered(str_trim(e->reason)),
        role, cx->now, &id));
    TRY(book_answer(cx, own, id, "reply", e->reply_satisfaction));
    TRY(book_answer(cx, own, id, "result", e->result_satisfaction));
    TRY(book_answer(cx, own, id, "verdict", e->solved));
    /* The answers themselves are no matter for the audit log, which units' heads may read. */
    TRY(audit_add(cx, "request", own->id, "request.evaluated", own->division, role));
    return event_emit(cx, "request", own->id, "request.evaluated");
}

/* Where "solved" leads; REQUEST_EVENTS: nowhere. */
static enum request_event leads_to(
    const struct request *rq, const struct request_evaluation *e, bool merged)
{
    if (str_is(e->solved, "no") || str_is(e->solved, "partly"))
        return rq->round >= 2 ? REQUEST_DO_UNSOLVED_AGAIN : REQUEST_DO_UNSOLVED;
    if (!str_is(e->solved, "yes") || merged) /* one reporter of several does not close it */
        return REQUEST_EVENTS;
    if (str_is(rq->outcome, "explained"))
        return REQUEST_DO_ACCEPT_EXPLAINED;
    if (str_is(rq->outcome, "cannot"))
        return REQUEST_DO_ACCEPT_CANNOT;
    return REQUEST_DO_SOLVED;
}

static enum err evaluate_as(
    struct cx *cx, struct request *own, const struct request_evaluation *e, unsigned roles)
{
    bool merged = own->state == REQUEST_MERGED;
    struct request parent, *rq = own;
    struct request_move m = {.answered = true};
    enum request_event event;

    TRY(check_answers(cx, e));
    if (merged) {
        TRY(sql_request_by_id(cx, own->parent_id, &parent));
        rq = &parent;
    }
    if (rq->state != REQUEST_CONFIRM)
        return fail(cx, ERR_CONFLICT, NULL, "request.not_asking");
    TRY(keep(cx, own, rq->round, e, (roles & ROLE_CITIZEN) != 0 ? S("citizen") : S("clerk")));
    event = leads_to(rq, e, merged);
    if (event == REQUEST_EVENTS)
        return OK;
    m.event = (int64_t)event;
    m.version = rq->version;
    /* What is still missing is passed on to those who must put it right; the page says so. */
    if (event == REQUEST_DO_UNSOLVED || event == REQUEST_DO_UNSOLVED_AGAIN)
        m.answer = str_trim(e->reason);
    return request_move_as(cx, rq, &m, roles);
}

enum err request_evaluate(struct cx *cx, struct request *rq, const struct request_evaluation *e)
{
    const unsigned heard = ROLE_CITIZEN | ROLE_CLERK | ROLE_OFFICE;
    unsigned roles = request_roles(cx, rq);

    if ((roles & heard) == 0)
        return fail(cx, ERR_DENIED, NULL, "request.own_only");
    if (e->version != 0 && e->version != rq->version)
        return fail(cx, ERR_STALE, "version", "request.changed_meanwhile");
    return evaluate_as(cx, rq, e, roles & heard);
}

enum err request_evaluations(
    struct cx *cx, const struct request *rq, struct request_evaluation_list *out)
{
    const unsigned all = ROLE_CITIZEN | ROLE_CLERK | ROLE_PRESIDIUM | ROLE_OFFICE |
                         ROLE_LEADER | ROLE_DEPUTY | ROLE_AUDITOR;
    bool published_only = (request_roles(cx, rq) & all) == 0;

    return sql_request_evaluations_of(cx, rq->id, published_only, out);
}

enum err request_publish(struct cx *cx, const struct request *rq)
{
    int64_t n;

    if ((request_roles(cx, rq) & ROLE_OFFICE) == 0)
        return fail(cx, ERR_DENIED, NULL, "request.office_only");
    if (request_is_open(rq->state))
        return fail(cx, ERR_CONFLICT, NULL, "request.still_open");
    TRY(sql_request_evaluation_publish(cx, rq->id, &n));
    return audit_add(cx, "request", rq->id, "request.published", rq->division, (struct str){0});
}

#define LINK_KEY "request-link"

enum err request_link_new(struct cx *cx, const struct request *rq, struct str *token)
{
    unsigned char raw[TOKEN_BYTES];
    struct instant expires = {cx->now.s + (int64_t)LINK_DAYS * 86400};
    struct request parent = *rq;
    struct str drawn;
    int64_t n;

    if (rq->state == REQUEST_MERGED)
        TRY(sql_request_by_id(cx, rq->parent_id, &parent));
    rng_fill(cx->rng, raw, sizeof raw);
    drawn = bytes_hex(cx->arena, bytes_of(raw, sizeof raw));
    TRY(sql_request_link_insert(
        cx, rq->id, parent.round, privacy_hash(cx, LINK_KEY, drawn), expires, &n));
    *token = drawn;
    return OK;
}

/* The request a link opens, and the hash the link is stored under. */
static enum err link_find(struct cx *cx, struct str token, struct str *hash, int64_t *id)
{
    for (size_t age = 0; token.n == (size_t)TOKEN_BYTES * 2 && age < privacy_ages(cx->keys);
         age++) {
        *hash = privacy_hash_of(cx, age, LINK_KEY, token);
        if (hash->p != NULL && sql_request_link_open(cx, *hash, cx->now, id) == OK)
            return OK;
    }
    cx_faults_clear(cx);
    return fail(cx, ERR_NOT_FOUND, NULL, "request.link_used");
}

enum err request_link_find(struct cx *cx, struct str token, struct request *out)
{
    struct str hash;
    int64_t id;

    TRY(link_find(cx, token, &hash, &id));
    return sql_request_by_id(cx, id, out);
}

enum err request_link_evaluate(
    struct cx *cx, struct str token, const struct request_evaluation *e)
{
    struct request rq;
    struct str hash;
    int64_t n, id;

    TRY(link_find(cx, token, &hash, &id));
    TRY(sql_request_by_id(cx, id, &rq));
    TRY(sql_request_link_use(cx, hash, cx->now, &n));
    if (n == 0)
        return fail(cx, ERR_NOT_FOUND, NULL, "request.link_used");
    return evaluate_as(cx, &rq, e, ROLE_CITIZEN);
}
