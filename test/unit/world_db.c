#include "world_db.h"

#include "store/migrate.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];
static int made;
static bool have_template;

static void stop(const char *what, const struct buf *words)
{
    fprintf(stderr, "world_db: %s: %.*s\n", what, words == NULL ? 0 : (int)words->n,
        words == NULL ? "" : words->p);
    exit(99);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

/* With whatever the tests made inside. */
static void remove_folder(void)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static const char *own_folder(void)
{
    if (folder[0] == '\0') {
        const char *where = getenv("TMPDIR");

        snprintf(
            folder, sizeof(folder), "%s/lianluo-test-XXXXXX", where == NULL ? "/tmp" : where);
        if (mkdtemp(folder) == NULL)
            stop("no temporary directory", NULL);
        atexit(remove_folder);
    }
    return folder;
}

struct str world_db_path(struct arena *a, const char *name)
{
    return str_f(a, "%s/%s-%d", own_folder(), name, made++);
}

static const char *server(void)
{
    const char *target = getenv("LIANLUO_TEST_DB");

    return target == NULL || target[0] == '\0' ? NULL : target;
}

enum db_engine world_db_engine(void)
{
    return server() == NULL ? DB_SQLITE : DB_POSTGRES;
}

static struct db *connect_to(struct arena *a, const struct db_place *place)
{
    struct buf problem = buf_new(a, 4096);
    struct db *db = NULL;

    if (db_open(place, &db, &problem) != OK)
        stop("cannot open", &problem);
    return db;
}

/* On the database that is always there: databases are made and dropped from it. */
static void command(struct arena *a, const char *sql)
{
    struct db_place place = {.target = str_of(server())};
    struct db *db = connect_to(a, &place);

    if (db_script(db, str_of(sql)) != OK) {
        fprintf(stderr, "world_db: %s: %.*s\n", sql, STR(db_fault(db).message));
        exit(99);
    }
    db_close(db);
}

static struct str name_of(struct arena *a, const char *what)
{
    return str_f(a, "ll_%d_%s", (int)getpid(), what);
}

static struct str target_of(struct arena *a, const char *what)
{
    if (server() == NULL)
        return str_f(a, "sqlite:%s/%s.db", own_folder(), what);
    return str_f(a, "%s dbname=%.*s", server(), STR(name_of(a, what)));
}

static void copy_file(const char *from, const char *to)
{
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    char block[65536];
    size_t n;

    if (in == NULL || out == NULL)
        stop("cannot copy the template", NULL);
    while ((n = fread(block, 1, sizeof(block), in)) > 0) {
        if (fwrite(block, 1, n, out) != n)
            stop("cannot copy the template", NULL);
    }
    fclose(in);
    fclose(out);
    chmod(to, 0600);
}

static void create(struct arena *a, const char *what, const char *like)
{
    if (server() != NULL) {
        struct str from = like == NULL ? S("template0") : name_of(a, like);

        command(a,
            str_f(a, "CREATE DATABASE %.*s TEMPLATE %.*s", STR(name_of(a, what)), STR(from)).p);
    } else if (like != NULL) {
        copy_file(target_of(a, like).p + 7, target_of(a, what).p + 7);
    }
}

static void migrated_template(struct arena *a)
{
    struct db_place place = {.target = target_of(a, "template")};
    struct buf problem = buf_new(a, 4096);
    struct db *db;

    if (have_template)
        return;
    create(a, "template", NULL);
    db = connect_to(a, &place);
    if (migrate_apply(db, NULL, NULL, &problem) != OK)
        stop("cannot migrate", &problem);
    db_close(db);
    have_template = true;
}

static struct world_db *open_like(bool bare)
{
    struct arena *a = arena_open((size_t)64 << 20);
    struct world_db *w = NEW(a, struct world_db);
    struct str name = str_f(a, "t%d", made++);

    w->arena = a;
    if (!bare)
        migrated_template(a);
    create(a, name.p, bare ? NULL : "template");
    w->place.target = target_of(a, name.p);
    world_db_enter(w);
    return w;
}

struct world_db *world_db_open(void)
{
    return open_like(false);
}

struct world_db *world_db_open_bare(void)
{
    return open_like(true);
}

struct db *world_db_connect(struct world_db *w, bool read_only)
{
    struct db_place place = w->place;

    place.read_only = read_only;
    return connect_to(w->arena, &place);
}

void world_db_leave(struct world_db *w)
{
    db_close(w->db);
    w->db = NULL;
}

void world_db_enter(struct world_db *w)
{
    w->db = connect_to(w->arena, &w->place);
}

void world_db_close(struct world_db *w)
{
    db_close(w->db);
    if (server() != NULL) {
        size_t at = str_find(w->place.target, S("dbname=ll_"));

        command(w->arena,
            str_f(w->arena, "DROP DATABASE %s WITH (FORCE)", w->place.target.p + at + 7).p);
    } else {
        const char *path = w->place.target.p + 7;

        unlink(path);
        unlink(str_f(w->arena, "%s-wal", path).p);
        unlink(str_f(w->arena, "%s-shm", path).p);
    }
    arena_close(w->arena);
}
