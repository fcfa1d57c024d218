#include "core/session.h"

#include "core/audit.h"
#include "core/privacy.h"
#include "core/session.sql.h"
#include "core/session_rows.h"
#include "core/token.h"

#define MINUTES(n) ((n)*60)
#define STAFF_IDLE MINUTES(15)
#define CASE_IDLE MINUTES(30)
#define HALF_IDLE MINUTES(10)
#define LONGEST MINUTES(8 * 60)
#define SEEN_EVERY MINUTES(5)
#define TOKEN_BYTES 32
#define TOKEN_LETTERS (2 * TOKEN_BYTES)

const char *const session_kind_words[] = {"full", "half", "case", NULL};

/* clang-format off */
static const struct field row_fields[] = {
    FIELD(struct session_row, id), FIELD_ENUM(struct session_row, kind, session_kind_words),
    FIELD(struct session_row, account_id), FIELD(struct session_row, case_id),
    FIELD(struct session_row, seen), FIELD(struct session_row, expires),
    FIELD(struct session_row, name), FIELD(struct session_row, person_id),
    FIELD(struct session_row, closed), FIELD(struct session_row, grant_id),
    FIELD(struct session_row, role), FIELD(struct session_row, division),
    FIELD(struct session_row, org_id), FIELD(struct session_row, extra_from),
    FIELD(struct session_row, extra_to), FIELD(struct session_row, extra_sign),
};
static const struct field fields[] = {
    FIELD(struct session, id), FIELD(struct session, device), FIELD(struct session, started),
    FIELD(struct session, seen), FIELD(struct session, expires),
};
/* clang-format on */
const struct shape session_row_shape = SHAPE(session_row, row_fields);
const struct shape session_shape = SHAPE(session, fields);

struct actor session_anyone(void)
{
    return (struct actor){.roles = ROLE_ANYONE};
}

struct actor session_clock(void)
{
    return (struct actor){.roles = ROLE_ANYONE | ROLE_CLOCK};
}

const char *session_cookie(const struct cx *cx)
{
    (void)cx;
    return "ll";
}

static int64_t idle_of(enum session_kind kind)
{
    switch (kind) {
    case SESSION_FULL:
        return STAFF_IDLE;
    case SESSION_HALF:
        return HALF_IDLE;
    case SESSION_CASE:
        return CASE_IDLE;
    }
    return 0;
}

static bool lives(const struct cx *cx, const struct session_row *row)
{
    return cx->now.s < row->expires.s && cx->now.s - row->seen.s < idle_of(row->kind) &&
           !row->closed;
}

/* Tokens are long and random; the keyed hash keeps those in a stolen database from being used.
 * Absent when the key of this age is gone. */
static struct str hash_of(const struct cx *cx, size_t age, struct str token)
{
    struct str id = {0};
    const unsigned char *key = privacy_key_named(cx->keys, age, "session", &id);
    unsigned char hash[HASH_BYTES];

    if (key == NULL)
        return (struct str){0};
    secret_check(key, bytes_of(token.p, token.n), hash, sizeof hash);
    return privacy_hash_text(cx->arena, id, hash);
}

static enum err row_find(struct cx *cx, struct str token, struct session_row_list *out)
{
    *out = (struct session_row_list){0};
    if (token.n != TOKEN_LETTERS)
        return OK;
    for (size_t age = 0; out->n == 0 && age < privacy_ages(cx->keys); age++) {
        struct str hash = hash_of(cx, age, token);

        if (hash.p != NULL)
            TRY(sql_session_by_hash(cx, hash, out));
    }
    if (out->n > 0 && !lives(cx, out->p))
        out->n = 0;
    return OK;
}

static void grants_read(struct cx *cx, const struct session_row_list *rows, struct actor *who)
{
    struct right_part *pool;
    size_t used = 0;

    /* In the order they were given; the engine would make a table of its own for it. */
    for (size_t i = 1; i < rows->n; i++)
        for (size_t k = i; k > 0 && rows->p[k - 1].grant_id > rows->p[k].grant_id; k--) {
            struct session_row row = rows->p[k];

            rows->p[k] = rows->p[k - 1];
            rows->p[k - 1] = row;
        }
    pool = MANY(cx->arena, struct right_part, rows->n);
    who->grants.p = MANY(cx->arena, struct grant, rows->n);
    EACH (row, rows) {
        int bit = word_find(role_words, row->role);

        if (row->grant_id == 0 || bit < 0)
            continue;
        who->roles |= 1u << bit;
        right_grant_add(&who->grants, pool, &used,
            (struct grant){.id = row->grant_id,
                .role = (enum role)(1u << bit),
                .division = row->division,
                .org_id = row->org_id},
            (struct right_part){{row->extra_from, row->extra_to}, row->extra_sign});
    }
}

enum err session_find(struct cx *cx, struct str token, struct actor *out, bool *touch)
{
    struct session_row_list rows;
    struct actor who = session_anyone();
    const struct session_row *first;

