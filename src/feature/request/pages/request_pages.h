/* What the pages of requests show. */
#ifndef FEATURE_REQUEST_PAGES_H
#define FEATURE_REQUEST_PAGES_H

#include "web/fields.h"
#include "web/parts.h"

#include "feature/request/request.h"

struct ask_choice {
    struct str code, name;
    bool chosen;
};
LIST_OF(ask_choice);
struct ask_twin {
    struct str code, title, place, state, why;
    struct date day;
    bool chosen;
};
struct request_ask_twins {
    struct ask_twin *p;
    size_t n;
};

struct request_ask_view {
    int step; /* 1 what, 2 where, 3 who, 4 check */
    struct form_state *form;
    struct str to;    /* station or deputy it goes to; absent */
    struct str where; /* full name of the chosen division; absent */
    struct str way;   /* the lawful way of a matter that belongs elsewhere; absent */
    struct ask_choice_list places;
    struct request_ask_twins twins;
    struct str body, place, kind, degree, name, contact; /* for the last look */
};

struct request_receipt_view {
    struct str code, query_code, title, where;
    struct web_due due;
    bool repeated, same;
};

struct request_follow_view {
    struct form_state *form;
};

struct request_case_view {
    const struct request *request;
    const struct request *shown; /* itself, or the one it was merged into */
    struct str state, next, place, kind, degree, unit, deputy, station;
    struct web_due due;
    struct web_event_list events, parent_events;
    struct web_file_list files;
    bool may_add, may_withdraw, may_judge, may_relapse, may_change_degree;
    struct form_state *say, *withdraw, *degree_form, *verdict, *relapse;
    const struct request_evaluation *given; /* NULL: nothing yet */
    struct str reply_word, result_word, solved_word;
};

struct request_verdict_view {
    struct str code, title, answer, token;
    struct form_state *form;
};
struct request_thanks_view {
    struct str code;
};

struct record_row {
    struct str label, value;
};
LIST_OF(record_row);
struct record_unit {
    int64_t id;
    struct str name, words;
    bool chosen, grass_roots;
};
LIST_OF(record_unit);
struct record_verdict {
    int64_t round;
    struct str reply, result, solved, reason, by;
    struct instant at;
    bool published;
};
LIST_OF(record_verdict);
struct request_record_view {
    const struct request *request;
    struct str state;
    enum web_tone tone;
    struct web_due due;
    struct web_action_list actions;
    struct web_event_list events;
    struct web_file_list files;
    struct record_row_list rows;
    struct record_verdict_list verdicts;
    struct record_unit_list units;
    struct request_ask_twins twins;
    bool more_twins; /* there are others to compare with */
    struct str way;
    struct str same; /* number that the reporter named as the same matter; absent */
    bool may_see_identity, may_publish, verdicts_hidden;
    struct related_list related; /* where it was raised, and the like */
};

struct request_move_view {
    const struct request *request;
    struct form_state *form;
    struct str event, what; /* word, and its text */
    unsigned needs;
    bool asks_outcome, asks_reason, asks_deputy, asks_push_down, danger, publicly;
    struct record_unit_list units, deputies, reasons;
};

struct request_identity_view {
    const struct request *request;
    struct form_state *form;
    struct str name, contact;
    bool shown;
};

struct request_twins_view {
    const struct request *request;
    struct request_twin_list twins;
};

struct request_desk_view {
    struct form_state *form;
    struct ask_choice_list places, stations, deputies;
    struct request_ask_twins twins;
    struct str way;
    bool is_deputy;
    struct str done_code, done_query; /* of the one just entered; absent */
};

struct request_today_view {
    struct request_list rows;
    struct web_due *dues;
    struct str *states;
    bool more, may_record;
};

#endif
