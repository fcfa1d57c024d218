/*
 * conf: settings as rows: file, environment, flags; all problems reported at once.
 */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include "base/buf.h"

enum setting_kind {
    SET_TEXT,
    SET_INT,
    SET_SECONDS,
    SET_BYTES,
    SET_BOOL,
    SET_PATH
};

/* One row of the settings table (src/main/settings.c). */
struct setting {
    const char
        *name; /* "public-url" in files and flags, LIANLUO_PUBLIC_URL in the environment */
    enum setting_kind kind;
    const char *initial; /* the default, as text */
    int64_t min, max;    /* for numbers */
    const char *help;    /* one sentence */
};

struct conf;

struct conf_sources {
    const char *file;            /* "name = value" lines; NULL or absent: none */
    char **environment, **flags; /* as main gets them, NULL-terminated; NULL: none */
    char **rest;                 /* filled: what is no setting among the flags */
};

/* Read the file, then the environment, then flags ("--name value" or "--name=value"), the later
 * winning.  Unknown names and bad values are all written to problems, one line each with file
 * and line; ERR_INVALID when there is any. */
enum err conf_read(struct arena *a, const struct setting *rows, size_t n,
    struct conf_sources *from, struct conf **out, struct buf *problems) MUST_USE;
struct str conf_text(const struct conf *c, const char *name);
int64_t conf_int(const struct conf *c, const char *name);
bool conf_bool(const struct conf *c, const char *name);
/* Where the value came from: "default", "file:12", "environment", "flag". */
struct str conf_origin(const struct conf *c, const char *name);
/* Every setting with value and origin, one a line. */
void conf_print(const struct conf *c, struct buf *out);

#endif
