#include "feature/activity/activity_names.h"

struct activity_names activity_names_new(struct cx *cx)
{
    return (struct activity_names){
        cx, {MANY(cx->arena, struct activity_person, ACTIVITY_NAMES), 0}};
}

static void add(struct activity_names *n, struct activity_person p)
{
    if (n->list.n < ACTIVITY_NAMES)
        n->list.p[n->list.n++] = p;
}

void activity_names_keep(struct activity_names *n, const struct activity_person *p)
{
    add(n, *p);
}

void activity_names_seat(struct activity_names *n, int64_t tenure_id, enum activity_role role)
{
    EACH (p, &n->list)
        if (p->tenure_id == tenure_id && (p->role == ACTIVITY_MET) == (role == ACTIVITY_MET))
            return;
    add(n, (struct activity_person){.role = role, .tenure_id = tenure_id});
}

static bool between(uint32_t c)
{
    return c == 0x3001 || c == 0xff0c || c == 0xff1b || c == ',' || c == ';' || c == '\n' ||
           c == '\t';
}

struct activity_link_list activity_names_split(struct arena *a, struct str typed)
{
    struct activity_link_list out = {MANY(a, struct activity_link, ACTIVITY_NAMES), 0};
    size_t at = 0, from = 0, end;
    bool signs = false;
    uint32_t c;

    while ((c = str_next(typed, &at)) != 0)
        signs = signs || between(c);
    at = 0;
    do {
        struct str word;

        end = at;
        c = str_next(typed, &at);
        if (c != 0 && !between(c) && (signs || (c != ' ' && c != 0x3000)))
            continue;
        word = str_trim(str_sub(typed, from, end - from));
        if (word.n > 0 && out.n < ACTIVITY_NAMES)
            out.p[out.n++].word = str_dup(a, word);
        from = at;
    } while (c != 0);
    return out;
}

/* Candidates of the same name, those nearest to where the actor works first. */
static enum err seat_named(
    struct cx *cx, struct str name, struct str near, struct deputy *out, size_t *hits)
{
    struct deputy_list list;
    int best = -1;

    *hits = 0;
    if (registry_deputy_by_code(cx, name, out) == OK) {
        *hits = 1;
        return OK;
    }
    cx->faults.n--;
    TRY(registry_deputies_named(cx, name, &list));
    EACH (d, &list) {
        int how = registry_near(d->division, near) >= 4 ? 1 : 0;

        if (!str_eq(d->name, name) || how < best)
            continue;
        /* Seats of one person are one candidate. */
        if (how > best || d->person_id != out->person_id)
            *hits = how > best ? 1 : *hits + 1;
        if (how > best || d->person_id != out->person_id)
            *out = *d;
        best = how;
    }
    return OK;
}

static struct str home_of(struct cx *cx)
{
    struct deputy_list seats;

    if (cx->actor->person_id > 0 && (cx->actor->roles & ROLE_DEPUTY) != 0 &&
        registry_tenures_of(cx, cx->actor->person_id, &seats) == OK && seats.n > 0)
        return seats.p[0].division;
    return registry_own_area(cx, RIGHT_ACTIVITY_RECORD);
}

enum err activity_names_deputies(
    struct activity_names *n, struct str typed, enum activity_role role, const char *field)
{
    struct cx *cx = n->cx;
    struct activity_link_list names = activity_names_split(cx->arena, typed);
    struct str near = home_of(cx);

    EACH (w, &names) {
        struct deputy d = {0};
        size_t hits;

        TRY(seat_named(cx, w->word, near, &d, &hits));
        if (hits == 1) {
            activity_names_seat(n, d.id, role);
            continue;
        }
        (void)fail(cx, ERR_INVALID, field,
            hits == 0 ? "activity.deputy_unknown" : "activity.deputy_many");
        cx_fault_arg(cx, w->word);
        if (hits > 1)
            cx_fault_arg(cx, d.code);
    }
    return OK;
}

void activity_names_voters(struct activity_names *n, struct str typed)
{
    struct activity_link_list names = activity_names_split(n->cx->arena, typed);

    EACH (w, &names)
        add(n, (struct activity_person){.role = ACTIVITY_MET, .name = w->word});
}
