/*
 * request: shapes, reading, who may see what.
 */
#include "feature/request/request.h"

#include "core/audit.h"
#include "core/code.h"

#include "feature/request/request.sql.h"

static const struct field request_fields[] = {
    FIELD(struct request, id),
    FIELD(struct request, uid),
    FIELD(struct request, code),
    FIELD_ENUM(struct request, channel, request_channel_words),
    FIELD_ENUM(struct request, state, request_state_words),
    FIELD(struct request, round),
    FIELD(struct request, title),
    FIELD(struct request, body),
    FIELD(struct request, division),
    FIELD(struct request, county),
    FIELD(struct request, town),
    FIELD(struct request, place),
    FIELD(struct request, coords),
    FIELD_ENUM(struct request, anonymity, request_anonymity_words),
    FIELD(struct request, station_id),
    FIELD(struct request, deputy_id),
    FIELD(struct request, deputy_person),
    FIELD(struct request, unit_id),
    FIELD(struct request, parent_id),
    FIELD(struct request, kind),
    FIELD(struct request, reason),
    FIELD(struct request, outcome),
    FIELD(struct request, ask_days),
    FIELD(struct request, received),
    FIELD(struct request, due),
    FIELD(struct request, overdue),
    FIELD(struct request, extended),
    FIELD(struct request, supervised),
    FIELD(struct request, provisional),
    FIELD(struct request, waits),
    FIELD(struct request, closed),
    FIELD(struct request, class_),
    FIELD(struct request, digest),
    FIELD(struct request, version),
};
const struct shape request_shape = SHAPE(request, request_fields);

static const struct field step_fields[] = {
    FIELD(struct request_step, id),
    FIELD(struct request_step, request_id),
    FIELD(struct request_step, round),
    FIELD(struct request_step, event),
    FIELD_ENUM(struct request_step, from_state, request_state_words),
    FIELD_ENUM(struct request_step, to_state, request_state_words),
    FIELD(struct request_step, role),
    FIELD(struct request_step, actor),
    FIELD(struct request_step, account_id),
    FIELD(struct request_step, note),
    FIELD(struct request_step, answer),
    FIELD(struct request_step, reason),
    FIELD(struct request_step, unit_id),
    FIELD(struct request_step, at),
    FIELD(struct request_step, due),
    FIELD(struct request_step, is_public),
};
const struct shape request_step_shape = SHAPE(request_step, step_fields);

static const struct field party_fields[] = {
    FIELD(struct request_party, id),
    FIELD(struct request_party, request_id),
    FIELD(struct request_party, uid),
    FIELD(struct request_party, code_hash),
    FIELD_ENUM(struct request_party, anonymity, request_anonymity_words),
    FIELD(struct request_party, name_sealed),
    FIELD(struct request_party, contact_sealed),
    FIELD(struct request_party, contact_index),
    FIELD(struct request_party, lang),
    FIELD(struct request_party, joined),
};
const struct shape request_party_shape = SHAPE(request_party, party_fields);

static const struct field evaluation_fields[] = {
    FIELD(struct request_evaluation, id),
    FIELD(struct request_evaluation, request_id),
    FIELD(struct request_evaluation, round),
    FIELD(struct request_evaluation, reply_satisfaction),
    FIELD(struct request_evaluation, result_satisfaction),
    FIELD(struct request_evaluation, solved),
    FIELD(struct request_evaluation, reason),
    FIELD(struct request_evaluation, role),
    FIELD(struct request_evaluation, at),
    FIELD(struct request_evaluation, published),
};
const struct shape request_evaluation_shape = SHAPE(request_evaluation, evaluation_fields);

static const struct field sums_fields[] = {
    FIELD(struct request_sums, handled),
    FIELD(struct request_sums, converted),
    FIELD(struct request_sums, cannot),
    FIELD(struct request_sums, open),
    FIELD(struct request_sums, total),
    FIELD(struct request_sums, solved),
    FIELD(struct request_sums, explained),
    FIELD(struct request_sums, silent),
    FIELD(struct request_sums, outside),
    FIELD(struct request_sums, overdue),
};
const struct shape request_sums_shape = SHAPE(request_sums, sums_fields);

