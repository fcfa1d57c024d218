/*
 * The flow of a request (M1), its measures and its periods, as tables.
 *
 * A deputy explains or forwards and never decides (Deputies Law 2025, Art. 31): no row gives a
 * deputy a move that ends the matter.  Clock words besides a kind: "keep" goes on, "pause",
 * "resume" and "extend" change the running clock, NULL stops it.
 */
#include "feature/request/request.h"

const char *const request_channel_words[] = {
    "scan", "station", "deputy", "telephone", "letter", NULL};
const char *const request_anonymity_words[] = {"named", "office", "none", NULL};
const char *const request_kind_words[] = {
    "consult", "help", "complaint", "report", "suggestion", NULL};
const char *const request_outcome_words[] = {"solved", "explained", "cannot", NULL};
const char *const request_decline_words[] = {
    "emergency", "litigation", "arbitration", "petition", "secrets", NULL};
const char *const request_cannot_words[] = {
    "law", "money", "jurisdiction", "technical", "owners", NULL};
const char *const request_satisfied_words[] = {"satisfied", "basically", "dissatisfied", NULL};
const char *const request_solved_words[] = {"yes", "partly", "no", NULL};

const char *const request_state_words[] = {
    [REQUEST_NEW] = "new",
    [REQUEST_NEED_INFO] = "need_info",
    [REQUEST_NOT_ACCEPTED] = "not_accepted",
    [REQUEST_MERGED] = "merged",
    [REQUEST_WITHDRAWN] = "withdrawn",
    [REQUEST_EXPIRED] = "expired",
    [REQUEST_ACCEPTED] = "accepted",
    [REQUEST_DEPUTY_REPLY] = "deputy_reply",
    [REQUEST_FORWARDED] = "forwarded",
    [REQUEST_RETURNED] = "returned",
    [REQUEST_HANDLING] = "handling",
    [REQUEST_EXTENDED] = "extended",
    [REQUEST_SUSPENDED] = "suspended",
    [REQUEST_REPLIED] = "replied",
    [REQUEST_CONFIRM] = "confirm",
    [REQUEST_REDO] = "redo",
    [REQUEST_SUPERVISED] = "supervised",
    [REQUEST_TO_SUGGESTION] = "to_suggestion",
    [REQUEST_TO_REPORT] = "to_report",
    [REQUEST_CONVERTED] = "converted",
    [REQUEST_CLOSED_SOLVED] = "closed_solved",
    [REQUEST_CLOSED_EXPLAINED] = "closed_explained",
    [REQUEST_CANNOT] = "cannot",
    [REQUEST_CLOSED_SILENT] = "closed_silent",
    [REQUEST_STATES] = NULL,
};

const char *const request_event_words[] = {
    [REQUEST_DO_ACCEPT] = "accept",
    [REQUEST_DO_NEED_INFO] = "need_info",
    [REQUEST_DO_ADD_INFO] = "add_info",
    [REQUEST_DO_DECLINE] = "decline",
    [REQUEST_DO_MERGE] = "merge",
    [REQUEST_DO_WITHDRAW] = "withdraw",
    [REQUEST_DO_EXPIRE] = "expire",
    [REQUEST_DO_EXPLAIN] = "explain",
    [REQUEST_DO_FORWARD] = "forward",
    [REQUEST_DO_TAKE] = "take",
    [REQUEST_DO_RETURN] = "return",
    [REQUEST_DO_ASK_EXTENSION] = "ask_extension",
    [REQUEST_DO_EXTEND] = "extend",
    [REQUEST_DO_REFUSE_EXTENSION] = "refuse_extension",
    [REQUEST_DO_SUSPEND] = "suspend",
    [REQUEST_DO_RESUME] = "resume",
    [REQUEST_DO_ASK] = "ask",
    [REQUEST_DO_REPLY] = "reply",
    [REQUEST_DO_INVITE] = "invite",
    [REQUEST_DO_SOLVED] = "solved",
    [REQUEST_DO_ACCEPT_EXPLAINED] = "accept_explained",
    [REQUEST_DO_ACCEPT_CANNOT] = "accept_cannot",
    [REQUEST_DO_UNSOLVED] = "unsolved",
    [REQUEST_DO_UNSOLVED_AGAIN] = "unsolved_again",
    [REQUEST_DO_LAPSE] = "lapse",
    [REQUEST_DO_RESTART] = "restart",
    [REQUEST_DO_SUPERVISE] = "supervise",
    [REQUEST_DO_INSTRUCT] = "instruct",
    [REQUEST_DO_CANNOT] = "cannot",
    [REQUEST_DO_TO_SUGGESTION] = "to_suggestion",
    [REQUEST_DO_TO_REPORT] = "to_report",
    [REQUEST_DO_CONVERT] = "convert",
    [REQUEST_DO_RELAPSE] = "relapse",
    [REQUEST_DO_SPLIT] = "split",
    [REQUEST_DO_NOTE] = "note",
    [REQUEST_EVENTS] = NULL,
};

