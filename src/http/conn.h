/*
 * conn: what one connection does next.  Called by its loop only.
 */
#ifndef HTTP_CONN_H
#define HTTP_CONN_H

#include "http/loop.h"

/* Do what can be done without waiting.  The connection may be gone afterwards. */
void conn_go(struct conn *c);
/* The call's reply is there. */
void conn_reply(struct conn *c);
/* Answer a refused request without a call of its own, and close. */
void conn_refuse(struct conn *c, int status);
/* Has the present state lasted too long?  Then the connection is cut or refused. */
void conn_tick(struct conn *c);

#endif