/* Personal Information Protection Law Art. 6, 17, 19, 34: a state organ, within its legal duty,
 * with notice, no longer than needed. */
const struct personal_field request_personal[] = {
    {"request_party", "name_sealed", "request.purpose.name",
        "Personal Information Protection Law Art. 13(3), 34", 36, MASK_NAME, .uid = "uid",
        .place = "request|name"},
    {"request_party", "contact_sealed", "request.purpose.contact",
        "Personal Information Protection Law Art. 13(3), 34", 36, MASK_PHONE, .uid = "uid",
        .place = "request|contact", .index = "contact_index", .index_name = "contact"},
    {.table = NULL},
};
const struct keyed_hash request_hashes[] = {
    {"request_party", "code_hash", "query-code"},
    {"request_link", "token_hash", "request-link"},
    {"request", "idem", "request-idem"},
    {"request", "idem", "request-code"}, /* a repeated sending shows the same code again */
    {"request", "digest", "request-idem"},
    {NULL, NULL, NULL},
};

struct object request_object(const struct request *rq)
{
    return (struct object){.division = rq->division,
        .org_id = rq->unit_id,
        .person_id = rq->deputy_person,
        .case_id = rq->id};
}

unsigned request_roles(const struct cx *cx, const struct request *rq)
{
    struct object o = request_object(rq);

    return right_roles_for(cx, &o);
}

enum err request_get(struct cx *cx, struct str code, struct request *out)
{
    struct request rq;
    struct object o;
    bool found;

    TRY(sql_request_by_code(cx, code, &rq, &found));
    if (!found)
        return fail(cx, ERR_NOT_FOUND, NULL, "request.none");
    o = request_object(&rq);
    TRY(right_check(cx, RIGHT_REQUEST_READ, &o));
    *out = rq;
    return OK;
}

static enum err behind(struct cx *cx, int64_t id, struct ledger_record *out)
{
    struct request rq;
    struct object o;

    TRY(sql_request_by_id(cx, id, &rq));
    o = request_object(&rq);
    TRY(right_check(cx, RIGHT_REQUEST_READ, &o));
    out->label = rq.code;
    out->path = str_f(cx->arena, "/requests/%.*s", STR(rq.code));
    return OK;
}

static enum err behind_event(struct cx *cx, int64_t id, struct ledger_record *out)
{
    int64_t request_id;

    TRY(sql_request_of_event(cx, id, &request_id));
    return behind(cx, request_id, out);
}

static enum err behind_evaluation(struct cx *cx, int64_t id, struct ledger_record *out)
{
    int64_t request_id;

    TRY(sql_request_of_evaluation(cx, id, &request_id));
    return behind(cx, request_id, out);
}

const struct ledger_source request_sources[] = {
    {"request", behind},
    {"event", behind_event},
    {"request_evaluation", behind_evaluation},
    {NULL, NULL},
};

enum err request_load(struct cx *cx, int64_t id, struct request *out)
{
    return sql_request_by_id(cx, id, out);
}

enum err request_case(struct cx *cx, struct request *out)
{
    if (cx->actor->case_id == 0)
        return fail(cx, ERR_SIGNIN, NULL, "request.no_case");
    return sql_request_by_id(cx, cx->actor->case_id, out);
}

enum err request_by_query_code(
    struct cx *cx, const char *field, struct str typed, struct request *out)
{
    struct request rq;
    struct str code;
    bool found = false;

    TRY(code_query_read(cx, field, typed, &code));
    for (size_t age = 0; !found && age < privacy_ages(cx->keys); age++) {
        struct str hash = code_query_hash(cx, age, code);

        if (hash.p != NULL)
            TRY(sql_request_by_code_hash(cx, hash, &rq, &found));
    }
    if (!found)
        return fail(cx, ERR_NOT_FOUND, field, "request.code_unknown");
    *out = rq;
    return OK;
}

