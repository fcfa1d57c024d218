/*
 * contact: which professional group suits whom, with reasons.  A suggestion weighs the
 * deputy's own wish over speciality over occupation and nothing else; a person decides
 * (Personal Information Protection Law Art. 24).
 */
#include "core/audit.h"
#include "core/rules.h"

#include "feature/contact/contact_group.h"
#include "feature/contact/contact_group.sql.h"

#include <stdlib.h>

enum {
    WISH = 4,
    SPECIALITY = 3,
    OCCUPATION = 2
};

static const struct field bent_fields[] = {
    FIELD(struct deputy_bent, person_id),
    FIELD(struct deputy_bent, speciality),
    FIELD(struct deputy_bent, wish),
};
const struct shape deputy_bent_shape = SHAPE(deputy_bent, bent_fields);

enum err contact_bent_get(struct cx *cx, int64_t person_id, struct deputy_bent *out)
{
    bool found;

    TRY(sql_bent_of(cx, person_id, out, &found));
    if (!found)
        *out = (struct deputy_bent){.person_id = person_id, .speciality = S(""), .wish = S("")};
    return OK;
}

enum err contact_bent_put(struct cx *cx, const struct deputy_bent *b)
{
    if (b->person_id == 0 ||
        (b->person_id != cx->actor->person_id && (cx->actor->roles & ROLE_CLOCK) == 0))
        return fail(cx, ERR_DENIED, NULL, "right.denied");
    cx_faults_clear(cx);
    if (str_points(b->speciality) > 200)
        (void)fail(cx, ERR_INVALID, "speciality", "registry.text_length");
    if (str_points(b->wish) > 200)
        (void)fail(cx, ERR_INVALID, "wish", "registry.text_length");
    TRY(cx_checked(cx));
    TRY(sql_bent_put(cx, b->person_id, b->speciality.p == NULL ? S("") : b->speciality,
        b->wish.p == NULL ? S("") : b->wish, cx->now, NULL));
    return audit_add(
        cx, "person", b->person_id, "contact.bent_set", (struct str){0}, (struct str){0});
}

/* The first word of the field that the text contains; absent: none. */
static struct str word_in(struct str field, struct str text)
{
    for (struct str rest = field; rest.n > 0;) {
        struct str word = str_cut(rest, ' ', &rest);

        if (word.n > 0 && str_has(text, word))
            return word;
    }
    return (struct str){0};
}

static struct group_match match(
    const struct deputy_group *g, const struct deputy *d, const struct deputy_bent *b)
{
    struct group_match m = {.deputy = *d, .group = *g};

    m.wish = word_in(g->field, b->wish);
    if (m.wish.n == 0 && str_has(b->wish, g->name))
        m.wish = g->name;
    m.speciality = word_in(g->field, b->speciality);
    m.occupation = word_in(g->field, d->post);
    m.weight = (m.wish.n > 0 ? WISH : 0) + (m.speciality.n > 0 ? SPECIALITY : 0) +
               (m.occupation.n > 0 ? OCCUPATION : 0);
    return m;
}

struct matches {
    struct group_match *p;
    size_t n, cap;
};

static const struct deputy_bent *bent_in(const struct deputy_bent_list *all, int64_t person_id)
{
    static const struct deputy_bent none = {0};

    EACH (b, all)
        if (b->person_id == person_id)
            return b;
    return &none;
}

static int by_weight(const void *a, const void *b)
{
    const struct group_match *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return str_cmp(x->deputy.pinyin, y->deputy.pinyin);
}

static void sort(struct group_match *p, size_t n)
{
    if (n > 1)
        qsort(p, n, sizeof *p, by_weight);
}

enum err contact_group_suggest(
    struct cx *cx, const struct deputy_group *g, int64_t max, struct group_match_list *out)
{
    struct matches all = {0};
    struct deputy_list open;
    struct deputy_bent_list bents;

    TRY(registry_may(cx, RIGHT_CONTACT_EDIT, g->division));
    *out = (struct group_match_list){0};
    if (g->kind != GROUP_PROFESSIONAL)
        return OK;
    TRY(sql_group_free_deputies(cx, g->division, date_of(cx->now), &open));
    TRY(sql_bents_of(cx, g->division, &bents));
    EACH (d, &open) {
        struct group_match m = match(g, d, bent_in(&bents, d->person_id));

        if (m.weight > 0)
            *VEC_PUSH(cx->arena, &all) = m;
    }
    sort(all.p, all.n);
    *out = (struct group_match_list){all.p, all.n < (size_t)max ? all.n : (size_t)max};
    return OK;
}

enum err contact_group_suggest_for(
    struct cx *cx, int64_t person_id, struct group_match_list *out)
{
    struct deputy_list seats;
    struct deputy_bent b;
    struct matches all = {0};
    int64_t has;

    *out = (struct group_match_list){0};
    TRY(sql_group_professional_has(cx, person_id, date_of(cx->now), &has));
    if (has > 0)
        return OK;
    TRY(contact_bent_get(cx, person_id, &b));
    TRY(registry_tenures_of(cx, person_id, &seats));
    EACH (d, &seats) {
        struct rules_ancestors up = rules_ancestors(cx->arena, d->division);
        struct deputy_group_list groups;

        if (d->state != TENURE_ACTIVE)
            continue;
        TRY(sql_groups_professional(cx, up.n > 3 ? up.code[3] : d->division,
            up.n > 2 ? up.code[2] : d->division, date_of(cx->now), &groups));
        EACH (g, &groups) {
            struct group_match m = match(g, d, &b);

            if (m.weight > 0)
                *VEC_PUSH(cx->arena, &all) = m;
        }
    }
    sort(all.p, all.n);
    *out = (struct group_match_list){all.p, all.n < 5 ? all.n : 5};
    return OK;
}
