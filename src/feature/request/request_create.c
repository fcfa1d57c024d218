/*
 * request_create: from what somebody said to a request with number, query code and clock.
 */
#include "core/audit.h"
#include "core/code.h"
#include "core/event.h"
#include "core/search.h"

#include "feature/request/request.h"
#include "feature/request/request.sql.h"
#include "feature/station/station.h"

enum {
    BODY_MIN = 5,
    BODY_MAX = 4000,
    TITLE_MAX = 60,
    TITLE_MADE = 24,
    PLACE_MAX = 200,
    NAME_MAX = 50,
    CONTACT_MAX = 100,
    CONTACT_MIN_DIGITS = 7,
    IDEM_MAX = 200
};

struct str request_title_of(struct arena *a, struct str body)
{
    struct str line = str_trim(body), kept;
    size_t at = 0, end = 0;
    uint32_t c;

    while ((c = str_next(line, &at)) != 0) {
        if (c == '\n' || c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff1b)
            break; /* 。！？； */
        end = at;
    }
    kept = str_trim(str_sub(line, 0, end));
    if (str_points(kept) <= TITLE_MADE)
        return str_dup(a, kept);
    return str_f(a, "%.*s…", STR(str_points_sub(kept, TITLE_MADE)));
}

/* "26.89,112.57": two decimal numbers within the Earth. */
static bool coords_ok(struct str s)
{
    struct str rest, part[2];
    const int64_t most[2] = {90, 180};

    part[0] = str_cut(s, ',', &rest);
    part[1] = rest;
    for (int i = 0; i < 2; i++) {
        struct str fraction, whole = str_cut(part[i], '.', &fraction);
        int64_t n;

        if (num_parse(whole, -most[i], most[i], &n) != OK || fraction.n > 8)
            return false;
        if (fraction.p != NULL && num_parse(fraction, 0, INT64_MAX, &n) != OK)
            return false;
    }
    return true;
}

static bool contact_ok(struct str s)
{
    size_t digits = 0, at = str_find_char(s, '@');

    if (at != (size_t)-1)
        return at > 0 && str_has(str_sub(s, at, s.n), S(".")) && !str_has(s, S(" "));
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9')
            digits++;
        else if (s.p[i] != ' ' && s.p[i] != '-' && s.p[i] != '+')
            return false;
    }
    return digits >= CONTACT_MIN_DIGITS;
}

static void check_length(struct cx *cx, struct str s, size_t max, const char *field)
{
    if (str_points(s) <= max)
        return;
    (void)fail(cx, ERR_INVALID, field, "request.too_long");
    cx_fault_arg(cx, num_text(cx->arena, (int64_t)max));
}

static void check_words(struct cx *cx, const struct request_draft *d)
{
    size_t points = str_points(str_trim(d->body));

    if (points == 0)
        (void)fail(cx, ERR_INVALID, "body", "request.body_missing");
    else if (points < BODY_MIN)
        (void)fail(cx, ERR_INVALID, "body", "request.body_short");
    check_length(cx, d->body, BODY_MAX, "body");
    check_length(cx, d->title, TITLE_MAX, "title");
    check_length(cx, d->place, PLACE_MAX, "place");
    check_length(cx, d->name, NAME_MAX, "name");
    check_length(cx, d->contact, CONTACT_MAX, "contact");
    check_length(cx, d->idem, IDEM_MAX, "idem");
    if (!str_empty(d->coords) && !coords_ok(d->coords))
        (void)fail(cx, ERR_INVALID, "coords", "request.coords_wrong");
    if (!str_empty(d->kind) && word_find(request_kind_words, d->kind) < 0)
        (void)fail(cx, ERR_INVALID, "kind", "request.word_unknown");
    if (d->anonymity != ANONYMITY_NONE && !str_empty(str_trim(d->contact)) &&
        !contact_ok(str_trim(d->contact)))
        (void)fail(cx, ERR_INVALID, "contact", "request.contact_wrong");
}

enum err request_words_check(struct cx *cx, const struct request_draft *d)
{
    check_words(cx, d);
    return cx_checked(cx);
}

/* The smallest division known must be a county or lie in one: numbers are per county. */
static enum err check_division(struct cx *cx, const struct request_draft *d)
{
    struct division division;

    if (str_empty(d->division)) {
        (void)fail(cx, ERR_INVALID, "division", "request.division_missing");
        return OK;
    }
    if (registry_division(cx, d->division, &division) != OK) {
        cx_faults_clear(cx);
        (void)fail(cx, ERR_INVALID, "division", "request.division_unknown");
        return OK;
    }
    if (division.kind == DIVISION_COUNTRY || division.kind == DIVISION_PROVINCE ||
        division.kind == DIVISION_PREFECTURE)
        (void)fail(cx, ERR_INVALID, "division", "request.division_wide");
    return OK;
}

enum err request_draft_check(struct cx *cx, const struct request_draft *d)
{
    check_words(cx, d);
    TRY(check_division(cx, d));
    return cx_checked(cx);
}

#define IDEM_KEY "request-idem"

