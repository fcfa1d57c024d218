#include "core/token.h"

#include "core/audit.h"
#include "core/privacy.h"
#include "core/session.h"
#include "core/token.sql.h"
#include "core/token_rows.h"

#define TOKEN_BYTES 32
#define TOKEN_LETTERS (sizeof TOKEN_PREFIX - 1 + 2 * TOKEN_BYTES)
#define TOKENS_MAX 10
#define DAY 86400
#define SEEN_EVERY 300

/* clang-format off */
static const struct field fields[] = {
    FIELD(struct token, id), FIELD(struct token, name), FIELD(struct token, rights),
    FIELD(struct token, made_at), FIELD(struct token, expires), FIELD(struct token, seen),
};
static const struct field row_fields[] = {
    FIELD(struct token_row, id), FIELD(struct token_row, account_id),
    FIELD(struct token_row, rights), FIELD(struct token_row, seen),
    FIELD(struct token_row, expires), FIELD(struct token_row, name),
    FIELD(struct token_row, person_id), FIELD(struct token_row, closed),
    FIELD(struct token_row, grant_id), FIELD(struct token_row, role),
    FIELD(struct token_row, division), FIELD(struct token_row, org_id),
    FIELD(struct token_row, extra_from), FIELD(struct token_row, extra_to),
    FIELD(struct token_row, extra_sign),
};
/* clang-format on */
const struct shape token_shape = SHAPE(token, fields);
const struct shape token_row_shape = SHAPE(token_row, row_fields);

const enum right token_rights[] = {RIGHT_REQUEST_READ, RIGHT_REQUEST_MOVE, RIGHT_NONE};

static struct str names_of(struct arena *a, uint64_t rights)
{
    struct buf b = buf_new(a, 1024);

    for (size_t i = 0; token_rights[i] != RIGHT_NONE; i++)
        if ((rights & UINT64_C(1) << token_rights[i]) != 0)
            buf_f(&b, "%s%s", b.n > 0 ? " " : "", right_rows[token_rights[i] - 1].name);
    return buf_str(&b);
}

/* Names that this program does not know carry nothing. */
static uint64_t bits_of(struct str names)
{
    uint64_t bits = UINT64_C(1) << RIGHT_NONE;

    while (names.p != NULL) {
        struct str one = str_cut(names, ' ', &names);

        for (size_t i = 0; token_rights[i] != RIGHT_NONE; i++)
            if (str_is(one, right_rows[token_rights[i] - 1].name))
                bits |= UINT64_C(1) << token_rights[i];
    }
    return bits;
}

static enum err draft_check(struct cx *cx, struct str name, uint64_t rights, int64_t days)
{
    enum err code = OK;

    for (size_t i = 0; token_rights[i] != RIGHT_NONE; i++)
        if ((rights & UINT64_C(1) << token_rights[i]) != 0)
            TRY(right_anywhere(cx, token_rights[i]));
    if (str_empty(str_trim(name)))
        code = fail(cx, ERR_INVALID, "name", "token.name_missing");
    if (names_of(cx->arena, rights).n == 0)
        code = fail(cx, ERR_INVALID, "read", "token.rights_missing");
    if (days < 1 || days > TOKEN_DAYS_MAX) {
        code = fail(cx, ERR_INVALID, "days", "token.days");
        cx_fault_arg(cx, num_text(cx->arena, TOKEN_DAYS_MAX));
    }
    return code;
}

enum err token_make(
    struct cx *cx, struct str name, uint64_t rights, int64_t days, struct str *clear)
{
    unsigned char random[TOKEN_BYTES];
    struct str t, names = names_of(cx->arena, rights);
    int64_t n, id;

    TRY(right_check(cx, RIGHT_SIGNED_IN, NULL));
    TRY(draft_check(cx, name, rights, days));
    TRY(sql_token_count(cx, cx->actor->account_id, cx->now, &n));
    if (n >= TOKENS_MAX)
        return fail(cx, ERR_LIMIT, NULL, "token.many");
    rng_fill(cx->rng, random, sizeof random);
    t = str_f(cx->arena, TOKEN_PREFIX "%.*s",
        STR(bytes_hex(cx->arena, bytes_of(random, sizeof random))));
    TRY(sql_token_add(cx, cx->actor->account_id, privacy_hash(cx, "token", t), str_trim(name),
        names, cx->now, (struct instant){cx->now.s + days * DAY}, &id));
    TRY(audit_add(cx, "api_token", id, "token.make", (struct str){0}, names));
    *clear = t;
    return OK;
}

enum err token_list(struct cx *cx, struct token_list *out)
{
    TRY(right_check(cx, RIGHT_SIGNED_IN, NULL));
    return sql_token_of(cx, cx->actor->account_id, cx->now, out);
}

enum err token_drop(struct cx *cx, int64_t id)
{
    int64_t changed;

    TRY(right_check(cx, RIGHT_SIGNED_IN, NULL));
    TRY(sql_token_drop(cx, id, cx->actor->account_id, &changed));
    if (changed == 0)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return audit_add(cx, "api_token", id, "token.drop", (struct str){0}, (struct str){0});
}

static void grants_read(struct cx *cx, const struct token_row_list *rows, struct actor *who)
{
    struct right_part *pool = MANY(cx->arena, struct right_part, rows->n);
    size_t used = 0;

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

enum err token_find(struct cx *cx, struct str clear, struct actor *out, bool *touch)
{
    struct token_row_list rows = {0};
    struct actor who = session_anyone();

    *touch = false;
    *out = who;
    if (clear.n != TOKEN_LETTERS || !str_starts(clear, S(TOKEN_PREFIX)))
        return OK;
    for (size_t age = 0; rows.n == 0 && age < privacy_ages(cx->keys); age++) {
        struct str hash = privacy_hash_of(cx, age, "token", clear);

        if (hash.p != NULL)
            TRY(sql_token_by_hash(cx, hash, &rows));
    }
    if (rows.n == 0 || rows.p->closed || cx->now.s >= rows.p->expires.s)
        return OK;
    who.account_id = rows.p->account_id;
    who.person_id = rows.p->person_id;
    who.name = rows.p->name;
    who.token_id = rows.p->id;
    who.only = bits_of(rows.p->rights);
    grants_read(cx, &rows, &who);
    *touch = cx->now.s - rows.p->seen.s >= SEEN_EVERY;
    *out = who;
    return OK;
}

enum err token_touch(struct cx *cx, int64_t id)
{
    int64_t changed;

    return sql_token_seen(cx, id, cx->now, &changed);
}

enum err token_drop_all(struct cx *cx, int64_t account_id)
{
    int64_t changed;

    return sql_token_drop_all(cx, account_id, &changed);
}

enum err token_sweep(struct cx *cx, int64_t *removed)
{
    return sql_token_sweep(cx, cx->now, removed);
}