/* Who, in the words of the table: the desk takes in, the hall assigns, all of the staff. */
enum {
    CITIZEN = ROLE_CITIZEN,
    DEPUTY = ROLE_DEPUTY,
    UNIT = ROLE_UNIT,
    CLOCK = ROLE_CLOCK,
    HALL = ROLE_PRESIDIUM | ROLE_OFFICE,
    DESK = ROLE_CLERK | HALL,
    HEARD = ROLE_CITIZEN | ROLE_CLERK | ROLE_OFFICE, /* the citizen, or who wrote it down */
    OVERSIGHT = ROLE_OFFICE | ROLE_LEADER,
    STAFF = DESK | DEPUTY | UNIT,
    TEXT = NEEDS_TEXT,
    NOTE = NEEDS_NOTE,
    REASON = NEEDS_REASON,
    C = TELLS_CITIZEN,
    D = TELLS_DEPUTY,
    U = TELLS_UNIT,
    O = TELLS_OFFICE,
    ST = TELLS_STATION
};

#define S_(name) REQUEST_##name
#define E_(name) REQUEST_DO_##name
#define STAY(state, event, who, needs, tells)                                                  \
    {                                                                                          \
        REQUEST_##state, REQUEST_DO_##event, REQUEST_##state, who, needs, "keep", NULL, tells  \
    }

