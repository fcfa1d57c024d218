#include "main/settings.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* clang-format off */
const struct setting settings_rows[] = {
    {"config", SET_PATH, "", 0, 0,
        "configuration file; the default is lianluo.conf in the data directory, if it is there"},
    {"data", SET_PATH, "./data", 0, 0, "data directory: database, attachments, spool"},
    {"db", SET_TEXT, "", 0, 0,
        "postgres://… to keep records in PostgreSQL; empty: SQLite in the data directory"},
    {"keys", SET_PATH, "", 0, 0, "key file; empty: the name of the data directory with .keys at its end"},
    {"listen", SET_TEXT, "127.0.0.1", 0, 0, "address to listen on, or unix:/path"},
    {"port", SET_INT, "8080", 0, 65535, "port to listen on; 0: any free one"},
    {"public-url", SET_TEXT, "", 0, 0,
        "address under which people reach this program; https: makes cookies Secure"},
    {"hosts", SET_TEXT, "", 0, 0, "host names answered, separated by commas; empty: any"},
    {"trusted-proxies", SET_TEXT, "", 0, 0, "addresses whose X-Forwarded-For is believed (its last entry)"},
    {"user", SET_TEXT, "", 0, 0, "become this user after listening, when started as root"},
    {"loops", SET_INT, "0", 0, 64, "event loops; 0: one for each core"},
    {"workers", SET_INT, "8", 1, 64, "threads for slow work"},
    {"queue", SET_INT, "256", 1, 100000, "calls that may wait for a worker; beyond it: 503"},
    {"job-threads", SET_INT, "2", 0, 16, "threads that run jobs inside serve; 0: only `lianluo work` does"},
    {"connections", SET_INT, "4096", 8, 100000, "open connections of all clients"},
    {"connections-per-address", SET_INT, "512", 1, 100000, "open connections of one address (IPv6: one /64)"},
    {"header-seconds", SET_SECONDS, "10", 1, 600, "time for the whole head of a request"},
    {"keepalive-seconds", SET_SECONDS, "15", 1, 3600, "time until an idle connection is closed"},
    {"keepalive-requests", SET_INT, "100000", 1, 1000000000, "requests on one connection"},
    {"body-rate", SET_BYTES, "1k", 1, 1073741824, "bytes a second that a body or a reply must move"},
    {"grace-seconds", SET_SECONDS, "10", 0, 600, "time before body-rate counts"},
    {"drain-seconds", SET_SECONDS, "20", 0, 600,
        "time for calls in flight when the program is asked to stop"},
    {"upload-max", SET_BYTES, "48m", 1024, 1073741824, "largest request with attachments"},
    {"writer-threads", SET_INT, "0", 0, 8, "writers; 0: one"},
    {"writer-queue", SET_INT, "4096", 1, 1000000, "writes that may wait; beyond it: 503"},
    {"writer-batch", SET_INT, "256", 1, 4096, "writes in one commit"},
    {"cache", SET_BYTES, "0", 0, 17179869184,
        "page cache of each reading connection; 0: 4 to 32 MiB by the size of the database"},
    {"quota-public", SET_INT, "30", 0, 1000000000, "public forms a minute from one address; 0: no limit"},
    {"quota-signin", SET_INT, "20", 0, 1000000000, "sign-ins a minute from one address; 0: no limit"},
    {"quota-code", SET_INT, "10", 0, 1000000000,
        "tries of a query code a minute from one address; 0: no limit"},
    {"quota-code-all", SET_INT, "50", 0, 1000000000,
        "tries of query codes a second from everybody; 0: no limit"},
    {"log", SET_TEXT, "info", 0, 0, "error, warn, info or debug; debug has a line for each request"},
    {"checkpoint-dir", SET_PATH, "", 0, 0, "where signed checkpoints of the audit chain are also written"},
    {"password-profile", SET_TEXT, "asvs5", 0, 0, "asvs5 or mlps3"},
    {"smtp-url", SET_TEXT, "", 0, 0, "smtp:// or smtps:// server for messages; empty: none are sent"},
    {"smtp-from", SET_TEXT, "", 0, 0, "sender of messages"},
    {"smtp-user", SET_TEXT, "", 0, 0, "name at the mail server"},
    {"smtp-password-file", SET_PATH, "", 0, 0, "file with the password at the mail server"},
    {"sms-url", SET_TEXT, "", 0, 0, "https:// gateway for text messages; empty: none are sent"},
    {"sms-token-file", SET_PATH, "", 0, 0, "file with the gateway's token"},
    {"read-seconds", SET_INT, "10", 1, 600, "longest read behind a page; four times as long for exports"},
    {"quiet-from", SET_INT, "21", 0, 23, "hour from which no message leaves"},
    {"quiet-to", SET_INT, "8", 0, 23, "hour from which messages leave again"},
};
/* clang-format on */
const size_t settings_n = COUNT(settings_rows);

