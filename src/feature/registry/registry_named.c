/*
 * registry_named: what a whole name means: places and organisations by the name in force, by
 * a former one, or by a local alias.
 */
#include "base/han.h"
#include "base/shape.h"

#include "feature/registry/registry.h"
#include "feature/registry/registry_named.sql.h"

static const struct field named_fields[] = {
    FIELD(struct registry_named, code),
    FIELD(struct registry_named, name),
    FIELD(struct registry_named, former),
    FIELD(struct registry_named, alias),
    FIELD(struct registry_named, valid_from),
    FIELD(struct registry_named, valid_to),
    FIELD(struct registry_named, successor),
};
const struct shape registry_named_shape = SHAPE(registry_named, named_fields);

enum err registry_named_places(struct cx *cx, struct str name, struct registry_named_list *out)
{
    return sql_registry_places_named(cx, han_fold(cx->arena, name), name, out);
}

enum err registry_named_orgs(struct cx *cx, struct str name, struct registry_named_list *out)
{
    return sql_registry_orgs_named(cx, han_fold(cx->arena, name), out);
}