/* clang-format off */
static const struct move moves[] = {
    /* from, event, to, who, needs, clock, books, tells */
    {S_(NEW), E_(ACCEPT), S_(ACCEPTED), DESK, 0,
        "request.route", "request.accepted", C | D},
    {S_(NEW), E_(NEED_INFO), S_(NEED_INFO), DESK, TEXT, "request.need_info", NULL, C},
    {S_(NEW), E_(DECLINE), S_(NOT_ACCEPTED), DESK, TEXT | REASON,
        NULL, "request.not_accepted", C},
    {S_(NEW), E_(MERGE), S_(MERGED), DESK, NEEDS_PARENT,
        NULL, "request.merged", C},
    {S_(NEW), E_(WITHDRAW), S_(WITHDRAWN), CITIZEN, 0, NULL, "request.withdrawn", ST},
    {S_(NEED_INFO), E_(ADD_INFO), S_(NEW), HEARD, TEXT,
        "request.acknowledge", NULL, ST},
    {S_(NEED_INFO), E_(DECLINE), S_(NOT_ACCEPTED), DESK, TEXT | REASON,
        NULL, "request.not_accepted", C},
    {S_(NEED_INFO), E_(MERGE), S_(MERGED), DESK, NEEDS_PARENT,
        NULL, "request.merged", C},
    {S_(NEED_INFO), E_(WITHDRAW), S_(WITHDRAWN), CITIZEN, 0, NULL, "request.withdrawn", ST},
    {S_(NEED_INFO), E_(EXPIRE), S_(EXPIRED), CLOCK, 0, NULL, "request.expired", C},
    {S_(ACCEPTED), E_(EXPLAIN), S_(DEPUTY_REPLY), DEPUTY, TEXT, NULL, "request.explained", 0},
    {S_(ACCEPTED), E_(FORWARD), S_(FORWARDED), HALL | DEPUTY, NEEDS_UNIT,
        "request.take", "request.forwarded", C | U},
    {S_(ACCEPTED), E_(MERGE), S_(MERGED), DESK, NEEDS_PARENT,
        NULL, "request.merged", C},
    {S_(ACCEPTED), E_(WITHDRAW), S_(WITHDRAWN), CITIZEN, 0, NULL, "request.withdrawn", D | ST},
    {S_(ACCEPTED), E_(TO_SUGGESTION), S_(TO_SUGGESTION), HALL | DEPUTY, TEXT,
        "request.convert", NULL, C | O},
    {S_(ACCEPTED), E_(TO_REPORT), S_(TO_REPORT), ROLE_OFFICE, TEXT, "request.convert", NULL, C},
    {S_(DEPUTY_REPLY), E_(INVITE), S_(CONFIRM), CLOCK, 0, "request.confirm", NULL, C},
    {S_(FORWARDED), E_(TAKE), S_(HANDLING), UNIT, 0, "request.handle", NULL, C},
    {S_(FORWARDED), E_(RETURN), S_(RETURNED), UNIT, NOTE,
        "request.return", "request.returned", O},
    {S_(FORWARDED), E_(WITHDRAW), S_(WITHDRAWN), CITIZEN, 0, NULL, "request.withdrawn", U | O},
    {S_(FORWARDED), E_(SUPERVISE), S_(SUPERVISED), OVERSIGHT | CLOCK, NOTE,
        "keep", "request.supervised", C | D | U},
    {S_(RETURNED), E_(FORWARD), S_(FORWARDED), HALL, NEEDS_UNIT,
        "request.take", "request.forwarded", C | U},
    {S_(RETURNED), E_(TO_SUGGESTION), S_(TO_SUGGESTION), HALL | DEPUTY, TEXT,
        "request.convert", NULL, C | O},
    {S_(RETURNED), E_(WITHDRAW), S_(WITHDRAWN), CITIZEN, 0, NULL, "request.withdrawn", O},
    {S_(RETURNED), E_(SUPERVISE), S_(SUPERVISED), OVERSIGHT | CLOCK, NOTE,
        "keep", "request.supervised", C | D},
    {S_(HANDLING), E_(REPLY), S_(REPLIED), UNIT, TEXT, NULL, "request.replied", D},
    {S_(HANDLING), E_(ASK_EXTENSION), S_(HANDLING), UNIT, NOTE | NEEDS_DAYS, "keep", NULL, O},
    {S_(HANDLING), E_(EXTEND), S_(EXTENDED), ROLE_OFFICE, TEXT,
        "extend", "request.extended", C | D | U},
    {S_(HANDLING), E_(REFUSE_EXTENSION), S_(HANDLING), ROLE_OFFICE, NOTE, "keep", NULL, U},
    {S_(HANDLING), E_(SUSPEND), S_(SUSPENDED), ROLE_OFFICE, TEXT, "pause", NULL, C | D | U},
    {S_(HANDLING), E_(SUPERVISE), S_(SUPERVISED), OVERSIGHT | CLOCK, NOTE,
        "keep", "request.supervised", C | D | U},
    {S_(HANDLING), E_(WITHDRAW), S_(WITHDRAWN), CITIZEN, 0, NULL, "request.withdrawn", U | O},
    {S_(EXTENDED), E_(REPLY), S_(REPLIED), UNIT, TEXT, NULL, "request.replied", D},
    {S_(EXTENDED), E_(SUSPEND), S_(SUSPENDED), ROLE_OFFICE, TEXT, "pause", NULL, C | D | U},
    {S_(EXTENDED), E_(SUPERVISE), S_(SUPERVISED), OVERSIGHT | CLOCK, NOTE,
        "keep", "request.supervised", C | D | U},
    {S_(EXTENDED), E_(WITHDRAW), S_(WITHDRAWN), CITIZEN, 0, NULL, "request.withdrawn", U | O},
    {S_(SUSPENDED), E_(RESUME), S_(HANDLING), ROLE_OFFICE, TEXT, "resume", NULL, C | D | U},
    {S_(SUSPENDED), E_(WITHDRAW), S_(WITHDRAWN), CITIZEN, 0, NULL, "request.withdrawn", U | O},
    {S_(REPLIED), E_(INVITE), S_(CONFIRM), CLOCK, 0, "request.confirm", NULL, C},
    {S_(CONFIRM), E_(SOLVED), S_(CLOSED_SOLVED), HEARD, NEEDS_ANSWERS,
        NULL, "request.solved", D | U},
    {S_(CONFIRM), E_(ACCEPT_EXPLAINED), S_(CLOSED_EXPLAINED), HEARD, NEEDS_ANSWERS,
        NULL, "request.agreed", D | U},
    {S_(CONFIRM), E_(ACCEPT_CANNOT), S_(CANNOT), HEARD, NEEDS_ANSWERS,
        NULL, "request.cannot", D | U},
    {S_(CONFIRM), E_(UNSOLVED), S_(REDO), HEARD, NEEDS_ANSWERS,
        "request.redo", "request.redone", D | O},
    {S_(CONFIRM), E_(UNSOLVED_AGAIN), S_(SUPERVISED), HEARD, NEEDS_ANSWERS,
        "request.supervise", "request.supervised", D | U | O},
    {S_(CONFIRM), E_(LAPSE), S_(CLOSED_SILENT), CLOCK, 0, NULL, "request.silent", C},
    {S_(REDO), E_(RESTART), S_(HANDLING), CLOCK | HALL, 0, "request.redo", NULL, U},
    {S_(REDO), E_(FORWARD), S_(FORWARDED), HALL, NEEDS_UNIT,
        "request.take", "request.forwarded", C | U},
    {S_(REDO), E_(SUPERVISE), S_(SUPERVISED), OVERSIGHT | CLOCK, NOTE,
        "keep", "request.supervised", C | D},
    {S_(SUPERVISED), E_(INSTRUCT), S_(HANDLING), OVERSIGHT, NOTE,
        "request.supervise", NULL, C | D | U},
    {S_(SUPERVISED), E_(FORWARD), S_(FORWARDED), HALL, NEEDS_UNIT,
        "request.take", "request.forwarded", C | U},
    {S_(SUPERVISED), E_(REPLY), S_(REPLIED), UNIT, TEXT, NULL, "request.replied", D | O},
    {S_(SUPERVISED), E_(CANNOT), S_(CANNOT), ROLE_OFFICE, TEXT | REASON,
        NULL, "request.cannot", C | D | U},
    {S_(SUPERVISED), E_(TO_SUGGESTION), S_(TO_SUGGESTION), HALL | DEPUTY, TEXT,
        "request.convert", NULL, C | O},
    {S_(TO_SUGGESTION), E_(CONVERT), S_(CONVERTED), HALL, TEXT, NULL, "request.converted", C | D},
    {S_(TO_REPORT), E_(CONVERT), S_(CONVERTED), ROLE_OFFICE, TEXT,
        NULL, "request.converted", C | D},
    {S_(CLOSED_SOLVED), E_(RELAPSE), S_(REDO), HEARD | DEPUTY, TEXT,
        "request.redo", "request.relapsed", D | O},
    {S_(CLOSED_EXPLAINED), E_(RELAPSE), S_(REDO), HEARD | DEPUTY, TEXT,
        "request.redo", "request.relapsed", D | O},
    {S_(CANNOT), E_(RELAPSE), S_(REDO), HEARD | DEPUTY, TEXT,
        "request.redo", "request.relapsed", D | O},
    {S_(CLOSED_SILENT), E_(RELAPSE), S_(REDO), HEARD | DEPUTY, TEXT,
        "request.redo", "request.relapsed", D | O},
    /* A merge that was wrong is undone: the request goes on alone, from the start. */
    {S_(MERGED), E_(SPLIT), S_(NEW), DESK, NOTE, "request.acknowledge", NULL, C | ST},
    /* What changes nothing but the timeline. */
    STAY(NEW, ADD_INFO, HEARD, TEXT, ST), STAY(ACCEPTED, ADD_INFO, HEARD, TEXT, D),
    STAY(FORWARDED, ADD_INFO, HEARD, TEXT, U), STAY(RETURNED, ADD_INFO, HEARD, TEXT, O),
    STAY(HANDLING, ADD_INFO, HEARD, TEXT, U), STAY(EXTENDED, ADD_INFO, HEARD, TEXT, U),
    STAY(SUSPENDED, ADD_INFO, HEARD, TEXT, U), STAY(REDO, ADD_INFO, HEARD, TEXT, O),
    STAY(SUPERVISED, ADD_INFO, HEARD, TEXT, U | O),
    STAY(HANDLING, ASK, UNIT, TEXT, C), STAY(EXTENDED, ASK, UNIT, TEXT, C),
    STAY(SUPERVISED, ASK, UNIT, TEXT, C),
    STAY(NEW, NOTE, DESK, NOTE, 0), STAY(NEED_INFO, NOTE, DESK, NOTE, 0),
    STAY(ACCEPTED, NOTE, DESK | DEPUTY, NOTE, 0), STAY(FORWARDED, NOTE, STAFF, NOTE, 0),
    STAY(RETURNED, NOTE, STAFF, NOTE, 0), STAY(HANDLING, NOTE, STAFF, NOTE, 0),
    STAY(EXTENDED, NOTE, STAFF, NOTE, 0), STAY(SUSPENDED, NOTE, STAFF, NOTE, 0),
    STAY(REDO, NOTE, STAFF, NOTE, 0), STAY(SUPERVISED, NOTE, STAFF | ROLE_LEADER, NOTE, 0),
};

