/*
 * bulletin_twice: a place that one text spells in two ways: 雁峰区 and 雁锋区, 沙田溪村 and
 * 沙溪村 (a fault seen in print), a name and its alias side by side.
 *
 * Districts and towns are measured against those that the registry knows and the text names,
 * villages against one another where words before them show where their names begin.
 */
#include "feature/bulletin/bulletin_lines.h"
#include "feature/bulletin/bulletin_look.h"
#include "feature/registry/registry.h"

enum {
    PLACES_MAX = 200,
    NAME_MOST = 6,
    BACK_MOST = 5
};

struct place {
    size_t from, to; /* in the text */
    bool village, known, alias;
    struct str code, words;
};
struct places {
    const struct bulletin_points *t;
    struct place p[PLACES_MAX];
    size_t n;
};

static const char *const villages[] = {"社区", "村", NULL};
static const char *const others[] = {"街道", "镇", "乡", "县", "区", "市", NULL};

/* Words in which two places rightly differ: 上屋村 and 下屋村. */
static bool contrast(uint32_t a, uint32_t b)
{
    static const uint32_t all[] = {U'东', U'西', U'南', U'北', U'中', U'上', U'下', U'前',
        U'后', U'左', U'右', U'大', U'小', U'新', U'老', U'旧', U'内', U'外', U'高', U'低',
        U'长', U'短', U'古', U'山', U'水'};
    bool first = bulletin_points_numeral(a), second = bulletin_points_numeral(b);

    for (size_t i = 0; i < COUNT(all); i++) {
        first = first || all[i] == a;
        second = second || all[i] == b;
    }
    return first && second;
}

/* One character in place of another, or left out between the first and the last of the name;
 * n is what stands before the ending. */
static bool near(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
    size_t head = 0, tail = 0;

    if (na < nb)
        return near(b, nb, a, na);
    while (head < nb && a[head] == b[head])
        head++;
    while (tail < nb - head && a[na - 1 - tail] == b[nb - 1 - tail])
        tail++;
    if (na == nb)
        return na >= 2 && head + tail + 1 == na && !contrast(a[head], b[head]);
    return na == nb + 1 && nb >= 2 && head + tail == nb && head > 0 && tail > 0 &&
           !bulletin_points_numeral(a[head]);
}

/* Characters that join words to a name and are none of it. */
static bool joins(uint32_t c)
{
    static const uint32_t all[] = {U'在', U'到', U'和', U'与', U'为', U'从', U'赴', U'对',
        U'向', U'由', U'是', U'将', U'及', U'于', U'把', U'被', U'如', U'的', U'各', U'全',
        U'本', U'该', U'每', U'两', U'个', U'跨', U'使', U'让', U'经', U'以'};

    for (size_t i = 0; i < COUNT(all); i++)
        if (all[i] == c)
            return true;
    return !bulletin_points_han(c) || bulletin_points_numeral(c);
}

static enum err known_find(struct bulletin_look *l, struct places *all, size_t i, size_t n)
{
    struct date day = date_is(l->issue->day) ? l->issue->day : date_of(l->cx->now);

    for (size_t back = BACK_MOST; back >= 1; back--) {
        struct registry_named_list named;
        struct str words;

        if (back > i || joins(all->t->c[i - back]))
            continue;
        words = bulletin_points_text(all->t, i - back, i + n);
        TRY(registry_named_places(l->cx, words, &named));
        EACH (k, &named) {
            bool in_force = (!date_is(k->valid_from) || k->valid_from.day <= day.day) &&
                            (!date_is(k->valid_to) || k->valid_to.day >= day.day);

            if (!in_force)
                continue;
            all->p[all->n++] = (struct place){.from = i - back,
                .to = i + n,
                .known = true,
                .alias = k->alias,
                .code = k->code,
                .words = words};
            return OK;
        }
    }
    all->p[all->n++] = (struct place){.from = i, .to = i + n};
    return OK;
}

