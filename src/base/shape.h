/*
 * shape: what a row looks like.  One field table serves SQL decoding, JSON, forms, sheets
 * and masking.
 *
 *     const struct field fields[] = {
 *         FIELD(struct station, id), FIELD(struct station, name),
 *         FIELD_ENUM(struct station, kind, station_kind_words),
 *     };
 *     const struct shape station_shape = SHAPE(station, fields);
 *
 * An enum is an int in C and its word in the database and in JSON.
 */
#ifndef BASE_SHAPE_H
#define BASE_SHAPE_H

#include "base/num.h"
#include "base/str.h"
#include "base/time.h"

enum kind {
    KIND_INT = 1, /* int64_t                            BIGINT */
    KIND_STR,     /* struct str, NULL when absent       TEXT   */
    KIND_PRIV,    /* struct priv                        TEXT   */
    KIND_BYTES,   /* struct bytes, NULL when absent     BYTEA  */
    KIND_INSTANT, /* struct instant, NULL when absent   BIGINT */
    KIND_DATE,    /* struct date, NULL when absent      TEXT YYYY-MM-DD */
    KIND_MONEY,   /* struct money                       BIGINT */
    KIND_BOOL,    /* bool                               BIGINT 0 or 1 */
    KIND_ENUM     /* an enum                            TEXT   */
};

struct field {
    const char *name;
    enum kind kind;
    size_t offset;
    const char *const *words; /* KIND_ENUM: words by value, NULL-terminated */
};

struct shape {
    const char *name;
    size_t size;
    const struct field *fields;
    size_t n;
};

#define KIND_OF(x)                                                                             \
    _Generic((x), int64_t                                                                      \
             : KIND_INT, struct str                                                            \
             : KIND_STR, struct priv                                                           \
             : KIND_PRIV, struct bytes                                                         \
             : KIND_BYTES, struct instant                                                      \
             : KIND_INSTANT, struct date                                                       \
             : KIND_DATE, struct money                                                         \
             : KIND_MONEY, bool                                                                \
             : KIND_BOOL)

#define FIELD(T, member)                                                                       \
    {                                                                                          \
#        member, KIND_OF(((T *)0)->member), offsetof(T, member), NULL                          \
    }
#define FIELD_ENUM(T, member, w)                                                               \
    {                                                                                          \
#        member, KIND_ENUM, offsetof(T, member), (w)                                           \
    }
#define SHAPE(type, f)                                                                         \
    {                                                                                          \
#        type, sizeof(struct type), (f), COUNT(f)                                              \
    }

/* The field with this name, or NULL. */
const struct field *shape_field(const struct shape *s, struct str name);
/* The value of a word in a NULL-terminated list, or -1. */
int word_find(const char *const *words, struct str word);

#endif
