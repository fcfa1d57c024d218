/*
 * What a reporter says before sending: mine is the same as that one.  It changes nothing by
 * itself: what others wrote is not opened to whoever claims to have written the same.  The
 * station sees the word and merges, or does not.
 */
#include "feature/request/request.h"
#include "feature/request/request.sql.h"

enum err request_same_put(struct cx *cx, const struct request *rq, struct str code, bool *kept)
{
    struct request_twin_list twins;

    *kept = false;
    if (str_empty(str_trim(code)))
        return OK;
    TRY(request_twins(cx, rq->division, rq->body, rq->place, rq->id, &twins));
    EACH (t, &twins) {
        if (!str_eq(t->request.code, str_trim(code)))
            continue;
        *kept = true;
        return sql_request_same_add(cx, rq->id, t->request.id, NULL);
    }
    /* It was not among those that were shown, or is not any more. */
    return OK;
}

enum err request_same_of(struct cx *cx, const struct request *rq, struct str *code)
{
    struct request twin;
    bool found;

    *code = (struct str){0};
    TRY(sql_request_same_find(cx, rq->id, &twin, &found));
    if (found)
        *code = twin.code;
    return OK;
}

enum err request_same_others(struct cx *cx, const struct request *rq, int64_t *n)
{
    return sql_request_same_others(cx, rq->id, n);
}
