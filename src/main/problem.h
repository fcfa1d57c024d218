/*
 * problem: faults as RFC 9457 problem details, for the API and for what a form found wrong.
 */
#ifndef MAIN_PROBLEM_H
#define MAIN_PROBLEM_H

#include "http/call.h"

/* Leave the reply: type (the rule's name), title, status, field, trace, and all faults. */
void problem_reply(struct call *call, enum err code, int status);

#endif
