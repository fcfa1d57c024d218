/*
 * vec: typed growing arrays on an arena, and the list type that SQL, sheets and templates
 * share: a pointer p and a length n.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

/* struct NAME_list { struct NAME *p; size_t n; } */
#define LIST_OF(name)                                                                          \
    struct name##_list {                                                                       \
        struct name *p;                                                                        \
        size_t n;                                                                              \
    }

/* Any struct with members p, n and cap can be pushed to:
 *     struct { struct row *p; size_t n, cap; } rows = {0};
 *     *VEC_PUSH(arena, &rows) = (struct row){...};                                       */
#define VEC_PUSH(a, v)                                                                         \
    ((v)->p = vec_room((a), (v)->p, &(v)->cap, (v)->n, sizeof *(v)->p), &(v)->p[(v)->n++])

/* "+ 0" drops the const that the pointer itself has in a const list.  An empty list may have no
 * array at all, and to add even 0 to NULL is undefined. */
/* NOLINTBEGIN(bugprone-macro-parentheses): "it" is declared here */
#define EACH(it, list)                                                                         \
    for (__typeof__((list)->p + 0) it = (list)->p; it != NULL && it < (list)->p + (list)->n;   \
         it++)
/* NOLINTEND(bugprone-macro-parentheses) */

/* Room for one more element of size bytes; doubles *cap when full. */
void *vec_room(struct arena *a, void *p, size_t *cap, size_t n, size_t size);

#endif
