/*
 * What may help before and after sending: matters with a lawful way of their own, requests that
 * may be the same, units that may be competent.  A person decides, and sees why (Personal
 * Information Protection Law Art. 24).
 */
#include "base/han.h"

#include "feature/request/request.h"
#include "feature/request/request.sql.h"

enum {
    NEAR_DAYS = 60,
    NEAR_MAX = 100,
    NEAR_FEW = 16, /* at every look at a record */
    TWINS = 5,
    SAME_TEXT = 45, /* percent of common pairs above which two texts are called alike */
    SAME_PLACE = 60
};

/* Words that make a matter sound like one with a way of its own.  A hint, never a bar: 打架 may
 * also be last year's.  (国办函〔2025〕66号; domain C5: emergencies 110/119/120/122,
 * litigation, arbitration, petition, secrets.) */
static const struct {
    const char *decline;
    const char *words[12];
} ways[] = {
    {"emergency", {"着火", "起火", "火灾", "正在打人", "有人受伤", "车祸", "昏迷", "救命",
                      "溺水", "煤气泄漏", "爆炸", NULL}},
    {"litigation", {"法院已经", "已起诉", "正在打官司", "开庭", "判决", "上诉", "诉讼",
                       "执行法官", "立案庭", NULL}},
    {"arbitration", {"仲裁", NULL}},
    {"petition", {"信访局已", "已经信访", "正在信访", "信访复查", "信访复核", NULL}},
    {"secrets", {"国家秘密", "绝密", "机密文件", "涉密", NULL}},
};

struct str request_other_way(struct str body)
{
    for (size_t i = 0; i < COUNT(ways); i++)
        for (const char *const *w = ways[i].words; *w != NULL; w++)
            if (str_has(body, str_of(*w)))
                return str_of(ways[i].decline);
    return (struct str){0};
}

static int twin_score(const struct request_twin *t)
{
    return t->text_score * 2 + t->place_score;
}

/* Keep the best few, likest first. */
static void keep_best(struct request_twin_list *out, const struct request_twin *t)
{
    size_t at = out->n;

    while (at > 0 && twin_score(&out->p[at - 1]) < twin_score(t))
        at--;
    if (at >= TWINS)
        return;
    if (out->n < TWINS)
        out->n++;
    for (size_t i = out->n - 1; i > at; i--)
        out->p[i] = out->p[i - 1];
    out->p[at] = *t;
}

/* Among the newest max of the township; *all is false when there are more. */
static enum err twins_among(struct cx *cx, const struct request *asked, int64_t max,
    struct request_twin_list *out, bool *all)
{
    struct request_twin_list best = {MANY(cx->arena, struct request_twin, TWINS), 0};
    struct instant since = {cx->now.s - (int64_t)NEAR_DAYS * 86400};
    struct str town = str_f(cx->arena, "%.*s000", STR(str_sub(asked->division, 0, 9)));
    struct han_pairs said = han_pairs(cx->arena, asked->body);
    struct request_list near;

    TRY(sql_request_near(cx, town, since, asked->id, max + 1, &near));
    *all = near.n <= (size_t)max;
    near.n = *all ? near.n : (size_t)max;
    EACH (r, &near) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct han_pairs other = han_pairs(cx->arena, r->body);
        struct request_twin t = {.request = *r};

        t.text_score = han_alike(&said, &other);
        if (t.text_score * 2 >= SAME_TEXT && !str_empty(asked->place) && !str_empty(r->place))
            t.place_score = han_similar(cx->arena, asked->place, r->place);
        arena_back(cx->arena, mark);
        t.same_text = t.text_score >= SAME_TEXT;
        t.same_place = t.place_score >= SAME_PLACE;
        if (t.same_text || (t.same_place && t.text_score * 2 >= SAME_TEXT))
            keep_best(&best, &t);
    }
    *out = best;
    return OK;
}

enum err request_twins(struct cx *cx, struct str division, struct str body, struct str place,
    int64_t rq_id, struct request_twin_list *out)
{
    const struct request asked = {
        .id = rq_id, .division = division, .body = body, .place = place};
    bool all;

    return twins_among(cx, &asked, NEAR_MAX, out, &all);
}

enum err request_twins_newest(
    struct cx *cx, const struct request *rq, struct request_twin_list *out, bool *all)
{
    return twins_among(cx, rq, NEAR_FEW, out, all);
}

static bool is_between(char c)
{
    return c == ' ' || c == ',' || c == ';' || c == '\n';
}

/* The words of a unit's business that the text names, and how many letters they have. */
static struct str words_in(struct arena *a, struct str matters, struct str text, int *score)
{
    struct buf named = buf_new(a, 1024);
    size_t at = 0;

    while (at < matters.n) {
        size_t end = at;
        struct str word;

        while (end < matters.n && !is_between(matters.p[end]))
            end++;
        word = str_trim(str_sub(matters, at, end - at));
        if (word.n > 0 && str_has(text, word)) {
            if (*score > 0)
                buf_add(&named, S(" "));
            buf_add(&named, word);
            *score += (int)str_points(word);
        }
        at = end + 1;
    }
    return buf_str(&named);
}

enum err request_units(
    struct cx *cx, const struct request *rq, struct request_unit_hint_list *out)
{
    struct request_unit_hint_list best;
    struct org_list orgs;
    struct str text =
        str_f(cx->arena, "%.*s\n%.*s\n%.*s", STR(rq->title), STR(rq->body), STR(rq->place));

    TRY(registry_units_for(cx, rq->division, &orgs));
    best = (struct request_unit_hint_list){
        MANY(cx->arena, struct request_unit_hint, orgs.n + 1), 0};
    EACH (o, &orgs) {
        struct request_unit_hint h = {.org = *o, .grass_roots = registry_grass_roots(o->kind)};
        size_t at = best.n;

        h.words = words_in(cx->arena, o->matters, text, &h.score);
        while (at > 0 && best.p[at - 1].score < h.score)
            at--;
        for (size_t i = best.n; i > at; i--)
            best.p[i] = best.p[i - 1];
        best.p[at] = h;
        best.n++;
    }
    *out = best;
    return OK;
}
