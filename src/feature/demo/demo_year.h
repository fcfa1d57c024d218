/*
 * demo_year: a year of requests and visits in the demonstration city.
 *
 * Each request has a plan drawn when it comes in; every day those who are due act, as the
 * person whose turn it is, through the moves of request_flow.
 */
#ifndef FEATURE_DEMO_YEAR_H
#define FEATURE_DEMO_YEAR_H

#include "feature/demo/demo_city.h"

enum demo_plan {
    PLAN_SOLVED,
    PLAN_EXPLAINED, /* the deputy explains */
    PLAN_ANSWERED,  /* the unit explains */
    PLAN_CANNOT,
    PLAN_SUGGESTION,
    PLAN_DECLINED,
    PLAN_SILENT, /* solved, and nobody says so */
    PLAN_REDONE, /* unsolved first, solved in the second round */
    PLAN_INFO,   /* something is missing at first */
    PLANS
};

/* One request under way. */
struct demo_item {
    int64_t id;
    enum demo_plan plan;
    size_t town;
    size_t trouble;
    int64_t deputy; /* tenure */
    int32_t day;    /* when somebody acts next, counted from the start; -1: never */
    bool late, asked;
    bool hotline; /* goes to the hotline as an order */
};

/* Facts F066a to F066d: where codes were tried first, and what the hotline made of deputies'
 * matters. */
enum {
    DEMO_PILOTS = 12,
    DEMO_PILOT_DAYS = 30,
    DEMO_CALLERS = 101,
    DEMO_ORDERS = 225,
    DEMO_ORDERS_SOLVED = 175
};
struct demo_caller {
    size_t town;
    int64_t deputy, person; /* tenure; who */
};

struct demo_year {
    struct demo_city *city;
    int64_t factor;
    int32_t days; /* how many are played */
    struct {
        struct demo_item *p;
        size_t n, cap;
    } items;
    struct {
        struct {
            int32_t *p;
            size_t n, cap;
        } * p; /* by day: numbers of items */
        size_t n, cap;
    } agenda;
    int64_t received, visitors; /* made so far */
    struct demo_caller callers[DEMO_CALLERS];
    int32_t ncallers, orders, solved; /* solved: of the orders, by their plan */
    /* the piece of work in hand */
    int32_t today;
    size_t from, to;
};

enum {
    DEMO_OPINIONS = 4956,
    DEMO_VISITS = 8800
};

void demo_year_open(struct demo_year *y);
/* New requests and visits of y->today: those numbered from..to of the day. */
enum err demo_year_receive(struct cx *cx, void *year) MUST_USE;
/* The agenda of y->today from..to. */
enum err demo_year_act(struct cx *cx, void *year) MUST_USE;
/* How many come in on y->today. */
size_t demo_year_coming(const struct demo_year *y);

#endif
