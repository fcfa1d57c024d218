/*
 * sql: .sql files to typed functions (HACKING.md, "Statements").
 *
 * This file reads the statements; sql_write.c writes the C.  It knows no SQL beyond strings,
 * comments, words and :names.
 */
#include "sql.h"

#include <stdio.h>

static const struct {
    const char *name;
    bool shape;
} verbs[VERBS] = {
    [VERB_ONE] = {"one", true},
    [VERB_MAYBE] = {"maybe", true},
    [VERB_MANY] = {"many", true},
    [VERB_EACH] = {"each", true},
    [VERB_VALUE] = {"value", false},
    [VERB_COUNT] = {"count", false},
};

struct sql_param *sql_param_find(struct sql_statement *st, struct span name)
{
    for (size_t i = 0; i < st->params_n; i++)
        if (span_same(st->params[i].name, name))
            return &st->params[i];
    return NULL;
}

static bool is_verb(struct span word, enum sql_verb *verb)
{
    for (int v = 0; v < VERBS; v++) {
        if (span_is(word, verbs[v].name)) {
            *verb = (enum sql_verb)v;
            return true;
        }
    }
    return false;
}

/* A header is "-- name: verb"; other comments are remarks. */
static bool is_header(struct span line)
{
    enum sql_verb verb;
    struct span rest, name;

    if (!span_starts(line, "-- "))
        return false;
    rest = (struct span){line.p + 3, line.n - 3};
    name = span_name(&rest);
    if (name.n == 0 || !span_starts(rest, ": ") || span_is(name, "use") ||
        span_is(name, "only") || span_is(name, "bounded"))
        return false;
    rest = (struct span){rest.p + 2, rest.n - 2};
    return is_verb(span_name(&rest), &verb);
}

static struct span word_next(struct span *rest)
{
    *rest = span_trim(*rest);
    return span_name(rest);
}

static size_t at_of(const struct source *s, struct span part)
{
    return (size_t)(part.p - s->p);
}

static void param_add(struct source *s, struct sql_statement *st, struct span part)
{
    static const char *const taken[] = {"cx", "out", "found", "row", "arg", "changed"};
    struct span name = word_next(&part), type = word_next(&part);

    part = span_trim(part);
    if (!span_c_name(name) || !is_name(type.n > 0 ? type.p[0] : ' ') || part.n > 0) {
        source_fail(s, at_of(s, name), "expected a parameter as \"name type\"");
        return;
    }
    for (size_t i = 0; i < COUNT(taken); i++)
        if (span_is(name, taken[i]))
            source_fail(s, at_of(s, name), "the function already has a parameter %s", taken[i]);
    if (sql_param_find(st, name) != NULL)
        source_fail(s, at_of(s, name), "parameter %s twice", pool_z(name));
    if (st->params_n == SQL_PARAMS) {
        source_fail(s, at_of(s, name), "more than %d parameters", SQL_PARAMS);
        return;
    }
    st->params[st->params_n++] = (struct sql_param){.name = name, .type = type};
}

/* "(name type, name type)", possibly over several lines that begin with "--". */
static struct span params_read(struct source *s, struct sql_statement *st, struct span rest)
{
    struct span part;

    rest = (struct span){rest.p + 1, rest.n - 1};
    for (;;) {
        size_t n = 0;

        while (n < rest.n && rest.p[n] != ',' && rest.p[n] != ')')
            n++;
        part = span_trim((struct span){rest.p, n});
        if (part.n > 0)
            param_add(s, st, part);
        if (n < rest.n && rest.p[n] == ')')
            return span_trim((struct span){rest.p + n + 1, rest.n - n - 1});
        rest = n < rest.n ? (struct span){rest.p + n + 1, rest.n - n - 1} : (struct span){0};
        if (span_trim(rest).n > 0)
            continue;
        if (!source_line(s, &rest) || !span_starts(rest, "--")) {
            source_fail(s, st->at, "the list of parameters is not closed");
            return (struct span){"", 0};
        }
        rest = span_trim((struct span){rest.p + 2, rest.n - 2});
    }
}

