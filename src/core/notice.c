#include "core/notice.h"

#include "base/json.h"
#include "core/account.h"
#include "core/notice.sql.h"
#include "core/privacy.h"
#include "core/rights.h"
#include "core/rules.h"
#include "core/settings.h"

static const struct field fields[] = {
    FIELD(struct notice_row, id),
    FIELD(struct notice_row, event),
    FIELD(struct notice_row, account_id),
    FIELD(struct notice_row, contact),
    FIELD(struct notice_row, contact_uid),
    FIELD(struct notice_row, lang),
    FIELD(struct notice_row, text_key),
    FIELD(struct notice_row, args),
    FIELD(struct notice_row, link),
    FIELD(struct notice_row, made_at),
    FIELD(struct notice_row, lease_until),
    FIELD(struct notice_row, sent_at),
    FIELD(struct notice_row, read_at),
    FIELD(struct notice_row, attempts),
};
const struct shape notice_row_shape = SHAPE(notice_row, fields);

enum {
    LEASE_SECONDS = 600,
    FIRST_DELAY = 30,
    MAX_DELAY = 6 * 3600,
    TRIES = 8,
    ARGS_MAX = 4,
    ARGS_BYTES = 4000
};

static enum lang lang_of(struct str word)
{
    return str_is(word, "en") ? LANG_EN : LANG_ZH;
}

static struct str args_json(struct cx *cx, const struct notice *n)
{
    struct buf b = buf_new(cx->arena, ARGS_BYTES);
    struct json j = json_new(&b);

    json_open(&j, '[');
    for (size_t i = 0; i < n->nargs && i < ARGS_MAX; i++)
        json_str(&j, str_points_sub(n->args[i], 200));
    json_close(&j, ']');
    return buf_str(&b);
}

static enum err put_contact(struct cx *cx, const struct notice *n, struct str args)
{
    /* A row's uid names the person of that row, so it is a key that never repeats. */
    return sql_notice_put_contact(cx, n->event,
        str_f(cx->arena, "contact:%.*s", STR(n->contact_uid)), n->contact_sealed,
        n->contact_uid, n->lang == LANG_EN ? S("en") : S("zh"), n->text_key, args, n->link,
        cx->now, NULL);
}

static struct str role_word(unsigned role)
{
    for (int i = 0; i < ROLES; i++)
        if (role == 1U << i)
            return str_of(role_words[i]);
    return S("");
}

enum err notice_put(struct cx *cx, const struct notice *n)
{
    struct str args = args_json(cx, n);
    struct rules_ancestors up;

    switch (n->to) {
    case NOTICE_ACCOUNT:
        return sql_notice_put_account(
            cx, n->account_id, n->event, n->text_key, args, n->link, cx->now, NULL);
    case NOTICE_ORG:
        return sql_notice_put_org(
            cx, n->org_id, n->event, n->text_key, args, n->link, cx->now, NULL);
    case NOTICE_ROLE_AREA:
        up = rules_ancestors(cx->arena, n->division);
        for (size_t i = up.n; i < COUNT(up.code); i++)
            up.code[i] = up.code[0];
        return sql_notice_put_role(cx, role_word(n->role), up.code[0], up.code[1], up.code[2],
            up.code[3], up.code[4], up.code[5], up.code[6], n->division, n->event, n->text_key,
            args, n->link, cx->now, NULL);
    case NOTICE_CONTACT:
        return n->contact_sealed.n == 0 ? OK : put_contact(cx, n, args);
    }
    return OK;
}

static size_t args_read(struct cx *cx, struct str json, struct str out[ARGS_MAX])
{
    struct json_value v;
    size_t n = 0;

    if (json_parse(cx->arena, json, ARGS_BYTES, &v) != OK || v.kind != JSON_LIST)
        return 0;
    for (; n < v.n && n < ARGS_MAX; n++)
        out[n] = v.items[n].kind == JSON_STR ? v.items[n].s : S("");
    return n;
}

