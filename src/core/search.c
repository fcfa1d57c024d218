#include "core/search.h"

#include "base/han.h"
#include "core/search.sql.h"

static const struct field item_fields[] = {
    FIELD(struct search_item, id),
    FIELD(struct search_item, kind),
    FIELD(struct search_item, object_id),
};
const struct shape search_item_shape = SHAPE(search_item, item_fields);

static const struct field hit_fields[] = {FIELD(struct search_hit, id)};
const struct shape search_hit_shape = SHAPE(search_hit, hit_fields);

enum {
    PART_POINTS = 200,
    PART_OVERLAP = 64,
    WORD_POINTS = 40,
    PHRASE_POINTS = 56, /* longer ones are compared by their beginning */
    PHRASES_MAX = 8,
    PARTS_BITS = 12,
    KIND_SHIFT = 52,
    BATCH = 128,
    COMMON = 1000, /* phrases are ordered by rarity up to this many hits */
    LONG_PHRASE = 3,
    TERMS_ASKED = 6,
    CANDIDATES_MAX = 20000,
    TEXT_MAX = 1 << 20,
    CACHE_BYTES = 4 << 20
};

/* A part's number: kind, record, part; so the newest record of a kind comes last. */
static int64_t kind_number(struct str kind)
{
    uint32_t h = 2166136261U;

    for (size_t i = 0; i < kind.n; i++)
        h = (h ^ (unsigned char)kind.p[i]) * 16777619U;
    return (int64_t)((h ^ (h >> 10) ^ (h >> 20)) & 1023U);
}

static int64_t part_low(struct str kind, int64_t object_id)
{
    return kind_number(kind) << KIND_SHIFT | object_id << PARTS_BITS;
}

static int64_t part_high(struct str kind, int64_t object_id)
{
    return part_low(kind, object_id) | ((1 << PARTS_BITS) - 1);
}

static int64_t record_of(int64_t part)
{
    return (part & ((INT64_C(1) << KIND_SHIFT) - 1)) >> PARTS_BITS;
}

enum err search_make(struct cx *cx)
{
    TRY(sql_search_make_parts(cx, NULL));
    TRY(sql_search_make_state(cx, NULL));
    TRY(sql_search_make_index(cx, NULL));
    return sql_search_state_start(cx, NULL);
}

/* "sqlite:/data/lianluo.db" becomes "sqlite:/data/search.db". */
static struct str beside(struct arena *a, struct str target)
{
    size_t slash = target.n;

    while (slash > 0 && target.p[slash - 1] != '/')
        slash--;
    return str_f(a, "%.*ssearch.db", (int)slash, target.p);
}

static enum err open_unsynced(
    const struct db_place *place, struct db **out, struct buf *problem)
{
    static const char derived[] = "PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 2000;";
    enum err err;

    TRY(db_open(place, out, problem));
    err = place->read_only ? OK : db_script(*out, str_of(derived));
    if (err == OK && !place->read_only)
        err = search_make(&(struct cx){.arena = problem->arena, .db = *out});
    if (err == OK)
        return OK;
    buf_add(problem, db_fault(*out).message);
    db_close(*out);
    *out = NULL;
    return err;
}

enum err search_open(const struct db_place *place, struct db **out, struct buf *problem)
{
    struct db_place own = *place;
    struct db *made;

    *out = NULL;
    if (!str_starts(place->target, S("sqlite:")))
        return OK;
    own.target = beside(problem->arena, place->target);
    own.cache_bytes = CACHE_BYTES;
    own.read_only = false;
    TRY(open_unsynced(&own, &made, problem));
    if (!place->read_only) {
        *out = made;
        return OK;
    }
    db_close(made);
    own.read_only = true;
    return open_unsynced(&own, out, problem);
}

/* The context of the index: the same work, the other connection. */
static struct cx side(const struct cx *cx)
{
    struct cx other = *cx;

    if (cx->search != NULL)
        other.db = cx->search;
    return other;
}