/* 龙塘乡沙田溪村, 到文昌村, 《沙溪村…: what stands before says where the name begins. */
static void village_find(struct places *all, size_t i, size_t n)
{
    static const char *const before[] = {
        "街道办事处", "街道", "镇", "乡", "县", "区", "市", NULL};
    size_t from = i;

    while (from > 0 && i - from < NAME_MOST && bulletin_points_han(all->t->c[from - 1]) &&
           !joins(all->t->c[from - 1])) {
        bool begins = false;

        for (size_t k = 0; before[k] != NULL; k++)
            begins = begins || bulletin_points_before(all->t, from, before[k]);
        if (begins && i > from)
            break;
        from--;
    }
    if (i - from >= 2 && i - from < NAME_MOST)
        all->p[all->n++] = (struct place){.from = from,
            .to = i + n,
            .village = true,
            .words = bulletin_points_text(all->t, from, i + n)};
}

static enum err find(struct bulletin_look *l, struct places *all)
{
    static const char *const more[] = {"乡", "级", "市", "区", "镇", "村", "直", NULL};
    const struct bulletin_points *t = all->t;

    for (size_t i = 2; i < t->n && all->n < PLACES_MAX; i++) {
        size_t n = bulletin_points_word(t, i, villages, NULL);

        if (n > 0) {
            village_find(all, i, n);
            i += n - 1;
            continue;
        }
        n = bulletin_points_word(t, i, others, NULL);
        if (n == 0 || (n == 1 && bulletin_points_word(t, i + n, more, NULL) > 0))
            continue;
        TRY(known_find(l, all, i, n));
        i += n - 1;
    }
    return OK;
}

static bool same_ending(
    const struct bulletin_points *t, const struct place *a, const struct place *b)
{
    const char *const *ends = a->village ? villages : others;

    for (size_t k = 0; ends[k] != NULL; k++)
        if (bulletin_points_before(t, a->to, ends[k]))
            return bulletin_points_before(t, b->to, ends[k]);
    return false;
}

static size_t ending(const struct bulletin_points *t, const struct place *p)
{
    return bulletin_points_before(t, p->to, "街道") || bulletin_points_before(t, p->to, "社区")
               ? 2
               : 1;
}

/* An unknown name that stands like a known one, in as many characters. */
static void against_known(struct bulletin_look *l, const struct places *all,
    const struct place *unknown, const struct place *known)
{
    const struct bulletin_points *t = all->t;
    size_t n = known->to - known->from, end = ending(t, known), from;

    if (!same_ending(t, unknown, known) || unknown->to < n)
        return;
    from = unknown->to - n;
    if (joins(t->c[from]) || !near(t->c + from, n - end, t->c + known->from, n - end))
        return;
    bulletin_findings_add(
        l, FINDING_NEAR_PLACE, bulletin_points_text(t, from, unknown->to), known->words);
}

static void compare(struct bulletin_look *l, const struct places *all, size_t i, size_t j)
{
    const struct bulletin_points *t = all->t;
    const struct place *a = &all->p[i], *b = &all->p[j];

    if (a->village != b->village)
        return;
    if (a->village) {
        size_t end = ending(t, a);

        if (same_ending(t, a, b) &&
            near(t->c + b->from, b->to - b->from - end, t->c + a->from, a->to - a->from - end))
            bulletin_findings_add(l, FINDING_NEAR_PLACE, b->words, a->words);
        return;
    }
    if (a->known && b->known) {
        if (a->alias != b->alias && str_eq(a->code, b->code))
            bulletin_findings_add(l, FINDING_NEAR_PLACE, a->alias ? a->words : b->words,
                a->alias ? b->words : a->words);
        return;
    }
    if (a->known)
        against_known(l, all, b, a);
    if (b->known)
        against_known(l, all, a, b);
}

enum err bulletin_twice(struct bulletin_look *l, const struct bulletin_points *t)
{
    struct places *all = NEW(l->cx->arena, struct places);

    all->t = t;
    TRY(find(l, all));
    for (size_t i = 0; i < all->n; i++)
        for (size_t j = i + 1; j < all->n && l->out->n < BULLETIN_FINDINGS_MAX; j++)
            compare(l, all, i, j);
    return OK;
}
