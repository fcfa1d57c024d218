/*
 * registry: what must hold in every database.
 */
#include "feature/registry/registry_check.h"

#include "feature/registry/registry.sql.h"

enum err registry_check_causes(struct cx *cx, struct buf *problems)
{
    int64_t n;

    TRY(sql_registry_split_tenures(cx, &n));
    if (n > 0)
        buf_f(problems,
            "%lld seats are suspended or ended without a cause, or have one without\n",
            (long long)n);
    return OK;
}

enum err registry_check_tree(struct cx *cx, struct buf *problems)
{
    int64_t n;

    TRY(sql_registry_loose_divisions(cx, &n));
    if (n > 0)
        buf_f(problems, "%lld divisions have no parent\n", (long long)n);
    return OK;
}
