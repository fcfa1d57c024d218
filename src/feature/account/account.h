/*
 * account: the pages and commands around core/account, core/session and core/audit: sign-in,
 * one's own page, accounts and grants, the auditor's and the technician's pages.
 */
#ifndef FEATURE_ACCOUNT_H
#define FEATURE_ACCOUNT_H

#include "core/cx.h"

/* The chain and its checkpoints hold; problems one per line. */
enum err account_check_chain(struct cx *cx, struct buf *problems) MUST_USE;
enum err account_check_covered(struct cx *cx, struct buf *problems) MUST_USE;

#endif
