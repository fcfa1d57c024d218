#include "core/attempt.h"

#include "store/db.h"

static enum err down(struct cx *cx, enum err code)
{
    return code == ERR_BUSY ? ERR_BUSY : fail(cx, ERR_DOWN, NULL, "attempt.savepoint");
}

enum err attempt_run(
    struct cx *cx, enum err (*work)(struct cx *cx, void *arg), void *arg, const bool *keep)
{
    enum err code = db_save(cx->db), end;

    if (code != OK)
        return down(cx, code);
    code = work(cx, arg);
    end = code == OK && *keep ? db_release(cx->db) : db_back(cx->db);
    if (code == OK && end != OK)
        return down(cx, end);
    return code;
}
