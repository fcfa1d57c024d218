/*
 * What a password must be, by profile: "asvs5" (long, not common, not guessable, no forced
 * change) and "mlps3" (GB/T 22239-2019, 8.1.4.1: classes, history, 90 days).
 */
#include "base/han.h"
#include "core/account.h"
#include "core/account.sql.h"
#include "core/account_rows.h"
#include "core/audit.h"
#include "core/session.h"
#include "core/settings.h"

#include <string.h>

#define LONGEST 128
#define LEFT_OVER 8 /* characters that must remain besides guessable words */

static const struct field fields[] = {FIELD(struct account_password, password)};
const struct shape account_password_shape = SHAPE(account_password, fields);

/* Folded; what people build long passwords from. */
static const char *const guessable[] = {"password", "passw0rd", "lianluo", "联络", "代表",
    "人大", "衡阳", "hengyang", "hunan", "qwertyuiop", "qwerty", "asdfghjkl", "asdfgh",
    "zxcvbnm", "1qaz2wsx3edc", "1qaz2wsx", "qazwsx", "admin", "administrator", "welcome",
    "letmein", "iloveyou", "woaini", "5201314", "1314520", "abc123", "123456789", "123456",
    "12345", "987654321", "654321", "112233", "147258369", "11111", "00000", "88888", "66666",
    "root", "user", "test", "guest", "secret", "dragon", "monkey", "master", "sunshine",
    "princess"};

static bool is_mlps3(const struct cx *cx)
{
    return cx->settings != NULL && str_is(cx->settings->password_profile, "mlps3");
}

static struct str removed(struct cx *cx, struct str s, struct str word)
{
    struct buf b = buf_new(cx->arena, s.n + 1);

    if (word.n < 3)
        return s;
    for (size_t i = 0; i < s.n;) {
        if (str_starts(str_sub(s, i, word.n), word)) {
            i += word.n;
            continue;
        }
        buf_char(&b, s.p[i++]);
    }
    return buf_str(&b);
}

/* Characters that are neither the one before nor its neighbour. */
static size_t surprises(struct str s)
{
    uint32_t last = 0;
    size_t at = 0, n = 0;

    while (at < s.n) {
        uint32_t c = str_next(s, &at);

        if (c != last && c != last + 1 && c + 1 != last)
            n++;
        last = c;
    }
    return n;
}

static bool is_guessable(struct cx *cx, const struct account *a, struct str password)
{
    struct str rest = han_fold(cx->arena, password);

    for (size_t i = 0; i < COUNT(guessable); i++)
        rest = removed(cx, rest, str_of(guessable[i]));
    rest = removed(cx, rest, han_fold(cx->arena, a->login));
    rest = removed(cx, rest, han_fold(cx->arena, a->name));
    return str_points(rest) < LEFT_OVER || surprises(rest) < LEFT_OVER;
}

static int classes(struct str s)
{
    unsigned seen = 0;

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c >= 'a' && c <= 'z')
            seen |= 1;
        else if (c >= 'A' && c <= 'Z')
            seen |= 2;
        else if (c >= '0' && c <= '9')
            seen |= 4;
        else
            seen |= 8;
    }
    return (int)((seen & 1) + (seen >> 1 & 1) + (seen >> 2 & 1) + (seen >> 3));
}

static enum err history_check(
    struct cx *cx, const char *field, const struct account *a, struct str password)
{
    struct account_password_list old;
    bool used = secret_password_ok(a->password, password);

    TRY(sql_account_password_last(cx, a->id, &old));
    EACH (p, &old)
        used = used || secret_password_ok(p->password, password);
    return used ? fail(cx, ERR_INVALID, field, "account.password_used") : OK;
}

enum err account_password_hash(struct cx *cx, const char *field, const struct account *a,
    struct str password, struct str *hash)
{
    size_t points = str_points(password);
    bool mlps3 = is_mlps3(cx);

    if (points > LONGEST)
        return fail(cx, ERR_INVALID, field, "account.password_long");
    if (points < (mlps3 ? 12 : 15))
        return fail(cx, ERR_INVALID, field,
            mlps3 ? "account.password_short12" : "account.password_short15");
    if (mlps3 && classes(password) < 3)
        return fail(cx, ERR_INVALID, field, "account.password_classes");
    if (is_guessable(cx, a, password))
        return fail(cx, ERR_INVALID, field, "account.password_guessable");
    if (mlps3 && a->id > 0)
        TRY(history_check(cx, field, a, password));
    if (secret_password_hash(cx->arena, password, hash) != OK)
        return fail(cx, ERR_DOWN, NULL, "store.down");
    return OK;
}

struct str account_password_new(struct cx *cx)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz";
    static const char capitals[] = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    static const char digits[] = "23456789";
    struct buf b = buf_new(cx->arena, 64);

    /* Five groups of four: about 86 bits, easy to read out. */
    for (int group = 0; group < 5; group++) {
        if (group > 0)
            buf_char(&b, '-');
        buf_char(&b, capitals[rng_below(cx->rng, sizeof capitals - 1)]);
        buf_char(&b, letters[rng_below(cx->rng, sizeof letters - 1)]);
        buf_char(&b, letters[rng_below(cx->rng, sizeof letters - 1)]);
        buf_char(&b, digits[rng_below(cx->rng, sizeof digits - 1)]);
    }
    return buf_str(&b);
}

bool account_password_is(const struct account *a, struct str password)
{
    return secret_password_ok(a->password, password);
}

enum err account_password_set(struct cx *cx, struct account *a, struct str hash)
{
    int64_t changed;

    TRY(right_check(cx, RIGHT_SIGNED_IN, NULL));
    if (a->id != cx->actor->account_id)
        return fail(cx, ERR_DENIED, NULL, "right.denied");
    TRY(sql_account_password_keep(cx, a->id, a->password, cx->now, &changed));
    TRY(sql_account_password_put(cx, a->id, hash, cx->now, false, &changed));
    TRY(session_end_others(cx));
    TRY(audit_add(cx, "account", a->id, "account.password", (struct str){0}, (struct str){0}));
    return account_read(cx, a->id, a);
}
