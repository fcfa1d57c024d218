/* bulletin_print: an issue as PDF and ODT are made of it, for pages and commands alike. */
#ifndef FEATURE_BULLETIN_PRINT_H
#define FEATURE_BULLETIN_PRINT_H

#include "out/gazette.h"

#include "feature/bulletin/bulletin.h"

struct gazette bulletin_print_gazette(
    struct arena *a, const struct bulletin_issue *issue, const struct bulletin_print *p);

#endif
