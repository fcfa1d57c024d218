/* sql: what gen sql reads from a file of statements, before it is written as C. */
#ifndef GEN_SQL_H
#define GEN_SQL_H

#include "gen.h"

enum sql_verb {
    VERB_ONE,
    VERB_MAYBE,
    VERB_MANY,
    VERB_EACH,
    VERB_VALUE,
    VERB_COUNT,
    VERBS
};
enum sql_only {
    ONLY_NONE,
    ONLY_SQLITE,
    ONLY_POSTGRES,
    ONLYS
};
enum {
    SQL_PARAMS = 60,
    SQL_STATEMENTS = 300
};

struct sql_param {
    struct span name, type;
    bool used;
};

struct sql_statement {
    size_t at; /* of the header */
    struct span name, shape;
    enum sql_verb verb;
    struct sql_param params[SQL_PARAMS];
    size_t params_n;
    enum sql_only only;
    struct span text[ONLYS];
    bool read_committed, reads, bounded, has_words;
};

struct sql_file {
    struct span uses[8];
    size_t uses_n;
    struct sql_statement *p[SQL_STATEMENTS];
    size_t n;
};

bool sql_read(struct source *s, struct sql_file *file);
struct sql_param *sql_param_find(struct sql_statement *st, struct span name);

#endif
