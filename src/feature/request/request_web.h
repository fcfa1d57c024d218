/*
 * What the pages of requests share: handlers named in the one table of routes, and small helps.
 */
#ifndef FEATURE_REQUEST_WEB_H
#define FEATURE_REQUEST_WEB_H

#include "http/route.h"
#include "web/page.h"
#include "web/parts.h"

#include "feature/request/request.h"

extern const struct route request_web_routes[];

/* Faults of the handler become problems of the form that is shown again. */
void request_web_faults(struct call *call);
/* Whoever looks may take lists out: links to files are offered to them only. */
bool request_web_exports(const struct cx *cx);
/* The due date of a request for a page; why is filled when explain is true. */
enum err request_web_due(
    struct call *call, const struct request *rq, bool explain, struct web_due *out) MUST_USE;
/* Steps for a timeline.  own: of the reader's own request, not of the one it was merged into.
 */
struct web_event_list request_web_events(
    struct call *call, const struct request_step_list *steps, bool own);
enum web_tone request_web_tone(const struct cx *cx, const struct request *rq);
/* "state.request.<word>" and other words in the language of the call. */
struct str request_web_word(const struct call *call, const char *group, struct str word);
struct str request_web_state(const struct call *call, enum request_state state);
/* Attachments with links below prefix. */
enum err request_web_files(struct call *call, const struct request *rq, const char *prefix,
    struct web_file_list *out) MUST_USE;
/* The content of one of them as the reply. */
enum err request_web_download(struct call *call, const struct request *rq) MUST_USE;
/* The columns of every list; a queue does not say in each row that it waits for who looks. */
struct sheet request_web_sheet(struct call *call, const struct request_list *rows);
struct sheet request_web_queue(struct call *call, const struct request_list *rows);

/* The period asked for, or this year so far; the division of the actor's desk. */
enum err request_web_period(struct call *call, struct date *from, struct date *to) MUST_USE;
struct str request_web_division(struct call *call);

/* Uploads: .prepare keeps up to six files, the handler names them in its transaction. */
enum err request_files_prepare(struct call *call) MUST_USE;
enum err request_files_add(struct call *call, int64_t request_id) MUST_USE;

/* What somebody says, step by step (request_ask_web.c). */
struct ask_draft {
    struct str station, deputy; /* public ids of the scanned code; may be absent */
    struct str division, town;  /* code; words to look up */
    struct str body, place, coords;
    int kind; /* index in request_kind_words */
    int anonymity;
    struct str name, contact;
    struct str same;      /* number of a twin that is the same matter; absent */
    bool done_with_where; /* a place was chosen from the list */
};
extern const struct form request_ask_from, request_ask_what, request_ask_where, request_ask_who,
    request_ask_send;
route_handler request_ask_start, request_ask_what_again, request_ask_where_page,
    request_ask_where_again, request_ask_who_page, request_ask_who_again, request_ask_check,
    request_ask_back, request_ask_submit, request_ask_submit_again, request_ask_slip;

/* The citizen's own case (request_case_web.c). */
struct follow {
    struct str code;
};
struct case_say {
    struct str answer;
    int64_t version;
};
struct case_anonymity {
    int anonymity;
    int64_t version;
};
struct case_verdict {
    int reply_satisfaction, result_satisfaction, solved; /* -1: not answered */
    struct str reason;
    int64_t version;
};
struct ask_slip {
    struct str code; /* query code */
};
extern const struct form request_follow, request_case_say, request_case_withdraw,
    request_case_anonymity, request_verdict, request_slip;
route_handler request_follow_page, request_follow_open, request_case_page, request_case_again,
    request_case_add, request_case_relapse, request_case_withdrawn, request_case_degree,
    request_case_judge, request_case_file, request_verdict_page, request_verdict_again,
    request_verdict_take;

/* Staff: lists (request_list_web.c), the record (request_record_web.c), the desk. */
extern const struct form request_list_query, request_queue_query, request_move_form,
    request_reason_form, request_desk_form, request_period_query, request_desk_query;
route_handler request_queue_list, request_all_list, request_watch_list, request_record,
    request_move_page, request_move_again, request_move_make, request_identity_page,
    request_identity_again, request_identity_show, request_record_file, request_record_twins,
    request_record_publish, request_desk_page, request_desk_again, request_desk_take,
    request_today, request_register_pdf, request_year_pdf, request_record_pdf;

#endif
