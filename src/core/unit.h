/*
 * unit: units of work outside HTTP requests: jobs, threads of the program, commands, tests.
 *
 * A unit belongs to one thread: an arena, a context, a reading connection, and a way to write:
 * the program's write queue (SQLite: one writer), or a connection of its own (PostgreSQL,
 * commands).
 *
 *     struct unit *u;
 *     TRY(unit_open(&source, &u, &problem));
 *     unit_begin(u);
 *     err = unit_write(u, work, &arg);      work(cx, arg) may be run again after a conflict
 *     unit_close(u);
 */
#ifndef CORE_UNIT_H
#define CORE_UNIT_H

#include "core/cx.h"
#include "store/db.h"

struct writer; /* store/writer.h */

/* What units are made of; lives as long as they do. */
struct unit_source {
    struct db_place place;
    struct writer *writer; /* NULL: a connection of its own */
    struct db *db;         /* tests: use this connection for everything; else NULL */
    bool feeds;            /* the search index may be written (the feeder) */
    const struct keys *keys;
    const struct app_settings *settings;
    const struct actor *actor; /* NULL: the program itself (unit_program) */
    struct numbers *numbers;
    struct instant (*clock)(void *arg); /* read once at unit_begin */
    void *clock_arg;
};

struct unit;
typedef enum err unit_work(struct cx *cx, void *arg);

/* ERR_DOWN: no connection; its words are in problem. */
enum err unit_open(
    const struct unit_source *source, struct unit **out, struct buf *problem) MUST_USE;
void unit_close(struct unit *u); /* NULL is harmless */
/* Forget the last unit of work, read the clock. */
void unit_begin(struct unit *u);
/* The context between transactions: arena, now, faults of the last work. */
struct cx *unit_cx(struct unit *u);
/* In a reading transaction; in a writing one; in a writing one at read-committed (queues). */
enum err unit_read(struct unit *u, unit_work *work, void *arg) MUST_USE;
enum err unit_write(struct unit *u, unit_work *work, void *arg) MUST_USE;
enum err unit_claim(struct unit *u, unit_work *work, void *arg) MUST_USE;
/* With a connection that reads, but no transaction: for work that waits for others. */
enum err unit_outside(struct unit *u, unit_work *work, void *arg) MUST_USE;
/* The actor that the program itself is. */
const struct actor *unit_program(void);

#endif
