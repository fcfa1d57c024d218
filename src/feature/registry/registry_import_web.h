/*
 * registry_import_web: a table that was sent with a form, read to rows of text.
 */
#ifndef FEATURE_REGISTRY_IMPORT_WEB_H
#define FEATURE_REGISTRY_IMPORT_WEB_H

#include "http/call.h"

#include "feature/registry/registry_import.h"

struct import_upload {
    struct import_sheet_list sheets;
    bool none, too_large; /* nothing was sent; more bytes than are read */
    struct str broken;    /* what is wrong with the file, in words; absent: nothing */
};

/* On a worker: the one spooled file of the call. */
struct import_upload registry_import_upload(struct call *call, size_t max_bytes);

#endif
