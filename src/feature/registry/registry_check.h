/*
 * registry_check: invariants for `lianluo check`.
 */
#ifndef FEATURE_REGISTRY_CHECK_H
#define FEATURE_REGISTRY_CHECK_H

#include "core/cx.h"

enum err registry_check_causes(struct cx *cx, struct buf *problems) MUST_USE;
enum err registry_check_tree(struct cx *cx, struct buf *problems) MUST_USE;

#endif