/* Faults were recorded in the copy. */
static enum err back(struct cx *cx, const struct cx *other, enum err err)
{
    cx->faults = other->faults;
    return err;
}

enum err search_added(struct cx *cx, const char *kind, int64_t id)
{
    return sql_search_note_first(cx, str_of(kind), id, NULL);
}

enum err search_changed(struct cx *cx, const char *kind, int64_t id)
{
    int64_t feed;

    /* First the new row, then away with the old: so its number is larger than any before. */
    TRY(sql_search_note(cx, str_of(kind), id, &feed));
    return sql_search_note_clear(cx, str_of(kind), id, feed, NULL);
}

static bool is_word(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool ends_sentence(uint32_t c)
{
    return c == '\n' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF1B || c == '!' ||
           c == '?' || c == ';';
}

/* Text as code points with where each begins. */
struct points {
    const uint32_t *c;
    const size_t *at; /* one more than there are points */
    size_t n;
};

static struct points points(struct arena *a, struct str text)
{
    uint32_t *c = MANY(a, uint32_t, text.n + 1);
    size_t *at = MANY(a, size_t, text.n + 1), i = 0, n = 0;

    while (i < text.n) {
        at[n] = i;
        c[n++] = str_next(text, &i);
    }
    at[n] = text.n;
    return (struct points){c, at, n};
}

/* Not in the middle of a Latin word: back to where it begins, if that is not too far. */
static size_t word_start(const struct points *p, size_t i)
{
    size_t k = i;

    while (k > 0 && i - k < WORD_POINTS && k < p->n && is_word(p->c[k]) && is_word(p->c[k - 1]))
        k--;
    return k > 0 && k < p->n && is_word(p->c[k]) && is_word(p->c[k - 1]) ? i : k;
}

static size_t part_end(const struct points *p, size_t from)
{
    size_t end = from + PART_POINTS;

    if (end >= p->n)
        return p->n;
    for (size_t i = end; i > from + PART_POINTS * 3 / 5; i--)
        if (ends_sentence(p->c[i - 1]))
            return i;
    return word_start(p, end);
}

/* Terms as the engine wants them: blank-separated for FTS5, with positions for a tsvector.  The
 * divisions above the record come first, marked by a letter that folding never leaves. */
static enum err engine_terms(
    struct cx *cx, struct str terms, struct str division, struct str *out)
{
    static const size_t levels[] = {2, 4, 6, 9, 12};
    bool postgres = db_engine(cx->db) == DB_POSTGRES;
    struct buf b = buf_new(cx->arena, 64 * 1024);
    int64_t position = 0;

    for (size_t i = 0; i < COUNT(levels) && levels[i] <= division.n; i++)
        buf_f(&b, postgres ? "'\u207F%.*s' " : "\u207F%.*s ", (int)levels[i], division.p);
    for (struct str rest = terms; rest.n > 0;) {
        struct str term = str_cut(rest, ' ', &rest);

        if (postgres) {
            buf_f(&b, "'%.*s':%lld ", STR(term), (long long)++position);
            continue;
        }
        buf_add(&b, term);
        buf_char(&b, ' ');
    }
    return buf_take(&b, out);
}

static enum err put_parts(
    struct cx *cx, const struct search_item *item, struct str text, struct str division)
{
    struct points p = points(cx->arena, str_sub(text, 0, TEXT_MAX));
    int64_t part = part_low(item->kind, item->object_id);
    int64_t last = part_high(item->kind, item->object_id);

    for (size_t from = 0; from < p.n && part <= last; part++) {
        size_t end = part_end(&p, from);
        struct str piece = str_sub(text, p.at[from], p.at[end] - p.at[from]), terms;

        TRY(han_terms(cx->arena, piece, &terms));
        TRY(engine_terms(cx, terms, division, &terms));
        TRY(sql_search_put(cx, part, division, terms, NULL));
        if (end == p.n)
            return OK;
        from = word_start(&p, end - PART_OVERLAP);
    }
    return OK;
}

static const struct search_kind *kind_find(
    const struct search_kind *const *tables, struct str kind)
{
    for (size_t t = 0; tables[t] != NULL; t++)
        for (const struct search_kind *k = tables[t]; k->kind != NULL; k++)
            if (str_is(kind, k->kind))
                return k;
    return NULL;
}

static enum err kinds_check(struct cx *cx, const struct search_kind *const *tables)
{
    bool taken[1024] = {false};

    for (size_t t = 0; tables[t] != NULL; t++) {
        for (const struct search_kind *k = tables[t]; k->kind != NULL; k++) {
            int64_t n = kind_number(str_of(k->kind));

            if (taken[n])
                return fail(cx, ERR_CONFLICT, NULL, "search.kinds_collide");
            taken[n] = true;
        }
    }
    return OK;
}

/* FTS5 writes out all it has gathered before it deletes: only where there is something. */
static enum err drop_parts(struct cx *index, const struct search_item *item)
{
    int64_t low = part_low(item->kind, item->object_id);
    int64_t high = part_high(item->kind, item->object_id), n;

    TRY(sql_search_has(index, low, high, &n));
    return n == 0 ? OK : sql_search_drop(index, low, high, NULL);
}

static enum err index_one(struct cx *cx, struct cx *index,
    const struct search_kind *const *kinds, const struct search_item *item)
{
    const struct search_kind *k = kind_find(kinds, item->kind);
    struct str text = S(""), division = S("");
    enum err err = k == NULL ? ERR_NOT_FOUND : k->text(cx, item->object_id, &text, &division);

    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    TRY(drop_parts(index, item));
    if (err == OK)
        TRY(put_parts(index, item, text, division));
    cx_faults_clear(cx);
    return OK;
}

/* PostgreSQL: the index is in the same database; what is fed is marked. */
static enum err feed_here(
    struct cx *cx, const struct search_kind *const *kinds, size_t max, int64_t *fed)
{
    struct search_item_list list;

    TRY(sql_search_feed_waiting(cx, (int64_t)max, &list));
    EACH (item, &list) {
        TRY(index_one(cx, cx, kinds, item));
        TRY(sql_search_feed_mark(cx, item->id, NULL));
    }
    *fed = (int64_t)list.n;
    return OK;
}

static enum err feed_list(struct cx *cx, struct cx *index,
    const struct search_kind *const *kinds, const struct search_item_list *list)
{
    EACH (item, list)
        TRY(index_one(cx, index, kinds, item));
    return sql_search_last_set(index, list->p[list->n - 1].id, NULL);
}

/* SQLite: one writer commits in order of numbers, so the last number says everything. */
static enum err feed_aside(
    struct cx *cx, const struct search_kind *const *kinds, size_t max, int64_t *fed)
{
    struct cx index = side(cx);
    struct search_item_list list;
    int64_t last, newest;
    enum err err;

    TRY(sql_search_last(&index, &last));
    TRY(sql_search_feed_last(cx, &newest));
    if (last > newest) {
        /* The database is older than its index: it was restored. */
        TRY(sql_search_clear(&index, NULL));
        TRY(sql_search_last_set(&index, 0, NULL));
        last = 0;
    }
    TRY(sql_search_feed_after(cx, last, (int64_t)max, &list));
    *fed = (int64_t)list.n;
    if (list.n == 0)
        return OK;
    TRY(db_begin(index.db, DB_WRITE));
    err = feed_list(cx, &index, kinds, &list);
    if (err == OK)
        return db_commit(index.db);
    db_rollback(index.db);
    return err;
}

enum err search_feed(
    struct cx *cx, const struct search_kind *const *kinds, size_t max, int64_t *fed)
{
    TRY(kinds_check(cx, kinds));
    if (cx->search == NULL)
        return feed_here(cx, kinds, max, fed);
    return feed_aside(cx, kinds, max, fed);
}

enum err search_rebuild(struct cx *cx, const struct search_kind *const *kinds)
{
    struct cx index = side(cx);
    int64_t fed = 1;

    /* A PostgreSQL database that no job has seen yet has no tables for it. */
    if (cx->search == NULL)
        TRY(search_make(cx));
    TRY(sql_search_clear(&index, NULL));
    TRY(sql_search_last_set(&index, 0, NULL));
    if (cx->search == NULL)
        TRY(sql_search_feed_unmark(cx, NULL));
    while (fed > 0)
        TRY(search_feed(cx, kinds, BATCH, &fed));
    return OK;
}

/* A search under way. */
struct seek {
    struct cx cx; /* of the index */
    struct str queries[PHRASES_MAX];
    struct str exact[PHRASES_MAX]; /* what the terms of a part must hold besides, "" */
    size_t n;
    struct str from, to;
};

/* The code that a range begins with, when it is one of a level: "430407" of [430407, 430408).
 */
static struct str range_code(struct str from, struct str to)
{
    bool level = from.n == 2 || from.n == 4 || from.n == 6 || from.n == 9 || from.n == 12;

    if (!level || to.n != from.n || to.p[to.n - 1] != from.p[from.n - 1] + 1 ||
        !str_eq(str_sub(from, 0, from.n - 1), str_sub(to, 0, to.n - 1)))
        return S("");
    return from;
}

/* How many terms are sure to lie in one part: a pair adds one character, a word all of its. */
static size_t phrase_terms(const struct han_phrase *p)
{
    size_t n = 0, length = 0;

    for (; n < p->n; n++) {
        size_t k = str_points(p->terms[n]);

        length += k > 2 ? k : 1;
        if (length > PHRASE_POINTS && n > 0)
            break;
    }
    return n;
}

static enum err phrase_query(
    struct cx *cx, const struct han_phrase *p, struct str code, struct str *out)
{
    bool postgres = db_engine(cx->db) == DB_POSTGRES;
    size_t n = phrase_terms(p);
    struct buf b = buf_new(cx->arena, 8192);

    if (code.n > 0)
        buf_f(&b, postgres ? "'\u207F%.*s' & (" : "\"\u207F%.*s\" AND (", STR(code));
    if (!postgres)
        buf_char(&b, '"');
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_add(&b, postgres ? S(" <-> ") : S(" "));
        buf_f(&b, postgres ? "'%.*s'" : "%.*s", STR(p->terms[i]));
    }
    if (!postgres)
        buf_char(&b, '"');
    if (p->prefix && n == p->n)
        buf_add(&b, postgres ? S(":*") : S(" *"));
    if (code.n > 0)
        buf_char(&b, ')');
    return buf_take(&b, out);
}