static struct str absolute(struct arena *a, struct str path)
{
    char here[PATH_MAX];

    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    if (path.n == 0 || path.p[0] == '/')
        return str_dup(a, path);
    if (str_starts(path, S("./")))
        path = str_sub(path, 2, path.n);
    if (getcwd(here, sizeof here) == NULL)
        return str_dup(a, path);
    return str_f(a, "%s/%.*s", here, STR(path));
}

static struct str text_or_none(const struct conf *c, const char *name)
{
    struct str s = conf_text(c, name);

    return s.n == 0 ? (struct str){0} : s;
}

static void fill_app(struct settings *s)
{
    const struct conf *c = s->conf;

    s->app = (struct app_settings){
        .public_url = text_or_none(c, "public-url"),
        .data_dir = s->data_dir,
        .checkpoint_dir = text_or_none(c, "checkpoint-dir"),
        .smtp_url = text_or_none(c, "smtp-url"),
        .smtp_from = text_or_none(c, "smtp-from"),
        .smtp_user = text_or_none(c, "smtp-user"),
        .smtp_password_file = text_or_none(c, "smtp-password-file"),
        .sms_url = text_or_none(c, "sms-url"),
        .sms_token_file = text_or_none(c, "sms-token-file"),
        .quiet_from = (int)conf_int(c, "quiet-from"),
        .quiet_to = (int)conf_int(c, "quiet-to"),
        .password_profile = conf_text(c, "password-profile"),
    };
    while (s->app.public_url.n > 0 && s->app.public_url.p[s->app.public_url.n - 1] == '/')
        s->app.public_url.n--;
}

static void fill_server(struct settings *s)
{
    const struct conf *c = s->conf;
    int64_t cores = sysconf(_SC_NPROCESSORS_ONLN), loops = conf_int(c, "loops");

    if (cores < 1)
        cores = 1;
    if (cores > 64)
        cores = 64;
    s->server = (struct server_config){
        .listen = conf_text(c, "listen"),
        .port = (int)conf_int(c, "port"),
        .loops = (int)(loops > 0 ? loops : cores),
        .workers = (int)conf_int(c, "workers"),
        .connections_max = conf_int(c, "connections"),
        .per_address_max = conf_int(c, "connections-per-address"),
        .trusted_proxies = conf_text(c, "trusted-proxies"),
        .hosts = conf_text(c, "hosts"),
        .spool_dir = s->spool_dir,
        .header_seconds = conf_int(c, "header-seconds"),
        .keepalive_seconds = conf_int(c, "keepalive-seconds"),
        .body_bytes_a_second = conf_int(c, "body-rate"),
        .grace_seconds = conf_int(c, "grace-seconds"),
        .keepalive_requests = conf_int(c, "keepalive-requests"),
        .drain_seconds = conf_int(c, "drain-seconds"),
        .queue_max = (size_t)conf_int(c, "queue"),
    };
    s->quota = (struct quota_limits){
        .public_minute = conf_int(c, "quota-public"),
        .signin_minute = conf_int(c, "quota-signin"),
        .code_minute = conf_int(c, "quota-code"),
        .code_second = conf_int(c, "quota-code-all"),
    };
}