static void header_read(struct source *s, struct sql_statement *st, struct span line)
{
    static const char *const taken[] = {"one", "maybe", "many", "each", "value", "count"};
    struct span rest = {line.p + 3, line.n - 3};

    st->at = at_of(s, line);
    st->name = span_name(&rest);
    rest = (struct span){rest.p + 1, rest.n - 1};
    (void)is_verb(word_next(&rest), &st->verb);
    if (!span_c_name(st->name))
        source_fail(s, st->at, "not a name for a function");
    for (size_t i = 0; i < COUNT(taken); i++)
        if (span_is(st->name, taken[i]))
            source_fail(s, st->at, "sql_%s is taken", taken[i]);
    if (verbs[st->verb].shape) {
        st->shape = word_next(&rest);
        if (!span_c_name(st->shape))
            source_fail(s, at_of(s, rest), "%s needs a shape", verbs[st->verb].name);
    }
    rest = span_trim(rest);
    if (span_starts(rest, "("))
        rest = params_read(s, st, rest);
    if (span_is(rest, "at read-committed"))
        st->read_committed = true;
    else if (rest.n > 0)
        source_fail(
            s, at_of(s, rest), "expected ( … ), \"at read-committed\" or the line's end");
}

/* The statement under a header and its text, after "-- only:" if it stands there. */
static void only_read(struct source *s, struct sql_statement *st)
{
    struct source ahead = *s;
    struct span line, engine;

    if (!source_line(&ahead, &line) || !span_starts(line, "-- only:"))
        return;
    engine = span_trim((struct span){line.p + 8, line.n - 8});
    if (span_is(engine, "sqlite"))
        st->only = ONLY_SQLITE;
    else if (span_is(engine, "postgres"))
        st->only = ONLY_POSTGRES;
    else
        source_fail(s, at_of(s, line), "expected \"-- only: sqlite\" or \"-- only: postgres\"");
    if (!s->failed)
        s->at = ahead.at;
}

