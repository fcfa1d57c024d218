/*
 * activity_names: people typed by name into a form or a table: deputies of the registry, and
 * voters whose names will be sealed.
 *
 * A name alone decides only when exactly one deputy in office bears it, in the actor's own
 * county before elsewhere; otherwise the words to tell them apart are offered, and the key of
 * the seat is taken instead of the name.
 */
#ifndef FEATURE_ACTIVITY_NAMES_H
#define FEATURE_ACTIVITY_NAMES_H

#include "feature/activity/activity.h"

#define ACTIVITY_NAMES 200
struct activity_names {
    struct cx *cx;
    struct activity_person_list list;
};

struct activity_names activity_names_new(struct cx *cx);
void activity_names_keep(struct activity_names *n, const struct activity_person *p);
/* A seat by its row; named twice in one role it counts once. */
void activity_names_seat(struct activity_names *n, int64_t tenure_id, enum activity_role role);
/* Names with blanks, commas or 、 between.  Faults are put at the field. */
enum err activity_names_deputies(struct activity_names *n, struct str typed,
    enum activity_role role, const char *field) MUST_USE;
void activity_names_voters(struct activity_names *n, struct str typed);
/* The words between commas, 、, ; and line ends; blanks too when no sign is there. */
struct activity_link_list activity_names_split(struct arena *a, struct str typed);

#endif
