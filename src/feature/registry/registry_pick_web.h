/*
 * registry_pick: choosing a division in a form without script.  Staff type a name or a code.  A
 * code is taken; words become a list of places with their whole path, from which one is chosen.
 * A name alone never decides, even when only one place has it.
 */
#ifndef FEATURE_REGISTRY_PICK_WEB_H
#define FEATURE_REGISTRY_PICK_WEB_H

#include "http/call.h"

/* In the handler, before the value is used: OK when what was typed at this input is the code of
 * a division (or nothing).  ERR_INVALID when it is words: the form then shows what was found.
 */
enum err registry_pick(struct call *call, const char *field, struct str typed) MUST_USE;
/* Where a filled form is shown: the path of the division beside its code. */
void registry_pick_name(struct call *call, struct form_state *form, const char *field);
/* The same in the filters of a list (call->asked), before they are used.  Words that mean one
 * place of those the account works for stand for its code; of several the list offers a choice,
 * and shows what it shows without this filter.  ERR_INVALID: an export with such words. */
enum err registry_pick_asked(struct call *call, const char *field) MUST_USE;

#endif