    TRY(row_find(cx, token, &rows));
    *touch = false;
    *out = who;
    if (rows.n == 0)
        return OK;
    first = rows.p;
    *touch = cx->now.s - first->seen.s >= SEEN_EVERY;
    who.session_id = first->id;
    switch (first->kind) {
    case SESSION_HALF:
        break;
    case SESSION_CASE:
        who.case_id = first->case_id;
        who.roles |= ROLE_CITIZEN;
        break;
    case SESSION_FULL:
        who.account_id = first->account_id;
        who.person_id = first->person_id;
        who.name = first->name;
        grants_read(cx, &rows, &who);
        break;
    }
    *out = who;
    return OK;
}

enum err session_touch(struct cx *cx, int64_t session_id)
{
    int64_t changed;

    return sql_session_seen(cx, session_id, cx->now, &changed);
}

static struct str csrf_of(const struct cx *cx, size_t age, struct str token)
{
    const unsigned char *key = privacy_key_of(cx->keys, age, "csrf");
    unsigned char check[16];

    if (str_empty(token) || key == NULL)
        return (struct str){0};
    secret_check(key, bytes_of(token.p, token.n), check, sizeof check);
    return bytes_hex(cx->arena, bytes_of(check, sizeof check));
}

struct str session_csrf(const struct cx *cx, struct str token)
{
    return csrf_of(cx, 0, token);
}

/* A page that was open while the key was changed still sends its form. */
bool session_csrf_ok(const struct cx *cx, struct str token, struct str given)
{
    for (size_t age = 0; age < privacy_ages(cx->keys); age++) {
        struct str right = csrf_of(cx, age, token);

        if (right.n > 0 && given.n == right.n && secret_eq(given.p, right.p, right.n))
            return true;
    }
    return false;
}

static enum err open_row(struct cx *cx, enum session_kind kind, int64_t account_id,
    int64_t case_id, struct str device, struct str *token)
{
    unsigned char random[TOKEN_BYTES];
    struct instant expires = {cx->now.s + LONGEST};
    int64_t id;
    struct str t;

    rng_fill(cx->rng, random, sizeof random);
    t = bytes_hex(cx->arena, bytes_of(random, sizeof random));
    TRY(sql_session_add(
        cx, hash_of(cx, 0, t), kind, account_id, case_id, device, cx->now, expires, &id));
    *token = t;
    return OK;
}

enum err session_open_case(struct cx *cx, int64_t case_id, struct str *token)
{
    return open_row(cx, SESSION_CASE, 0, case_id, (struct str){0}, token);
}

enum err session_open(struct cx *cx, enum session_kind kind, int64_t account_id,
    struct str replaced, struct str device, struct str *token)
{
    TRY(session_close(cx, replaced));
    return open_row(cx, kind, account_id, 0, device, token);
}

enum err session_half(struct cx *cx, struct str token, int64_t *account_id)
{
    struct session_row_list rows;

    TRY(row_find(cx, token, &rows));
    if (rows.n == 0 || rows.p->kind != SESSION_HALF)
        return fail(cx, ERR_SIGNIN, NULL, "right.signin");
    *account_id = rows.p->account_id;
    return OK;
}

enum err session_close(struct cx *cx, struct str token)
{
    int64_t changed = 0;

    if (token.n != TOKEN_LETTERS)
        return OK;
    for (size_t age = 0; changed == 0 && age < privacy_ages(cx->keys); age++) {
        struct str hash = hash_of(cx, age, token);

        if (hash.p != NULL)
            TRY(sql_session_drop(cx, hash, &changed));
    }
    return OK;
}

enum err session_list(struct cx *cx, struct session_list *out)
{
    struct instant alive = {cx->now.s - STAFF_IDLE};

    TRY(right_check(cx, RIGHT_SIGNED_IN, NULL));
    return sql_session_of(cx, cx->actor->account_id, cx->now, alive, out);
}

enum err session_end(struct cx *cx, int64_t id)
{
    int64_t changed;

    TRY(right_check(cx, RIGHT_SIGNED_IN, NULL));
    TRY(sql_session_drop_own(cx, id, cx->actor->account_id, &changed));
    if (changed == 0)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return audit_add(cx, "session", id, "session.end", (struct str){0}, (struct str){0});
}

enum err session_end_all(struct cx *cx, int64_t account_id)
{
    int64_t changed;

    TRY(token_drop_all(cx, account_id));
    return sql_session_drop_all(cx, account_id, &changed);
}

enum err session_end_others(struct cx *cx)
{
    int64_t changed;

    return sql_session_drop_others(cx, cx->actor->account_id, cx->actor->session_id, &changed);
}

enum err session_sweep(struct cx *cx, int64_t *removed)
{
    return sql_session_drop_old(cx, cx->now, (struct instant){cx->now.s - CASE_IDLE}, removed);
}
