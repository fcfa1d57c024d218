/*
 * contact_plan: information officers of deputies (民情信息员, A3.11), and plans by which
 * leaders of the party and of state organs keep contact with deputies (A3.14).
 *
 * Officers   one for a deputy at a time; with an account the officer registers at the desk on
 *            the deputy's behalf, and the request goes to that deputy.
 * Plans      a document in words, its days, leaders responsible with the visits asked of each;
 *            visits are counted from records, never entered.
 * Ownership  every struct str points into cx->arena.
 */
#ifndef FEATURE_CONTACT_PLAN_H
#define FEATURE_CONTACT_PLAN_H

#include "feature/contact/contact.h"

struct info_officer {
    int64_t id;
    struct str public_id, division;
    int64_t person_id, tenure_id; /* the deputy */
    struct str name, post;
    int64_t account_id; /* 0: none */
    struct date valid_from, valid_to;
    struct str reason;
    int64_t version;
    struct str deputy, seat, login; /* name and public id of the deputy; login absent */
};
LIST_OF(info_officer);
extern const struct shape info_officer_shape;

/* login: of a clerk's account, may be absent.  Right: contact.edit.  ERR_CONFLICT: the deputy
 * has one. */
enum err contact_officer_add(
    struct cx *cx, struct info_officer *o, const struct deputy *d, struct str login) MUST_USE;
enum err contact_officer_get(
    struct cx *cx, struct str public_id, struct info_officer *out) MUST_USE;
enum err contact_officer_end(
    struct cx *cx, const struct info_officer *o, int64_t version, struct str reason) MUST_USE;
/* In post today, below the division; after: the last row shown. */
enum err contact_officer_page(struct cx *cx, struct str division, int64_t after, int64_t max,
    struct info_officer_list *out, bool *more) MUST_USE;
/* Of this deputy, today. */
enum err contact_officer_of(
    struct cx *cx, int64_t person_id, struct info_officer *out, bool *found) MUST_USE;
/* Deputies in office of the division's congress, and how many of them have one. */
enum err contact_officer_share(
    struct cx *cx, struct str division, struct contact_share *out) MUST_USE;

struct contact_plan {
    int64_t id;
    struct str public_id, division, title, issued, body;
    struct date day_from, day_to;
    int64_t version;
    int64_t leaders; /* how many; in lists */
};
LIST_OF(contact_plan);
extern const struct shape contact_plan_shape;
struct contact_plan_leader {
    int64_t id, plan_id, holder_id;
    struct str duty;
    int64_t visits; /* asked */
    struct str name, post, holder;
    enum contact_office office;
    int64_t person_id;
    int64_t held; /* records of meeting deputies within the plan's days */
    struct date last;
};
LIST_OF(contact_plan_leader);
extern const struct shape contact_plan_leader_shape;

/* New without id, else changed by version.  Right: contact.edit. */
enum err contact_plan_put(struct cx *cx, struct contact_plan *p) MUST_USE;
enum err contact_plan_get(
    struct cx *cx, struct str public_id, struct contact_plan *out) MUST_USE;
enum err contact_plan_list(
    struct cx *cx, struct str division, struct contact_plan_list *out) MUST_USE;
enum err contact_plan_leaders(
    struct cx *cx, const struct contact_plan *p, struct contact_plan_leader_list *out) MUST_USE;
/* ERR_CONFLICT: stands in the plan already. */
enum err contact_plan_leader_add(struct cx *cx, const struct contact_plan *p,
    const struct contact_holder *h, struct str duty, int64_t visits) MUST_USE;
enum err contact_plan_leader_drop(
    struct cx *cx, const struct contact_plan *p, int64_t id) MUST_USE;
/* Plans of today in which the actor is responsible, with the actor's own line in leaders. */
enum err contact_plan_mine(struct cx *cx, struct contact_plan_list *plans,
    struct contact_plan_leader_list *lines) MUST_USE;

#endif