const struct flow request_flow = {
    "request", request_state_words, request_event_words, moves, COUNT(moves)};

const struct measure request_measures[] = {
    {"request.received.scan", "unit.item", MEASURE_FLOW, true},
    {"request.received.station", "unit.item", MEASURE_FLOW, true},
    {"request.received.deputy", "unit.item", MEASURE_FLOW, true},
    {"request.received.telephone", "unit.item", MEASURE_FLOW, true},
    {"request.received.letter", "unit.item", MEASURE_FLOW, true},
    {"request.closed.scan", "unit.item", MEASURE_FLOW, true},
    {"request.closed.station", "unit.item", MEASURE_FLOW, true},
    {"request.closed.deputy", "unit.item", MEASURE_FLOW, true},
    {"request.closed.telephone", "unit.item", MEASURE_FLOW, true},
    {"request.closed.letter", "unit.item", MEASURE_FLOW, true},
    {"request.accepted", "unit.item", MEASURE_FLOW, true},
    {"request.not_accepted", "unit.item", MEASURE_FLOW, true},
    {"request.merged", "unit.item", MEASURE_FLOW, true},
    {"request.withdrawn", "unit.item", MEASURE_FLOW, true},
    {"request.expired", "unit.item", MEASURE_FLOW, true},
    {"request.explained", "unit.item", MEASURE_FLOW, true},
    {"request.forwarded", "unit.item", MEASURE_FLOW, true},
    {"request.returned", "unit.item", MEASURE_FLOW, false},
    {"request.extended", "unit.item", MEASURE_FLOW, true},
    {"request.replied", "unit.item", MEASURE_FLOW, true},
    {"request.solved", "unit.item", MEASURE_FLOW, true},
    {"request.agreed", "unit.item", MEASURE_FLOW, true},
    {"request.cannot", "unit.item", MEASURE_FLOW, true},
    {"request.silent", "unit.item", MEASURE_FLOW, true},
    {"request.converted", "unit.item", MEASURE_FLOW, true},
    {"request.redone", "unit.item", MEASURE_FLOW, true},
    {"request.relapsed", "unit.item", MEASURE_FLOW, true},
    {"request.supervised", "unit.item", MEASURE_FLOW, true},
    {"request.responded", "unit.item", MEASURE_FLOW, true},
    {"request.on_time", "unit.item", MEASURE_FLOW, true},
    {"request.overdue", "unit.item", MEASURE_FLOW, true},
    {"request.overdue.reply", "unit.item", MEASURE_FLOW, true},
    {"request.overdue.response", "unit.item", MEASURE_FLOW, true},
    {"request.hotline", "unit.item", MEASURE_FLOW, true},
    {"request.hotline.solved", "unit.item", MEASURE_FLOW, true},
    {"request.hotline.deputies", "unit.person", MEASURE_STOCK, true},
    {"request.scan.places", "unit.town", MEASURE_STOCK, true},
    {"request.reply.satisfied", "unit.item", MEASURE_FLOW, true},
    {"request.reply.basically", "unit.item", MEASURE_FLOW, true},
    {"request.reply.dissatisfied", "unit.item", MEASURE_FLOW, true},
    {"request.result.satisfied", "unit.item", MEASURE_FLOW, true},
    {"request.result.basically", "unit.item", MEASURE_FLOW, true},
    {"request.result.dissatisfied", "unit.item", MEASURE_FLOW, true},
    {"request.verdict.yes", "unit.item", MEASURE_FLOW, true},
    {"request.verdict.partly", "unit.item", MEASURE_FLOW, true},
    {"request.verdict.no", "unit.item", MEASURE_FLOW, true},
    {NULL, NULL, MEASURE_FLOW, false},
};