enum err request_steps(
    struct cx *cx, int64_t request_id, bool all, struct request_step_list *out)
{
    return sql_request_steps_of(cx, request_id, !all, out);
}

enum err request_parties(struct cx *cx, int64_t request_id, struct request_party_list *out)
{
    return sql_request_parties_of(cx, request_id, out);
}

/* Does this degree of anonymity let these roles see the reporter? */
static bool identity_open(enum request_anonymity a, unsigned roles)
{
    const unsigned office = ROLE_CLERK | ROLE_PRESIDIUM | ROLE_OFFICE;

    switch (a) {
    case ANONYMITY_NAMED:
        return (roles & (office | ROLE_DEPUTY | ROLE_UNIT)) != 0;
    case ANONYMITY_OFFICE:
        return (roles & office) != 0;
    case ANONYMITY_NONE:
        break;
    }
    return false;
}

static enum err open_field(struct cx *cx, const struct request *rq,
    const struct request_party *party, bool is_name, struct str reason, struct str *out)
{
    const char *column = is_name ? "name" : "contact";
    struct bytes sealed = is_name ? party->name_sealed : party->contact_sealed;
    struct priv value;

    *out = (struct str){0};
    if (sealed.p == NULL)
        return OK;
    TRY(privacy_open(cx, "request", column, party->uid, sealed, &value));
    *out = privacy_reveal(cx, value, "request", rq->id, column, reason);
    return OK;
}

enum err request_reveal(
    struct cx *cx, const struct request *rq, struct str reason, struct request_identity *out)
{
    struct object o = request_object(rq);
    struct request_identity id;
    struct request_party party;

    TRY(right_check(cx, RIGHT_REQUEST_IDENTITY, &o));
    reason = str_trim(reason);
    if (str_points(reason) < 2)
        return fail(cx, ERR_INVALID, "reason", "request.identity_reason");
    if (!identity_open(rq->anonymity, request_roles(cx, rq)))
        return fail(cx, ERR_DENIED, NULL, "request.identity_hidden");
    TRY(sql_request_party_of(cx, rq->id, &party));
    TRY(open_field(cx, rq, &party, true, reason, &id.name));
    TRY(open_field(cx, rq, &party, false, reason, &id.contact));
    *out = id;
    return OK;
}

enum err request_set_anonymity(struct cx *cx, struct request *rq, enum request_anonymity a)
{
    int64_t n;

    if (cx->actor->case_id != rq->id)
        return fail(cx, ERR_DENIED, NULL, "request.own_only");
    if (rq->anonymity == ANONYMITY_NONE && a != ANONYMITY_NONE)
        return fail(cx, ERR_CONFLICT, "anonymity", "request.identity_gone");
    TRY(sql_request_set_anonymity(cx, rq->id, rq->version, a, &n));
    if (n == 0)
        return fail(cx, ERR_STALE, "version", "request.changed_meanwhile");
    if (a == ANONYMITY_NONE)
        TRY(sql_request_party_forget(cx, rq->id, &n));
    else
        TRY(sql_request_party_anonymity(cx, rq->id, a, &n));
    TRY(audit_add(cx, "request", rq->id, "request.anonymity", rq->division,
        str_of(request_anonymity_words[a])));
    rq->anonymity = a;
    rq->version++;
    return OK;
}

enum err request_search_text(struct cx *cx, int64_t id, struct str *text, struct str *division)
{
    struct request_step_list steps;
    struct buf b = buf_new(cx->arena, 256 * 1024);
    struct request rq;

    TRY(sql_request_by_id(cx, id, &rq));
    TRY(sql_request_steps_of(cx, id, true, &steps));
    buf_add(&b, rq.code);
    buf_char(&b, '\n');
    buf_add(&b, rq.title);
    buf_char(&b, '\n');
    buf_add(&b, rq.body);
    buf_char(&b, '\n');
    buf_add(&b, rq.place);
    EACH (s, &steps) {
        if (!str_empty(s->answer)) {
            buf_char(&b, '\n');
            buf_add(&b, s->answer);
        }
    }
    *division = rq.division;
    return buf_take(&b, text);
}
