#include "http/addr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>

static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

struct addr addr_of(const struct sockaddr *sa)
{
    struct addr out = {.local = true};

    if (sa->sa_family == AF_INET) {
        struct sockaddr_in in;

        memcpy(&in, sa, sizeof in);
        out.local = false;
        memcpy(out.b, mapped, sizeof mapped);
        memcpy(out.b + 12, &in.sin_addr, 4);
    } else if (sa->sa_family == AF_INET6) {
        struct sockaddr_in6 in;

        memcpy(&in, sa, sizeof in);
        out.local = false;
        memcpy(out.b, &in.sin6_addr, 16);
    }
    return out;
}

enum err addr_parse(struct str s, struct addr *out)
{
    char z[ADDR_TEXT];
    struct addr x = {.local = false};

    if (s.n >= 2 && s.p[0] == '[' && s.p[s.n - 1] == ']')
        s = str_sub(s, 1, s.n - 2);
    if (s.n == 0 || s.n >= sizeof z)
        return ERR_INVALID;
    memcpy(z, s.p, s.n);
    z[s.n] = '\0';
    memcpy(x.b, mapped, sizeof mapped);
    if (inet_pton(AF_INET, z, x.b + 12) != 1 && inet_pton(AF_INET6, z, x.b) != 1)
        return ERR_INVALID;
    *out = x;
    return OK;
}

bool addr_eq(const struct addr *x, const struct addr *y)
{
    return x->local == y->local && memcmp(x->b, y->b, sizeof x->b) == 0;
}

struct str addr_text(const struct addr *x, char room[ADDR_TEXT])
{
    const char *z;

    if (x->local)
        return S("");
    if (memcmp(x->b, mapped, sizeof mapped) == 0)
        z = inet_ntop(AF_INET, x->b + 12, room, ADDR_TEXT);
    else
        z = inet_ntop(AF_INET6, x->b, room, ADDR_TEXT);
    return str_of(z);
}

uint64_t addr_prefix(const struct addr *x, uint64_t secret)
{
    uint64_t v = 0, mixed;
    bool four = memcmp(x->b, mapped, sizeof mapped) == 0;

    if (x->local)
        return 0;
    memcpy(&v, four ? x->b + 8 : x->b, 8);
    mixed = v ^ secret;
    for (int i = 0; i < 3; i++) {
        mixed ^= mixed >> 32;
        mixed *= 0xd6e8feb86659fd93u;
        mixed ^= secret >> (8 * i);
    }
    return mixed == 0 ? 1 : mixed;
}

struct slot {
    uint64_t prefix; /* 0: free */
    int64_t count;
};

struct addr_table {
    pthread_mutex_t lock;
    size_t mask;
    struct slot *slots;
};

struct addr_table *addr_table_new(struct arena *a, size_t connections)
{
    struct addr_table *t = NEW(a, struct addr_table);
    size_t n = 64;

    while (n < connections * 2)
        n *= 2;
    t->mask = n - 1;
    t->slots = MANY(a, struct slot, n);
    pthread_mutex_init(&t->lock, NULL);
    return t;
}

static size_t find(const struct addr_table *t, uint64_t prefix)
{
    size_t i = (size_t)prefix & t->mask;

    while (t->slots[i].prefix != 0 && t->slots[i].prefix != prefix)
        i = (i + 1) & t->mask;
    return i;
}

/* Close the gap at i, so that every chain stays findable. */
static void drop(struct addr_table *t, size_t i)
{
    size_t j = i;

    for (;;) {
        size_t home;

        j = (j + 1) & t->mask;
        if (t->slots[j].prefix == 0)
            break;
        home = (size_t)t->slots[j].prefix & t->mask;
        if (((j - home) & t->mask) >= ((j - i) & t->mask)) {
            t->slots[i] = t->slots[j];
            i = j;
        }
    }
    t->slots[i] = (struct slot){0, 0};
}

bool addr_table_enter(struct addr_table *t, uint64_t prefix, int64_t max)
{
    size_t i;
    bool fits;

    if (prefix == 0)
        return true;
    pthread_mutex_lock(&t->lock);
    i = find(t, prefix);
    fits = t->slots[i].count < max;
    if (fits) {
        t->slots[i].prefix = prefix;
        t->slots[i].count++;
    }
    pthread_mutex_unlock(&t->lock);
    return fits;
}

void addr_table_leave(struct addr_table *t, uint64_t prefix)
{
    size_t i;

    if (prefix == 0)
        return;
    pthread_mutex_lock(&t->lock);
    i = find(t, prefix);
    if (t->slots[i].prefix == prefix && --t->slots[i].count == 0)
        drop(t, i);
    pthread_mutex_unlock(&t->lock);
}