/* What core/rules does not ship; practice, not law, and changed by a congress at will. */
const struct rule_default request_rules[] = {
    {"clock.request.take", "2wd", "退单不超过 2 个工作日（山东做法）", false},
    {"clock.request.convert", "3m", "转建议、入专报，至正式提出（实践）", false},
    {NULL, NULL, NULL, false},
};
/* clang-format on */

bool request_is_open(enum request_state state)
{
    return request_class(state, (struct str){0}).p == NULL;
}

struct str request_class(enum request_state state, struct str outcome)
{
    switch (state) {
    case REQUEST_CLOSED_SOLVED:
    case REQUEST_CLOSED_EXPLAINED:
        return S(REQUEST_CLASS_HANDLED);
    case REQUEST_CLOSED_SILENT: /* nobody answered: what the reply said counts */
        return str_is(outcome, "cannot") ? S(REQUEST_CLASS_CANNOT) : S(REQUEST_CLASS_HANDLED);
    case REQUEST_CONVERTED:
        return S(REQUEST_CLASS_CONVERTED);
    case REQUEST_CANNOT:
        return S(REQUEST_CLASS_CANNOT);
    case REQUEST_NOT_ACCEPTED:
    case REQUEST_MERGED:
    case REQUEST_WITHDRAWN:
    case REQUEST_EXPIRED:
        return S(REQUEST_CLASS_OUTSIDE);
    case REQUEST_NEW:
    case REQUEST_NEED_INFO:
    case REQUEST_ACCEPTED:
    case REQUEST_DEPUTY_REPLY:
    case REQUEST_FORWARDED:
    case REQUEST_RETURNED:
    case REQUEST_HANDLING:
    case REQUEST_EXTENDED:
    case REQUEST_SUSPENDED:
    case REQUEST_REPLIED:
    case REQUEST_CONFIRM:
    case REQUEST_REDO:
    case REQUEST_SUPERVISED:
    case REQUEST_TO_SUGGESTION:
    case REQUEST_TO_REPORT:
    case REQUEST_STATES:
        break;
    }
    return (struct str){0};
}

