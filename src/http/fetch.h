/*
 * fetch: what leaves this machine: messages to the mail server and calls of configured
 * gateways.
 *
 * Addresses come from the settings only, never from a request.  No redirects, no proxies from
 * the environment, few seconds, small answers.  Plain http only to this machine itself; with
 * public_only set, private, loopback and link-local addresses are refused when the connection
 * is made, so that a name that changes its address does not help (hardening T14).
 */
#ifndef HTTP_FETCH_H
#define HTTP_FETCH_H

#include "base/str.h"

enum fetch_result {
    FETCH_SENT,
    FETCH_LATER,  /* nobody answered, or "try again" (4xx of mail, 5xx and 429 of http) */
    FETCH_REFUSED /* for good: wrong address, not allowed */
};

/* Once per process, before threads. */
void fetch_start(void);

struct fetch_mail {
    struct str server;         /* smtp://host:25 or smtps://host:465 */
    struct str user, password; /* absent: none; else TLS is required, except to this machine */
    struct str from, to;       /* bare addresses */
    struct str message;        /* RFC 5322, lines end with CR LF */
};
enum fetch_result fetch_mail(struct arena *a, const struct fetch_mail *m);

struct fetch_post {
    struct str url;
    struct str token; /* Authorization: Bearer; absent: none */
    struct str key;   /* Idempotency-Key; absent: none */
    struct str type, body;
    bool public_only;
};
enum fetch_result fetch_post(struct arena *a, const struct fetch_post *p);

/* Is this an address of the public Internet?  text: as getaddrinfo writes it, IPv6 without
 * brackets. */
bool fetch_address_public(const char *text);

#endif