static void words_note(struct sql_statement *st, struct span word)
{
    static const char *const writing[] = {
        "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "TRUNCATE", "MERGE"};

    if (!st->has_words)
        st->reads = span_is(word, "SELECT") || span_is(word, "WITH");
    st->has_words = true;
    for (size_t i = 0; i < COUNT(writing); i++)
        if (span_is(word, writing[i]))
            st->reads = false;
    if (span_is(word, "LIMIT"))
        st->bounded = true;
}

static void param_use(struct source *s, struct sql_statement *st, struct out *text)
{
    struct span rest = {s->p + s->at + 1, s->n - s->at - 1}, name = span_name(&rest);
    struct sql_param *p = sql_param_find(st, name);

    if (name.n == 0) {
        source_fail(s, s->at, "a colon that begins no parameter; write CAST(x AS type)");
        return;
    }
    if (p == NULL) {
        source_fail(s, s->at, ":%s is not in the list of parameters", pool_z(name));
        return;
    }
    p->used = true;
    out_f(text, "$%zu", (size_t)(p - st->params) + 1);
    s->at += 1 + name.n;
}

/* A string or a quoted name, with its quotes; a doubled quote stands for itself. */
static void quoted_copy(struct source *s, struct out *text)
{
    size_t start = s->at, i = s->at + 1;
    char quote = s->p[s->at];

    while (i < s->n) {
        if (s->p[i] == quote && i + 1 < s->n && s->p[i + 1] == quote)
            i += 2;
        else if (s->p[i] == quote)
            break;
        else
            i++;
    }
    if (i >= s->n) {
        source_fail(s, start, "a quote that does not end");
        return;
    }
    out_add(text, (struct span){s->p + start, i + 1 - start});
    s->at = i + 1;
}

/* Comments are left out; "-- bounded: why" excuses a missing LIMIT. */
static void remark_skip(struct source *s, struct sql_statement *st)
{
    struct span line;
    size_t at = s->at;

    (void)source_line(s, &line);
    if (is_header(line))
        source_fail(s, at, "the statement before does not end with ;");
    if (span_starts(line, "-- bounded:") &&
        span_trim((struct span){line.p + 11, line.n - 11}).n > 0)
        st->bounded = true;
}

static void blank_add(struct out *text)
{
    if (text->n > 0 && text->p[text->n - 1] != ' ')
        out_z(text, " ");
}

static bool at_z(const struct source *s, const char *z)
{
    return span_starts((struct span){s->p + s->at, s->n - s->at}, z);
}

/* One piece of the text: a word, a string, a parameter, a sign. */
static void piece_read(struct source *s, struct sql_statement *st, struct out *text)
{
    char c = s->p[s->at];

    if (is_blank(c)) {
        blank_add(text);
        s->at++;
    } else if (at_z(s, "--")) {
        remark_skip(s, st);
        blank_add(text);
    } else if (at_z(s, "/*")) {
        source_fail(s, s->at, "only -- comments");
    } else if (c == '\'' || c == '"') {
        quoted_copy(s, text);
    } else if (c == ':') {
        param_use(s, st, text);
    } else if (c == '$' || c == '?' || c == '`' || c == '\\' || c == '\0') {
        source_fail(s, s->at, "%c is not part of the common dialect", c == '\0' ? '0' : c);
    } else if (is_name(c)) {
        struct span rest = {s->p + s->at, s->n - s->at}, word = span_name(&rest);

        if (is_alpha(c) && rest.n > 0 && rest.p[0] == '\'')
            source_fail(s, s->at, "prefixed strings are not part of the common dialect");
        words_note(st, word);
        out_add(text, word);
        if (!s->failed)
            s->at += word.n;
    } else {
        out_add(text, (struct span){&s->p[s->at], 1});
        s->at++;
    }
}

static void body_read(struct source *s, struct sql_statement *st, struct out *text)
{
    while (s->at < s->n && s->p[s->at] != ';')
        piece_read(s, st, text);
    if (s->failed)
        return;
    if (s->at >= s->n) {
        source_fail(s, st->at, "the statement does not end with ;");
        return;
    }
    s->at++;
    while (text->n > 0 && text->p[text->n - 1] == ' ')
        text->n--;
    if (!st->has_words)
        source_fail(s, st->at, "a header without a statement");
    for (size_t i = 0; i < st->params_n; i++)
        if (!st->params[i].used)
            source_fail(s, st->at, "parameter %s is not used", pool_z(st->params[i].name));
    if (st->verb == VERB_MANY && !st->bounded)
        source_fail(s, st->at, "many needs a LIMIT or the comment \"-- bounded: why\"");
}

static bool twins(const struct sql_statement *a, const struct sql_statement *b)
{
    bool same = a->verb == b->verb && span_same(a->shape, b->shape) &&
                a->params_n == b->params_n && a->read_committed == b->read_committed;

    for (size_t i = 0; same && i < a->params_n; i++)
        same = span_same(a->params[i].name, b->params[i].name) &&
               span_same(a->params[i].type, b->params[i].type);
    return same;
}

/* A new statement, or the second half of a pair of twins. */
static void statement_keep(
    struct source *s, struct sql_file *file, struct sql_statement *st, struct span text)
{
    struct sql_statement *other = NULL;

    st->text[st->only] = text;
    for (size_t i = 0; i < file->n; i++)
        if (span_same(file->p[i]->name, st->name))
            other = file->p[i];
    if (other == NULL) {
        if (file->n == SQL_STATEMENTS) {
            source_fail(s, st->at, "more than %d statements in one file", SQL_STATEMENTS);
            return;
        }
        file->p[file->n++] = st;
        return;
    }
    if (st->only == ONLY_NONE || other->only == ONLY_NONE || other->only == st->only) {
        source_fail(s, st->at, "%s is there twice", pool_z(st->name));
        return;
    }
    if (!twins(st, other))
        source_fail(s, st->at, "the twins of %s differ in their header", pool_z(st->name));
    if (other->text[st->only].n > 0)
        source_fail(s, st->at, "%s is there three times", pool_z(st->name));
    other->text[st->only] = text;
    other->reads = other->reads && st->reads;
}

static void statement_read(struct source *s, struct sql_file *file, struct span line)
{
    struct sql_statement *st = pool_take(sizeof *st);
    struct out text = {0};

    header_read(s, st, line);
    if (!s->failed)
        only_read(s, st);
    body_read(s, st, &text);
    if (!s->failed)
        statement_keep(s, file, st, (struct span){text.p, text.n});
}

static void use_read(struct source *s, struct sql_file *file, struct span line)
{
    struct span name = span_trim((struct span){line.p + 7, line.n - 7});

    if (name.n < 3 || name.p[name.n - 1] != 'h' || name.p[name.n - 2] != '.' ||
        file->uses_n == COUNT(file->uses))
        source_fail(s, at_of(s, line), "expected \"-- use: path/of/header.h\"");
    else
        file->uses[file->uses_n++] = name;
}

bool sql_read(struct source *s, struct sql_file *file)
{
    struct span line;

    while (source_line(s, &line)) {
        struct span bare = span_trim(line);

        if (bare.n == 0)
            continue;
        if (span_starts(line, "-- use:"))
            use_read(s, file, line);
        else if (is_header(line))
            statement_read(s, file, line);
        else if (!span_starts(bare, "--"))
            source_fail(s, at_of(s, bare), "a statement without its header \"-- name: verb\"");
    }
    for (size_t i = 0; !s->failed && i < file->n; i++) {
        const struct sql_statement *st = file->p[i];

        if (st->only != ONLY_NONE &&
            (st->text[ONLY_SQLITE].n == 0 || st->text[ONLY_POSTGRES].n == 0))
            source_fail(s, st->at, "%s has no twin for the other engine", pool_z(st->name));
    }
    return !s->failed;
}
