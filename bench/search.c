/*
 * search: the index over N short texts: is everything found that a scan finds, and how long
 * does it take to get the newest twenty?
 *
 *     search DIR N QUERIES
 *
 * The index is filled once through search_feed into DIR and kept.  Prints one JSON line.
 */
#include "core/search.h"

#include "core/privacy.h"
#include "core/rights.h"
#include "store/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TEXT_BYTES = 400,
    HITS = 20,
    CHECKED = 40,
    ALL = 20000
};

static const char *const phrases[] = {"路灯坏了", "路面坑洼", "下水道堵塞", "垃圾没有清运",
    "自来水压力不足", "公交站牌缺失", "噪声扰民", "渠道淤塞", "危房需要修缮", "健身器材损坏",
    "网络信号不好", "桥栏杆松动", "路口没有信号灯", "学校门口拥堵", "医保报销不清楚",
    "宅基地证没有办下来", "养老金发放推迟", "农田灌溉困难", "山塘需要加固", "电压不稳"};

/* The text of a record follows from its number alone. */
static struct str text_at(int64_t id, char *to)
{
    struct rng rng = rng_seeded((uint64_t)id);
    size_t n = 0;

    for (int part = 0; part < 3; part++) {
        const char *phrase = phrases[rng_below(&rng, COUNT(phrases))];

        for (int i = 0; i < 6; i++) { /* U+4E00 and on, the low numbers more often */
            uint32_t c = 0x4E00 + (uint32_t)(rng_below(&rng, 60) * rng_below(&rng, 60));

            to[n++] = (char)(0xE0 | c >> 12);
            to[n++] = (char)(0x80 | (c >> 6 & 63));
            to[n++] = (char)(0x80 | (c & 63));
        }
        memcpy(to + n, phrase, strlen(phrase));
        n += strlen(phrase);
        memcpy(to + n, "，", 3);
        n += 3;
    }
    return (struct str){to, n};
}

static enum err text_of(struct cx *cx, int64_t id, struct str *text, struct str *division)
{
    char bytes[TEXT_BYTES];

    *text = str_dup(cx->arena, text_at(id, bytes));
    *division = S("430407101201");
    return OK;
}

static const struct search_kind rows[] = {{"request", text_of}, {NULL, NULL}};
static const struct search_kind *const kinds[] = {rows, NULL};

static void must(enum err code, const char *what)
{
    if (code == OK)
        return;
    fprintf(stderr, "search: %s failed (%s)\n", what, err_name(code));
    exit(1);
}

static void fill(struct cx *cx, int64_t n)
{
    struct buf problem = buf_new(cx->arena, 4096);
    struct arena_mark mark = arena_mark(cx->arena);
    int64_t fed = 1;

    must(migrate_apply(cx->db, NULL, NULL, &problem), "schema");
    must(db_begin(cx->db, DB_WRITE), "begin");
    for (int64_t id = 1; id <= n; id++) {
        must(search_changed(cx, "request", id), "change");
        arena_back(cx->arena, mark);
    }
    must(db_commit(cx->db), "commit");
    while (fed > 0) {
        must(db_begin(cx->db, DB_READ), "begin");
        must(search_feed(cx, kinds, 5000, &fed), "feed");
        must(db_commit(cx->db), "commit");
        arena_back(cx->arena, mark);
    }
}

/* Two to five characters out of the middle of some text. */
static struct str query(struct cx *cx, int64_t n)
{
    char bytes[TEXT_BYTES];
    struct str text = text_at((int64_t)rng_below(cx->rng, (uint64_t)n) + 1, bytes);
    size_t points = str_points(text), want = 2 + rng_below(cx->rng, 4), from;
    struct str q;

    do {
        from = rng_below(cx->rng, points - want);
        q = str_points_sub(text, from + want);
        q = str_sub(q, str_points_sub(text, from).n, q.n);
    } while (str_has(q, S("，")));
    return str_dup(cx->arena, q);
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static double newest(struct cx *cx, int64_t n, int queries, int64_t *median)
{
    int64_t *took = calloc((size_t)queries, sizeof *took), ids[HITS];
    size_t hits;
    bool more;

    for (int i = 0; i < queries; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct str q = query(cx, n);
        int64_t start = time_mono_ns();

        must(search_find(cx, "request", q, S(""), S(""), 0, HITS, ids, &hits, &more), "find");
        took[i] = time_mono_ns() - start;
        arena_back(cx->arena, mark);
    }
    qsort(took, (size_t)queries, sizeof *took, by_size);
    *median = took[queries / 2];
    return (double)took[queries * 99 / 100] / 1e6;
}

/* All hits of some queries, page by page, against a scan of all texts. */
static double recall(struct cx *cx, int64_t n, int64_t *wrong)
{
    static struct str asked[CHECKED];
    static int64_t there[CHECKED], got[CHECKED];
    int64_t ids[1000], all = 0, found = 0;
    char bytes[TEXT_BYTES];

    for (int i = 0; i < CHECKED; i++) {
        int64_t before = 0;
        size_t hits = 0;
        bool more = true;

        asked[i] = query(cx, n);
        while (more && got[i] < ALL) {
            struct arena_mark mark = arena_mark(cx->arena);

            must(search_find(cx, "request", asked[i], S(""), S(""), before, COUNT(ids), ids,
                     &hits, &more),
                "find");
            for (size_t k = 0; k < hits; k++)
                *wrong += !str_has(text_at(ids[k], bytes), asked[i]);
            got[i] += (int64_t)hits;
            before = hits > 0 ? ids[hits - 1] : 0;
            arena_back(cx->arena, mark);
        }
    }
    for (int64_t id = 1; id <= n; id++) {
        struct str text = text_at(id, bytes);

        for (int i = 0; i < CHECKED; i++)
            there[i] += str_has(text, asked[i]);
    }
    for (int i = 0; i < CHECKED; i++) {
        if (there[i] > ALL)
            continue; /* so common that nobody reads to the end */
        all += there[i];
        found += got[i];
    }
    return all > 0 ? (double)(found - *wrong) / (double)all : 0;
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_open((size_t)1 << 30);
    struct buf problem = buf_new(arena, 4096);
    struct actor actor = {.roles = ROLE_ANYONE};
    struct rng rng = rng_seeded(5);
    struct db_place place;
    struct cx cx = {.arena = arena, .actor = &actor, .now = time_now(), .rng = &rng};
    int64_t n = argc > 2 ? strtoll(argv[2], NULL, 10) : 0, pending = 0, median, wrong = 0;
    double p99, share;

    if (argc != 4)
        return 2;
    secret_start();
    place = (struct db_place){.target = str_f(arena, "sqlite:%s/lianluo.db", argv[1])};
    must(db_open(&place, &cx.db, &problem), "open");
    must(search_open(&place, &cx.search, &problem), "index");
    must(migrate_pending(cx.db, &pending, &problem), "schema");
    if (pending > 0)
        fill(&cx, n);
    must(db_begin(cx.db, DB_READ), "begin");
    p99 = newest(&cx, n, (int)strtol(argv[3], NULL, 10), &median);
    share = recall(&cx, n, &wrong);
    printf("{\"texts\":%lld,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"recall\":%.6f,\"wrong\":%lld}\n",
        (long long)n, (double)median / 1e6, p99, share, (long long)wrong);
    db_rollback(cx.db);
    db_close(cx.search);
    db_close(cx.db);
    arena_close(arena);
    return 0;
}
