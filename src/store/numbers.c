#include "store/numbers.h"

#include "base/map.h"
#include "base/time.h"
#include "store/tx.h"

#include <pthread.h>

enum {
    BLOCK = 20,
    BLOCK_MOST = 640
};
#define QUICKLY INT64_C(10000000000) /* ns */

struct block {
    int64_t next, end;
    int64_t size, taken; /* of the newest; ns */
};

struct numbers {
    pthread_mutex_t lock;
    struct arena *own, *work;
    struct db_place place;
    struct db *db;
    struct map *blocks; /* scope -> struct block; a few hundred counties a year */
};

static const struct db_param params[] = {
    {"scope", KIND_STR}, {"first", KIND_INT}, {"block", KIND_INT}};
static const struct db_statement take = {
    .name = "numbers_take",
    .verb = DB_VALUE,
    .text =
        "INSERT INTO number_block (scope, next) VALUES ($1, $2) ON CONFLICT (scope) DO UPDATE"
        " SET next = number_block.next + $3 RETURNING next",
    .params = params,
    .n = COUNT(params),
    .read_committed = true,
};

struct numbers *numbers_open(const struct db_place *place)
{
    struct arena *own = arena_open((size_t)16 << 20);
    struct numbers *n = NEW(own, struct numbers);

    n->own = own;
    n->work = arena_open(1 << 20);
    n->place = *place;
    n->place.target = str_dup(own, place->target);
    n->place.read_only = false;
    n->blocks = map_new(own);
    pthread_mutex_init(&n->lock, NULL);
    return n;
}

void numbers_close(struct numbers *n)
{
    if (n == NULL)
        return;
    db_close(n->db);
    pthread_mutex_destroy(&n->lock);
    arena_close(n->work);
    arena_close(n->own);
}

struct taking {
    struct str scope;
    int64_t size, next;
};

static enum err run(void *arg, struct db *db)
{
    struct taking *t = arg;

    return db_value(db, &take,
        (const struct db_arg[]){DB_TEXT(t->scope), DB_INT(1 + t->size), DB_INT(t->size)},
        &t->next);
}

/* One that is used up quickly is followed by a larger one. */
static int64_t size_next(const struct block *b, int64_t now)
{
    if (b->size == 0 || now - b->taken > QUICKLY)
        return BLOCK;
    return b->size * 2 < BLOCK_MOST ? b->size * 2 : BLOCK_MOST;
}

/* The row says what nobody has yet; the block before it is ours. */
static enum err refill(struct numbers *n, struct str scope, struct block *b)
{
    struct buf problem = buf_new(n->work, 4096);
    int64_t now = time_mono_ns();
    struct taking t = {scope, size_next(b, now), 0};
    enum err err = OK;

    if (n->db == NULL)
        err = db_open(&n->place, &n->db, &problem);
    if (err == OK)
        err = tx_run(n->db, DB_WRITE_COMMITTED, run, NULL, &t);
    arena_reset(n->work);
    if (err != OK) {
        db_close(n->db);
        n->db = NULL;
        return ERR_BUSY;
    }
    *b = (struct block){t.next - t.size, t.next, t.size, now};
    return OK;
}

static enum err draw(struct numbers *n, struct str scope, int64_t *out)
{
    struct block *b = map_find(n->blocks, scope);

    if (b == NULL) {
        b = NEW(n->own, struct block);
        *map_at(n->blocks, str_dup(n->own, scope)) = b;
    }
    if (b->next == b->end)
        TRY(refill(n, scope, b));
    *out = b->next++;
    return OK;
}

enum err numbers_draw(struct numbers *n, struct str scope, int64_t *out)
{
    enum err err;

    pthread_mutex_lock(&n->lock);
    err = draw(n, scope, out);
    pthread_mutex_unlock(&n->lock);
    return err;
}