static void fill_store(struct arena *a, struct settings *s)
{
    const struct conf *c = s->conf;
    struct str db = conf_text(c, "db");

    s->postgres = str_starts(db, S("postgres:")) || str_starts(db, S("postgresql:")) ||
                  str_has(db, S("dbname="));
    s->target = db.n > 0 ? db : str_f(a, "sqlite:%.*s/lianluo.db", STR(s->data_dir));
    s->keys = conf_text(c, "keys");
    s->keys = s->keys.n > 0 ? absolute(a, s->keys) : str_f(a, "%.*s.keys", STR(s->data_dir));
    s->user = conf_text(c, "user");
    s->cache_bytes = conf_int(c, "cache");
    s->read_seconds = conf_int(c, "read-seconds");
    s->upload_max = conf_int(c, "upload-max");
    s->writer_threads = (int)conf_int(c, "writer-threads");
    /* On PostgreSQL too: a foreign key is checked by reading the page of an index into which
     * all writers insert, so that two serializable batches at once would always meet. */
    if (!s->postgres || s->writer_threads == 0)
        s->writer_threads = 1;
    s->job_threads = (int)conf_int(c, "job-threads");
    s->writer_queue = (size_t)conf_int(c, "writer-queue");
    s->writer_batch = (size_t)conf_int(c, "writer-batch");
}

static bool one_of(struct str s, const char *const *words)
{
    for (; *words != NULL; words++)
        if (str_is(s, *words))
            return true;
    return false;
}

/* What a kind cannot express. */
static enum err check(const struct conf *c, struct buf *problems)
{
    static const char *const profiles[] = {"asvs5", "mlps3", NULL};
    static const char *const levels[] = {"error", "warn", "info", "debug", NULL};
    struct str url = conf_text(c, "public-url");
    size_t before = problems->n;

    if (!one_of(conf_text(c, "password-profile"), profiles))
        buf_add(problems, S("password-profile: asvs5 or mlps3\n"));
    if (!one_of(conf_text(c, "log"), levels))
        buf_add(problems, S("log: error, warn, info or debug\n"));
    if (url.n > 0 && !str_starts(url, S("http://")) && !str_starts(url, S("https://")))
        buf_add(problems, S("public-url: must begin with http:// or https://\n"));
    return problems->n == before ? OK : ERR_INVALID;
}

/* The path of the configuration file must be known before it is read: flags and environment
 * are read once without a file. */
static enum err find_file(struct arena *a, char **environment, char **flags, const char **file)
{
    struct buf ignored = buf_new(a, 4096);
    struct conf_sources from = {.environment = environment, .flags = flags};
    struct conf *c;
    struct str path;

    *file = NULL;
    TRY(conf_read(a, settings_rows, settings_n, &from, &c, &ignored));
    path = conf_text(c, "config");
    if (path.n > 0) {
        *file = path.p;
        return OK;
    }
    path = str_f(a, "%.*s/lianluo.conf", STR(absolute(a, conf_text(c, "data"))));
    if (access(path.p, R_OK) == 0)
        *file = path.p;
    return OK;
}

enum err settings_read(struct arena *a, char **environment, char **flags, struct settings *out,
    char ***rest, struct buf *problems)
{
    struct conf_sources from = {.environment = environment, .flags = flags};

    *out = (struct settings){0};
    if (find_file(a, environment, flags, &from.file) != OK)
        from.file = NULL; /* the problems are told below */
    TRY(conf_read(a, settings_rows, settings_n, &from, &out->conf, problems));
    *rest = from.rest;
    TRY(check(out->conf, problems));
    out->data_dir = absolute(a, conf_text(out->conf, "data"));
    out->spool_dir = str_f(a, "%.*s/spool", STR(out->data_dir));
    fill_app(out);
    fill_server(out);
    fill_store(a, out);
    return OK;
}