/* What a draft becomes on its way. */
struct making {
    const struct request_draft *d;
    struct request rq;
    struct str idem, digest; /* keyed hashes */
    struct str content;      /* what the digest is of */
    struct str code_hash;
    struct str shown; /* query code */
};

/* What was sent, in one text. */
static struct str content_of(struct cx *cx, const struct request_draft *d)
{
    struct str parts[] = {d->title, str_trim(d->body), d->place, d->coords, d->division,
        d->name, d->contact, str_of(request_channel_words[d->channel]),
        num_text(cx->arena, d->station_id), num_text(cx->arena, d->deputy_id)};
    struct buf b = buf_new(cx->arena, 64 * 1024);

    for (size_t i = 0; i < COUNT(parts); i++) {
        buf_int(&b, (int64_t)parts[i].n); /* so that no two drafts read alike */
        buf_char(&b, ':');
        buf_add(&b, parts[i]);
    }
    return buf_str(&b);
}

/* Derived, so that a repeated submission shows the same code (see request.h), also when the
 * key was changed meanwhile. */
static void draw_code(struct cx *cx, size_t age, struct making *k)
{
    struct cx drawing = *cx;
    const unsigned char *key = privacy_key_of(cx->keys, age, "request-code");
    struct rng rng = {.seeded = true};
    struct str seed;

    if (k->idem.p != NULL && key != NULL) {
        seed = str_f(cx->arena, "%.*s %.*s", STR(k->d->idem), STR(k->rq.code));
        secret_hmac(key, bytes_of(seed.p, seed.n), rng.key);
        drawing.rng = &rng;
    }
    k->shown = code_query_new(&drawing, age, &k->code_hash);
}

static enum err repeated(struct cx *cx, struct making *k, struct request_receipt *out, bool *is)
{
    size_t age = 0;

    *is = false;
    for (size_t i = 0; !*is && i < privacy_ages(cx->keys); i++) {
        struct str idem = privacy_hash_of(cx, i, IDEM_KEY, k->d->idem);

        if (idem.p != NULL)
            TRY(sql_request_by_idem(cx, idem, &k->rq, is));
        age = i;
    }
    if (!*is)
        return OK;
    if (!privacy_hash_is(cx, IDEM_KEY, k->content, k->rq.digest)) {
        (void)fail(cx, ERR_CONFLICT, "idem", "request.sent_before");
        cx_fault_arg(cx, k->rq.code);
        return ERR_CONFLICT;
    }
    draw_code(cx, age, k);
    *out = (struct request_receipt){k->rq, k->shown, true, false};
    return OK;
}

static enum err may_register(struct cx *cx, const struct request_draft *d)
{
    struct object o = {.division = d->division};

    if (d->channel == CHANNEL_SCAN)
        return OK;
    if (d->channel == CHANNEL_DEPUTY)
        o.person_id = cx->actor->person_id;
    return right_check(cx, RIGHT_REQUEST_CREATE, &o);
}

static enum err take_station(struct cx *cx, struct making *k)
{
    struct station station;

    if (k->d->station_id == 0)
        return OK;
    TRY(station_get(cx, k->d->station_id, &station));
    if (station.successor_id > 0) /* an old print of a merged station's code goes on working */
        TRY(station_get(cx, station.successor_id, &station));
    k->rq.station_id = station.id;
    return OK;
}

static enum err take_deputy(struct cx *cx, struct making *k)
{
    struct deputy deputy;

    if (k->d->deputy_id == 0)
        return OK;
    TRY(registry_deputy(cx, k->d->deputy_id, &deputy));
    if (deputy.state != TENURE_ACTIVE)
        return fail(cx, ERR_INVALID, "deputy_id", "request.deputy_left");
    k->rq.deputy_id = deputy.id;
    k->rq.deputy_person = deputy.person_id;
    return OK;
}

static struct str padded(struct arena *a, struct str code, size_t digits)
{
    return str_f(
        a, "%.*s%.*s", STR(str_sub(code, 0, digits)), (int)(12 - digits), "000000000000");
}

static enum err first_due(struct cx *cx, struct request *rq)
{
    const struct calendar *calendar;
    struct period period;
    int64_t version;
    struct due due;

    TRY(calendar_load(cx, &calendar));
    TRY(rules_period(
        cx, "clock.request.acknowledge", rq->division, date_of(cx->now), &period, &version));
    due = deadline_count(calendar, date_of(cx->now), period);
    rq->due = due.day;
    rq->provisional = due.provisional;
    return OK;
}

static enum err fill(struct cx *cx, struct making *k)
{
    const struct request_draft *d = k->d;
    struct request *rq = &k->rq;
    struct str title = str_trim(d->title);