static enum err hits(struct seek *s, size_t phrase, int64_t low, int64_t high, int64_t max,
    struct search_hit_list *out)
{
    return sql_search_hits(
        &s->cx, s->queries[phrase], s->exact[phrase], low, high, s->from, s->to, max, out);
}

/* The terms of a phrase as the index keeps them: each after a blank. */
static enum err exact_terms(struct cx *cx, const struct han_phrase *p, struct str *out)
{
    size_t n = phrase_terms(p);
    struct buf b = buf_new(cx->arena, 8192);

    for (size_t i = 0; i < n; i++) {
        buf_char(&b, ' ');
        buf_add(&b, p->terms[i]);
    }
    if (!p->prefix || n < p->n)
        buf_char(&b, ' ');
    return buf_take(&b, out);
}

/* A phrase with a rare term: for each part that has it FTS5 would walk along the long lists of
 * all others.  To look into those few parts takes a tenth of that.  (PostgreSQL meets bitmaps.)
 */
static enum err lead_by_rare(
    struct seek *s, const struct han_phrase *p, struct str code, int64_t low, int64_t high)
{
    size_t i = s->n - 1, n = phrase_terms(p);
    int64_t fewest = COMMON, parts;
    struct str whole = s->queries[i], best = whole;

    if (db_engine(s->cx.db) == DB_POSTGRES || n < LONG_PHRASE)
        return OK;
    for (size_t k = 0; k < n - 1 && k < TERMS_ASKED; k++) {
        struct han_phrase one = {.terms = &p->terms[k], .n = 1};

        TRY(phrase_query(&s->cx, &one, code, &s->queries[i]));
        TRY(sql_search_common(&s->cx, s->queries[i], low, high, COMMON, &parts));
        if (parts < fewest) {
            fewest = parts;
            best = s->queries[i];
        }
    }
    s->queries[i] = best;
    return fewest < COMMON ? exact_terms(&s->cx, p, &s->exact[i]) : OK;
}

