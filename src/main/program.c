#include "main/program.h"

#include "core/privacy.h"
#include "core/session.h"
#include "store/migrate.h"
#include "web/page.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "main/describe.h"
#include "main/feature.h"
#include "main/keys.h"

enum {
    TABLES = 64
};

static enum err folder(struct program *p, struct str path)
{
    struct stat st;

    if (mkdir(path.p, 0700) == 0 ||
        (errno == EEXIST && stat(path.p, &st) == 0 && S_ISDIR(st.st_mode)))
        return OK;
    buf_f(&p->problem, "%.*s: %s\n", STR(path), strerrordesc_np(errno));
    return ERR_DOWN;
}

/* Folders on the way to the data directory, so that --data data/demo works in a fresh tree. */
static enum err folders(struct program *p)
{
    struct str data = p->settings.data_dir;

    for (size_t i = 1; i < data.n; i++)
        if (data.p[i] == '/')
            TRY(folder(p, str_dup(p->arena, str_sub(data, 0, i))));
    TRY(folder(p, data));
    return folder(p, p->settings.spool_dir);
}

static enum err schema(struct program *p, bool may_be_behind, bool *fresh)
{
    int64_t pending;

    TRY(migrate_pending(p->db, &pending, &p->problem));
    *fresh = pending == (int64_t)schema_steps_n;
    if (*fresh)
        return migrate_apply(p->db, NULL, NULL, &p->problem);
    if (pending == 0 || may_be_behind)
        return OK;
    buf_f(&p->problem,
        "the database is older than this program: %lld schema steps are waiting; run "
        "\"lianluo migrate\"\n",
        (long long)pending);
    return ERR_CONFLICT;
}

/* Domain code knows no features; what they count and where their records are shown it finds in
 * the settings. */
static void features_tell(struct program *p)
{
    const struct measure **measures = MANY(p->arena, const struct measure *, TABLES);
    const struct ledger_source **sources = MANY(p->arena, const struct ledger_source *, TABLES);
    const struct related_kind **related = MANY(p->arena, const struct related_kind *, TABLES);
    const struct rule_default **rules = MANY(p->arena, const struct rule_default *, TABLES);
    size_t nm = 0, ns = 0, nr = 0, nk = 0;

    for (size_t i = 0; features[i] != NULL && i + 1 < TABLES; i++) {
        if (features[i]->measures != NULL)
            measures[nm++] = features[i]->measures;
        if (features[i]->sources != NULL)
            sources[ns++] = features[i]->sources;
        if (features[i]->related != NULL)
            related[nr++] = features[i]->related;
        if (features[i]->rules != NULL)
            rules[nk++] = features[i]->rules;
    }
    p->settings.app.measures = measures;
    p->settings.app.sources = sources;
    p->settings.app.related = related;
    p->settings.app.rules = rules;
}

enum err program_open(struct program *p, bool may_be_behind)
{
    struct db_place place = {
        .target = p->settings.target, .cache_bytes = p->settings.cache_bytes};
    bool fresh = false;

    features_tell(p);
    TRY(folders(p));
    TRY(db_open(&place, &p->db, &p->problem));
    TRY(schema(p, may_be_behind, &fresh));
    TRY(privacy_keys_open(
        p->settings.keys, p->settings.data_dir, fresh, &p->keys, &p->problem));
    return keys_match(p);
}

void program_close(struct program *p)
{
    db_close(p->db);
    p->db = NULL;
    privacy_keys_close(p->keys);
    p->keys = NULL;
}

void program_keys_look(struct program *p)
{
    struct arena *a = arena_open(65536);
    struct buf problem = buf_new(a, 4096);
    size_t before = privacy_ages(p->keys);

    if (privacy_keys_refresh(p->keys, &problem) != OK)
        LOG(LOG_ERROR, "keys_unread", LOG_S("why", buf_str(&problem)));
    else if (privacy_ages(p->keys) != before)
        LOG(LOG_INFO, "keys_read", LOG_N("keys", (int64_t)privacy_ages(p->keys)));
    arena_close(a);
}

void program_cx(struct program *p, struct cx *cx, const struct actor *actor)
{
    if (p->settings.app.measures == NULL)
        features_tell(p);
    *cx = (struct cx){.arena = p->arena,
        .db = p->db,
        .actor = actor,
        .now = time_now(),
        .rng = &p->rng,
        .keys = p->keys,
        .settings = &p->settings.app,
        .lang = p->lang,
        .trace = S("command")};
}

enum err program_routes(struct program *p, struct router **out)
{
    const struct route **tables = MANY(p->arena, const struct route *, TABLES);
    size_t n = 0;

    tables[n++] = serve_routes;
    tables[n++] = describe_routes;
    tables[n++] = web_routes;
    for (size_t i = 0; features[i] != NULL && n + 2 < TABLES; i++) {
        if (features[i]->web != NULL)
            tables[n++] = features[i]->web;
        if (features[i]->api != NULL)
            tables[n++] = features[i]->api;
    }
    return route_build(p->arena, tables, n, out, &p->problem);
}
