/* bulletin_token: reading what stands in braces. */
#ifndef FEATURE_BULLETIN_TOKEN_H
#define FEATURE_BULLETIN_TOKEN_H

#include "feature/bulletin/bulletin.h"

/* False when it is no live figure. */
bool bulletin_token_read(struct str s, struct bulletin_token *out);

/* 〔来源：…〕 as {来源|…}, so that what is no plain text stands in braces only. */
struct str bulletin_token_sources(struct arena *a, struct str body);

#endif
