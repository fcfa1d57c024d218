/*
 * gate: who may pass before a handler runs: quotas, where a form came from, the CSRF token.
 */
#ifndef MAIN_GATE_H
#define MAIN_GATE_H

#include "main/frame.h"

/* ERR_LIMIT with a reply that says when to come again. */
enum err gate_quota(struct frame_work *w) MUST_USE;
/* Sec-Fetch-Site, Origin, and the type of the body of an unsafe call.  ERR_DENIED. */
enum err gate_origin(struct frame_work *w) MUST_USE;
/* The token of an unsafe call with a session.  ERR_DENIED. */
enum err gate_token(struct frame_work *w) MUST_USE;
bool gate_unsafe(const struct call *call);

#endif
