/*
 * arena: one memory region per unit of work (a request, a job, a command).
 *
 * All memory of the work comes from its arena and goes with it.  What is not memory
 * (files, handles, cursors) is handed to arena_later and undone at reset, newest first.
 * Running out of memory, or of the arena's maximum, stops the process: every size that a
 * client can influence is bounded before it reaches an arena.  Not shared between threads.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

/* Once, at the start of the program: what was freed stays with it for the next work, within
 * bounds.  Else each large piece at the end of the heap goes to the system and comes back. */
void arena_settle(void);

struct arena_mark {
    void *block;
    size_t used;
    void *later;
};

/* A new arena that may grow to max bytes in total. */
struct arena *arena_open(size_t max);
/* Run the cleanups and give everything back.  NULL is harmless. */
void arena_close(struct arena *a);
/* Run the cleanups, keep the first block for the next work. */
void arena_reset(struct arena *a);

/* n zeroed bytes, aligned for any type; never NULL; n may be 0. */
void *arena_take(struct arena *a, size_t n);
/* count * size zeroed bytes; an overflow stops the process. */
void *arena_many(struct arena *a, size_t size, size_t count);
/* n bytes that the caller fills. */
void *arena_raw(struct arena *a, size_t n);
/* Grow p, the newest piece of the arena if possible in place, from old to n bytes. */
void *arena_grow(struct arena *a, void *p, size_t old, size_t n);
/* The same; what is new may hold anything. */
void *arena_grow_raw(struct arena *a, void *p, size_t old, size_t n);

/* Call undo(arg) at reset, close or arena_back, newest first. */
void arena_later(struct arena *a, void (*undo)(void *), void *arg);

/* Forget everything taken since the mark (cleanups registered since then run). */
struct arena_mark arena_mark(struct arena *a);
void arena_back(struct arena *a, struct arena_mark m);

/* Bytes handed out since open or reset; for measurements. */
size_t arena_used(const struct arena *a);

#define NEW(a, T) ((T *)arena_take((a), sizeof(T)))
#define MANY(a, T, n) ((T *)arena_many((a), sizeof(T), (n)))

#endif