    *rq = (struct request){.channel = d->channel,
        .state = REQUEST_NEW,
        .round = 1,
        .title = str_empty(title) ? request_title_of(cx->arena, d->body) : title,
        .body = str_trim(d->body),
        .division = d->division,
        .county = padded(cx->arena, d->division, 6),
        .town = padded(cx->arena, d->division, 9),
        .place = str_empty(d->place) ? (struct str){0} : d->place,
        .coords = str_empty(d->coords) ? (struct str){0} : d->coords,
        .anonymity = d->anonymity,
        .kind = str_empty(d->kind) ? str_of(request_kind_words[1]) : d->kind,
        .received = cx->now,
        .waits = request_waits(REQUEST_NEW, false),
        .closed = INSTANT_NONE,
        .digest = k->digest,
        .version = 1};
    TRY(take_station(cx, k));
    TRY(take_deputy(cx, k));
    TRY(first_due(cx, rq));
    TRY(code_number(cx, d->division, &rq->code));
    rq->uid = privacy_uid(cx);
    return OK;
}

/* False: there is one with this key.  That is seen by the row which is not made: a look before
 * would meet, on PostgreSQL, whatever others write into the same page of the index, and one of
 * two would have to begin again. */
static enum err insert(struct cx *cx, struct making *k, bool *made)
{
    struct request *rq = &k->rq;
    enum err code = sql_request_insert(cx, rq->uid, rq->code, rq->channel, rq->state, rq->title,
        rq->body, rq->division, rq->county, rq->town, rq->place, rq->coords, rq->anonymity,
        rq->station_id, rq->deputy_id, rq->deputy_person, rq->kind, rq->received, rq->due,
        rq->provisional, rq->waits, k->idem, k->digest, &rq->id);

    *made = code != ERR_NOT_FOUND;
    if (*made)
        return code;
    cx_faults_clear(cx);
    return OK;
}

static enum err insert_party(struct cx *cx, struct making *k)
{
    struct str name = str_trim(k->d->name), contact = str_trim(k->d->contact), index = {0};
    struct str lang = str_is(k->d->lang, "en") ? S("en") : S("zh"), uid = privacy_uid(cx);
    struct bytes name_sealed = {0}, contact_sealed = {0};

    if (k->d->anonymity != ANONYMITY_NONE) {
        if (!str_empty(name))
            name_sealed = privacy_seal(cx, "request", "name", uid, name);
        if (!str_empty(contact)) {
            contact_sealed = privacy_seal(cx, "request", "contact", uid, contact);
            index = privacy_index(cx, "contact", contact);
        }
    }
    return sql_request_party_insert(cx, k->rq.id, uid, k->code_hash, k->d->anonymity,
        name_sealed, contact_sealed, index, lang, cx->now, NULL);
}

/* Who entered it: the citizen, or the clerk or deputy who wrote it down. */
static const char *entered_by(const struct request *rq)
{
    if (rq->channel == CHANNEL_SCAN)
        return "citizen";
    return rq->channel == CHANNEL_DEPUTY ? "deputy" : "clerk";
}

static enum err record(struct cx *cx, struct making *k)
{
    const struct request *rq = &k->rq;
    const char *measure =
        str_f(cx->arena, "request.received.%s", request_channel_words[rq->channel]).p;
    struct clock clock;

    TRY(sql_request_step_insert(cx, rq->id, 1, S("received"), rq->state, rq->state,
        str_of(entered_by(rq)), (struct str){0}, cx->actor->account_id, (struct str){0},
        (struct str){0}, (struct str){0}, 0, cx->now, DATE_NONE, rq->due, true, NULL));
    TRY(deadline_first(cx, "request.acknowledge", "request", rq->id, rq->division, 0, &clock));
    TRY(ledger_book(cx, measure, rq->division, date_of(cx->now), 1, "request", rq->id));
    TRY(audit_add(cx, "request", rq->id, "request.received", rq->division,
        str_of(request_channel_words[rq->channel])));
    TRY(event_emit(cx, "request", rq->id, "request.received"));
    return search_added(cx, "request", rq->id);
}

/* What the first one was answered; *is stays false when there was none. */
static enum err answer_again(
    struct cx *cx, struct making *k, struct request_receipt *out, bool *is)
{
    *is = false;
    return k->idem.p == NULL ? OK : repeated(cx, k, out, is);
}

enum err request_create(
    struct cx *cx, const struct request_draft *d, struct request_receipt *out)
{
    struct making k = {.d = d};
    bool again = false, made = false;
    enum err code;

    TRY(may_register(cx, d));
    TRY(request_draft_check(cx, d));
    k.content = content_of(cx, d);
    k.digest = privacy_hash(cx, IDEM_KEY, k.content);
    if (!str_empty(d->idem))
        k.idem = privacy_hash(cx, IDEM_KEY, d->idem);
    code = fill(cx, &k);
    if (code == ERR_INVALID) {
        /* The deputy may have left since the first time. */
        TRY(answer_again(cx, &k, out, &again));
        if (again)
            cx_faults_clear(cx);
        return again ? OK : code;
    }
    TRY(code);
    draw_code(cx, 0, &k);
    TRY(insert(cx, &k, &made));
    if (!made) {
        TRY(answer_again(cx, &k, out, &again));
        return again ? OK : fail(cx, ERR_BUSY, NULL, "store.busy");
    }
    TRY(insert_party(cx, &k));
    TRY(record(cx, &k));
    *out = (struct request_receipt){k.rq, k.shown, false, false};
    TRY(request_same_put(cx, &k.rq, d->same, &out->same));
    return OK;
}
