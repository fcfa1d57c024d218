/*
 * gen: the generators' shared ground.
 *
 * One short-lived program that reads plain files and writes C.  It stands alone (nothing of
 * src is linked in), because everything else is built from what it writes.  Memory comes from
 * one pool that is given back at the end.  A translator never prints and never exits: the
 * first problem is kept in its source, the cursor moves to the end, and main reports it as
 * file:line:column.
 */
#ifndef GEN_H
#define GEN_H

#include <stdbool.h>
#include <stddef.h>

#define PRINTF(fmt, first) __attribute__((format(printf, fmt, first), nonnull(fmt)))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A piece of text; not NUL-terminated. */
struct span {
    const char *p;
    size_t n;
};

/* Growing output. */
struct out {
    char *p;
    size_t n, cap;
};

/* One input file and how far it was read. */
struct source {
    const char *file;
    const char *p;
    size_t n, at;
    bool failed;
    size_t failed_at;
    char problem[300];
};

void *pool_take(size_t n); /* zeroed, never NULL */
void *pool_grow(void *p, size_t old, size_t n);
void pool_drop(void); /* give everything back */
char *pool_z(struct span s);

void out_add(struct out *o, struct span s);
void out_z(struct out *o, const char *z);
void out_f(struct out *o, const char *fmt, ...) PRINTF(2, 3);
/* A C string literal, with its quotes. */
void out_literal(struct out *o, struct span s);
/* The name as a C identifier in capitals, for include guards. */
void out_guard(struct out *o, const char *name);
/* Write the file; a problem is printed. */
bool out_write(const struct out *o, const char *path);

/* Read a whole file; a problem is printed. */
bool source_read(struct source *s, const char *path);
/* Keep the first problem and move to the end. */
void source_fail(struct source *s, size_t at, const char *fmt, ...) PRINTF(3, 4);
/* Line and column, from 1, of a position. */
void source_where(const struct source *s, size_t at, size_t *line, size_t *column);
/* Print the problem, if there is one. */
void source_report(const struct source *s);
/* The next line without its end; false at the end of the file. */
bool source_line(struct source *s, struct span *line);

struct span span_z(const char *z);
struct span span_trim(struct span s);
bool span_is(struct span s, const char *z);
bool span_same(struct span a, struct span b);
bool span_starts(struct span s, const char *z);
int span_order(struct span a, struct span b); /* byte order */
/* Cut the leading run of name characters (letters, digits, underscore) off s. */
struct span span_name(struct span *s);
bool span_c_name(struct span s); /* a C identifier, and no keyword */
struct span path_base(const char *path);
struct span path_stem(const char *path); /* base without everything from the first dot */

bool is_blank(char c);
bool is_name(char c);
bool is_alpha(char c);
bool is_digit(char c);
char lower(char c);

/* The translators: false when the source holds a problem. */
bool sql_make(struct source *s, const char *header_name, struct out *header, struct out *code);
bool page_make(struct source *s, const char *header_name, struct out *header, struct out *code);
/* The keys and the table of all files together. */
bool text_make(struct source *sources, size_t n, struct out *keys, struct out *table);
/* The steps in the order of their numbers. */
bool schema_make(struct source *sources, size_t n, struct out *o);

/* The commands; the arguments after the command's name.  They return an exit status. */
int sql_run(int argc, char **argv);
int statements_run(int argc, char **argv);
int page_run(int argc, char **argv);
int text_run(int argc, char **argv);
int asset_run(int argc, char **argv);
int schema_run(int argc, char **argv);

#endif
