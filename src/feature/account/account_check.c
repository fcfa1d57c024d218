/*
 * account: invariants for `lianluo check`.
 */
#include "core/account.h"
#include "core/audit.h"
#include "core/settings.h"

#include "feature/account/account.h"
#include "feature/account/account_check.sql.h"

enum err account_check_chain(struct cx *cx, struct buf *problems)
{
    enum err code = audit_verify(cx, cx->settings->checkpoint_dir, problems);

    if (code != ERR_CONFLICT)
        return code;
    cx_faults_clear(cx);
    return OK;
}

/* The chain proves what is in it; whether the whole end of it is gone, signatures and all, is
 * told by the records it says nothing of (and, exactly, by the checkpoints kept outside). */
enum err account_check_covered(struct cx *cx, struct buf *problems)
{
    int64_t accounts, visits, tenures, activities;

    TRY(sql_audit_unknown_accounts(cx, &accounts));
    TRY(sql_audit_unknown_visits(cx, &visits));
    TRY(sql_audit_unknown_tenures(cx, &tenures));
    TRY(sql_audit_unknown_activities(cx, &activities));
    if (accounts + visits + tenures + activities > 0)
        buf_f(problems,
            "audit: it knows nothing of %lld accounts, %lld visits, %lld seats, %lld "
            "activities\n",
            (long long)accounts, (long long)visits, (long long)tenures, (long long)activities);
    return OK;
}
