/*
 * account: invariants for `lianluo check`.
 */
#include "core/account.h"
#include "core/audit.h"
#include "core/settings.h"

#include "feature/account/account.h"

enum err account_check_chain(struct cx *cx, struct buf *problems)
{
    enum err code = audit_verify(cx, cx->settings->checkpoint_dir, problems);

    if (code != ERR_CONFLICT)
        return code;
    cx_faults_clear(cx);
    return OK;
}