/* The rarest phrase first: it leads, the others are asked of each record that it finds. */
static enum err order(struct seek *s, int64_t low, int64_t high)
{
    int64_t fewest = COMMON + 1, parts;
    size_t best = 0;

    for (size_t i = 0; s->n > 1 && i < s->n; i++) {
        TRY(sql_search_common(&s->cx, s->queries[i], low, high, COMMON, &parts));
        if (parts < fewest) {
            fewest = parts;
            best = i;
        }
    }
    struct str first = s->queries[best], exact = s->exact[best];

    s->queries[best] = s->queries[0];
    s->exact[best] = s->exact[0];
    s->queries[0] = first;
    s->exact[0] = exact;
    return OK;
}

static enum err has_others(struct seek *s, struct str kind, int64_t id, bool *all)
{
    *all = true;
    for (size_t i = 1; *all && i < s->n; i++) {
        struct search_hit_list list;

        TRY(hits(s, i, part_low(kind, id), part_high(kind, id), 1, &list));
        *all = list.n > 0;
    }
    return OK;
}

static enum err collect(struct seek *s, struct str kind, int64_t high, size_t max, int64_t *ids,
    size_t *n, bool *more)
{
    int64_t low = part_low(kind, 0);
    size_t seen = 0;

    for (;;) {
        struct arena_mark mark = arena_mark(s->cx.arena);
        struct search_hit_list list;

        TRY(hits(s, 0, low, high, BATCH, &list));
        EACH (h, &list) {
            int64_t id = record_of(h->id);
            bool all;

            high = part_low(kind, id) - 1;
            if (*n > 0 && ids[*n - 1] == id)
                continue;
            TRY(has_others(s, kind, id, &all));
            if (all && *n == max) {
                *more = true;
                return OK;
            }
            if (all)
                ids[(*n)++] = id;
        }
        seen += list.n;
        if (list.n < BATCH)
            return OK;
        if (seen >= CANDIDATES_MAX) {
            *more = true;
            return OK;
        }
        arena_back(s->cx.arena, mark);
    }
}