enum err notice_words(struct cx *cx, const struct notice_row *row, struct notice_words *out)
{
    struct str args[ARGS_MAX], base = {NULL, 0};
    size_t n = args_read(cx, row->args, args);
    enum lang lang = lang_of(row->lang);
    struct str key = row->text_key, body;

    if (cx->settings != NULL)
        base = cx->settings->public_url;
    out->subject =
        text_fill_named(cx->arena, lang, str_f(cx->arena, "%.*s.subject", STR(key)), args, n);
    body = text_fill_named(cx->arena, lang, str_f(cx->arena, "%.*s.body", STR(key)), args, n);
    out->link = str_empty(row->link) ? (struct str){NULL, 0}
                                     : str_f(cx->arena, "%.*s%.*s", STR(base), STR(row->link));
    out->body = str_empty(out->link)
                    ? body
                    : str_f(cx->arena, "%.*s\n\n%.*s\n", STR(body), STR(out->link));
    return OK;
}

enum err notice_list(
    struct cx *cx, int64_t account_id, int64_t max, struct notice_row_list *out)
{
    return sql_notice_list(cx, account_id, max, out);
}

enum err notice_unread(struct cx *cx, int64_t account_id, int64_t *n)
{
    return sql_notice_unread(cx, account_id, n);
}

enum err notice_seen(struct cx *cx, int64_t account_id, int64_t upto)
{
    return sql_notice_seen(cx, account_id, upto, cx->now, NULL);
}

/* From 21 to 8 goes over midnight; the same hour twice means never. */
static bool quiet(const struct cx *cx)
{
    int from, to, hour = date_hour(cx->now);

    if (cx->settings == NULL)
        return false;
    from = cx->settings->quiet_from;
    to = cx->settings->quiet_to;
    if (from <= to)
        return hour >= from && hour < to;
    return hour >= from || hour < to;
}

enum err notice_waiting(struct cx *cx, int64_t *n)
{
    *n = 0;
    return quiet(cx) ? OK : sql_notice_waiting(cx, cx->now, n);
}

enum err notice_claim(struct cx *cx, struct notice_row *out, bool *found)
{
    *found = false;
    if (quiet(cx))
        return OK;
    return sql_notice_claim(
        cx, cx->now, (struct instant){cx->now.s + LEASE_SECONDS}, out, found);
}

static void sort_out(struct str clear, struct notice_address *out)
{
    if (str_find_char(clear, '@') != (size_t)-1)
        out->email = clear;
    else
        out->phone = clear;
}

enum err notice_address(struct cx *cx, const struct notice_row *row, struct notice_address *out)
{
    struct account_contact c;
    struct priv clear;

    *out = (struct notice_address){{NULL, 0}, {NULL, 0}};
    if (row->account_id > 0) {
        TRY(account_contact(cx, row->account_id, &c));
        out->email = c.email.s;
        out->phone = c.phone.s;
        return OK;
    }
    if (row->contact.n == 0)
        return OK;
    TRY(privacy_open(cx, "request", "contact", row->contact_uid, row->contact, &clear));
    sort_out(clear.s, out);
    return OK;
}

enum err notice_done(
    struct cx *cx, const struct notice_row *row, enum notice_end end, struct str why)
{
    static const char *const states[] = {"sent", "page", "waiting", "parked"};
    int64_t wait = FIRST_DELAY;
    struct instant sent = end == NOTICE_SENT ? cx->now : INSTANT_NONE;

    if (end == NOTICE_LATER && row->attempts >= TRIES)
        end = NOTICE_PARKED;
    for (int64_t i = 1; i < row->attempts && wait < MAX_DELAY; i++)
        wait *= 3;
    if (wait > MAX_DELAY)
        wait = MAX_DELAY;
    return sql_notice_done(cx, row->id, row->lease_until, str_of(states[end]),
        (struct instant){cx->now.s + wait}, sent, why, NULL);
}
