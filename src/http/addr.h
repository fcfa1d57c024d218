/*
 * addr: addresses of clients as short-lived keys.  A prefix is a whole IPv4 address or the
 * upper half of an IPv6 one, mixed with a number drawn at start; only the mix is kept, only in
 * memory, and only as long as it is needed.
 */
#ifndef HTTP_ADDR_H
#define HTTP_ADDR_H

#include "base/str.h"

struct addr {
    unsigned char b[16]; /* IPv4 as ::ffff:a.b.c.d */
    bool local;          /* a socket of this machine without address */
};

#define ADDR_TEXT 46

struct sockaddr;

struct addr addr_of(const struct sockaddr *sa);
enum err addr_parse(struct str s, struct addr *out) MUST_USE;
bool addr_eq(const struct addr *x, const struct addr *y);
struct str addr_text(const struct addr *x, char room[ADDR_TEXT]);
/* 0 for a local socket. */
uint64_t addr_prefix(const struct addr *x, uint64_t secret);

/* How many connections each prefix has open; bounded by the connections there are.  Threads:
 * safe. */
struct addr_table;
struct addr_table *addr_table_new(struct arena *a, size_t connections);
/* One more, unless there are max already. */
bool addr_table_enter(struct addr_table *t, uint64_t prefix, int64_t max) MUST_USE;
void addr_table_leave(struct addr_table *t, uint64_t prefix);

#endif
