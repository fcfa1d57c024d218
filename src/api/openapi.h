/*
 * openapi: the description of the JSON interface (OpenAPI 3.1), made from the same tables that
 * run it: routes, input rows, shapes of replies, moves of flows.  Nothing is written down
 * twice, so nothing can differ.
 *
 * A route whose reply names a flow is one path for each move that staff may make, with what the
 * move needs marked as required.
 */
#ifndef API_OPENAPI_H
#define API_OPENAPI_H

#include "core/flow.h"
#include "http/route.h"

/* rows in the order of route_all; flows end with NULL.  Stable: the same tables give the same
 * bytes, one value a line. */
void openapi_print(struct arena *a, const struct route *const *rows, size_t n,
    const struct flow *const *flows, struct buf *out);

#endif
