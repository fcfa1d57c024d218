#include "work/sender.h"

#include "base/disk.h"
#include "base/json.h"
#include "base/time.h"
#include "core/notice.h"
#include "core/settings.h"
#include "http/fetch.h"
#include "http/mail.h"

enum {
    MESSAGES = 400,
    BUSY_SECONDS = 30, /* less than the lease of a job, with the last message's wait */
    MESSAGE_MAX = 64 * 1024,
    SECRET_MAX = 4096
};

struct letter {
    struct notice_row row;
    bool found;
    struct notice_address to;
    struct notice_words words;
    enum notice_end end;
    struct str why;
};

static enum err claim(struct cx *cx, void *arg)
{
    struct letter *l = arg;

    return notice_claim(cx, &l->row, &l->found);
}

static enum err address(struct cx *cx, void *arg)
{
    struct letter *l = arg;

    TRY(notice_address(cx, &l->row, &l->to));
    return notice_words(cx, &l->row, &l->words);
}

static enum err note(struct cx *cx, void *arg)
{
    struct letter *l = arg;

    return notice_done(cx, &l->row, l->end, l->why);
}

/* What a file that only we may read holds, without its line end. */
static struct str secret_of(struct arena *a, struct str path)
{
    struct bytes b;

    if (str_empty(path) || disk_read(a, path, SECRET_MAX, true, &b) != OK)
        return (struct str){NULL, 0};
    return str_trim((struct str){(const char *)b.p, b.n});
}

static void ended(struct letter *l, enum fetch_result result)
{
    l->end = NOTICE_SENT;
    l->why = (struct str){NULL, 0};
    if (result == FETCH_LATER) {
        l->end = NOTICE_LATER;
        l->why = S("notice.unreachable");
    }
    if (result == FETCH_REFUSED) {
        l->end = NOTICE_PARKED;
        l->why = S("notice.refused");
    }
}

/* "名称 <a@b>" or "a@b" of the settings: the bare address. */
static struct str bare(struct str s)
{
    size_t open = str_find_char(s, '<'), close = str_find_char(s, '>');

    if (open == (size_t)-1 || close == (size_t)-1 || close < open)
        return str_trim(s);
    return str_sub(s, open + 1, close - open - 1);
}

static void by_mail(struct cx *cx, struct letter *l)
{
    const struct app_settings *set = cx->settings;
    struct buf b = buf_new(cx->arena, MESSAGE_MAX);
    struct mail m = {.from = bare(set->smtp_from),
        .to = l->to.email,
        .subject = l->words.subject,
        .body = l->words.body,
        .id = str_f(
            cx->arena, "notice-%lld-%lld", (long long)l->row.id, (long long)l->row.made_at.s),
        .at = cx->now};

    if (mail_write(&m, &b) != OK) {
        ended(l, FETCH_REFUSED);
        return;
    }
    ended(
        l, fetch_mail(cx->arena, &(struct fetch_mail){.server = set->smtp_url,
                                     .user = set->smtp_user,
                                     .password = secret_of(cx->arena, set->smtp_password_file),
                                     .from = m.from,
                                     .to = m.to,
                                     .message = buf_str(&b)}));
}

static void by_sms(struct cx *cx, struct letter *l)
{
    const struct app_settings *set = cx->settings;
    struct buf b = buf_new(cx->arena, MESSAGE_MAX);
    struct json j = json_new(&b);
    struct str key = str_f(cx->arena, "notice-%lld", (long long)l->row.id);

    json_open(&j, '{');
    json_put_str(&j, "to", l->to.phone);
    json_put_str(&j, "text", l->words.body);
    json_put_str(&j, "id", key);
    json_close(&j, '}');
    ended(l, fetch_post(cx->arena, &(struct fetch_post){.url = set->sms_url,
                                       .token = secret_of(cx->arena, set->sms_token_file),
                                       .key = key,
                                       .type = S("application/json"),
                                       .body = buf_str(&b)}));
}

static void send(struct cx *cx, struct letter *l)
{
    const struct app_settings *set = cx->settings;

    l->end = NOTICE_PAGE;
    l->why = S("notice.no_channel");
    if (set == NULL)
        return;
    if (!str_empty(l->to.email) && !str_empty(set->smtp_url))
        by_mail(cx, l);
    else if (!str_empty(l->to.phone) && !str_empty(set->sms_url))
        by_sms(cx, l);
}

enum err sender_run(struct unit *u)
{
    int64_t until = time_mono_ns() + (int64_t)BUSY_SECONDS * 1000000000;

    for (int i = 0; i < MESSAGES && time_mono_ns() < until; i++) {
        struct letter l = {.found = false};

        TRY(unit_claim(u, claim, &l));
        if (!l.found)
            return OK;
        if (unit_read(u, address, &l) == OK) {
            send(unit_cx(u), &l);
        } else {
            l.end = NOTICE_LATER;
            l.why = S("notice.unreachable");
        }
        TRY(unit_write(u, note, &l));
    }
    return OK;
}