struct str request_waits(enum request_state state, bool has_deputy)
{
    switch (state) {
    case REQUEST_NEW:
        return S("clerk");
    case REQUEST_NEED_INFO:
    case REQUEST_CONFIRM:
        return S("citizen");
    case REQUEST_ACCEPTED:
        return has_deputy ? S("deputy") : S("office");
    case REQUEST_FORWARDED:
    case REQUEST_HANDLING:
    case REQUEST_EXTENDED:
        return S("unit");
    case REQUEST_DEPUTY_REPLY:
    case REQUEST_RETURNED:
    case REQUEST_SUSPENDED:
    case REQUEST_REPLIED:
    case REQUEST_REDO:
    case REQUEST_SUPERVISED:
    case REQUEST_TO_SUGGESTION:
    case REQUEST_TO_REPORT:
        return S("office");
    case REQUEST_NOT_ACCEPTED:
    case REQUEST_MERGED:
    case REQUEST_WITHDRAWN:
    case REQUEST_EXPIRED:
    case REQUEST_CONVERTED:
    case REQUEST_CLOSED_SOLVED:
    case REQUEST_CLOSED_EXPLAINED:
    case REQUEST_CANNOT:
    case REQUEST_CLOSED_SILENT:
    case REQUEST_STATES:
        break;
    }
    return (struct str){0};
}
