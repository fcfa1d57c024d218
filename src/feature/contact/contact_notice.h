/*
 * contact_notice: whom the outbox tells of collections and teams.
 */
#ifndef FEATURE_CONTACT_NOTICE_H
#define FEATURE_CONTACT_NOTICE_H

#include "feature/contact/contact.h"
#include "feature/contact/contact_group.h"

/* Everybody who has a part of the run. */
enum err contact_notice_opened(struct cx *cx, const struct collection_run *r) MUST_USE;
/* Every department that has a sheet to answer. */
enum err contact_notice_closed(struct cx *cx, const struct collection_run *r) MUST_USE;
/* what: "confirmed" or "cancelled".  Members, and the clerks of the place. */
enum err contact_notice_team(
    struct cx *cx, const struct visit_team *t, const char *what) MUST_USE;

#endif