static enum err find(struct seek *s, struct str kind, const struct han_query *q, int64_t before,
    size_t max, int64_t *ids, size_t *n, bool *more)
{
    int64_t low = part_low(kind, 0);
    int64_t high =
        before > 0 ? part_low(kind, before) - 1 : low | ((INT64_C(1) << KIND_SHIFT) - 1);
    struct str code = range_code(s->from, s->to);

    for (size_t i = 0; i < q->n && s->n < PHRASES_MAX; i++) {
        s->exact[s->n] = S("");
        TRY(phrase_query(&s->cx, &q->p[i], code, &s->queries[s->n++]));
        TRY(lead_by_rare(s, &q->p[i], code, low, high));
    }
    TRY(order(s, low, high));
    return collect(s, kind, high, max, ids, n, more);
}

enum err search_find(struct cx *cx, const char *kind, struct str typed, struct str from,
    struct str to, int64_t before, size_t max, int64_t *ids, size_t *n, bool *more)
{
    struct seek s = {.cx = side(cx),
        .from = str_empty(from) ? S("") : from,
        .to = str_empty(to) ? S("~") : to};
    struct han_query q;

    *n = 0;
    *more = false;
    if (han_query(cx->arena, str_points_sub(typed, PART_POINTS), &q) != OK || q.n == 0)
        return OK;
    return back(cx, &s.cx, find(&s, str_of(kind), &q, before, max, ids, n, more));
}
