/*
 * settings: every setting of the program as one row, and what they say, read once at start.
 */
#ifndef MAIN_SETTINGS_H
#define MAIN_SETTINGS_H

#include "base/conf.h"
#include "core/settings.h"
#include "http/quota.h"
#include "http/server.h"
#include "store/db.h"

struct settings {
    struct conf *conf;
    struct app_settings app;
    struct str data_dir; /* absolute */
    struct str keys;     /* path of the key file */
    struct str spool_dir;
    struct str target; /* for store/db.h */
    bool postgres;
    struct str user;
    struct server_config server;
    struct quota_limits quota;
    int64_t cache_bytes;
    int64_t read_seconds;
    int64_t upload_max;
    int writer_threads, job_threads;
    size_t writer_queue, writer_batch;
};

/* Rows for help and the sample file. */
extern const struct setting settings_rows[];
extern const size_t settings_n;

/* Read the configuration file (lianluo.conf of the data directory when there is one, or the one
 * named by --config), the environment and the flags.  *rest: flags that are no settings. */
enum err settings_read(struct arena *a, char **environment, char **flags, struct settings *out,
    char ***rest, struct buf *problems) MUST_USE;

#endif
