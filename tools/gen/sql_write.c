/* sql_write: statements as C: a header of typed functions, their bodies, a table. */
#include <stdio.h>

#include "sql.h"

/* A parameter type: how C declares it, its kind, how an argument is made of it. */
static const struct type {
    const char *name, *c, *kind, *maker;
} types[] = {
    {"int", "int64_t ", "KIND_INT", "DB_INT(%s)"},
    {"text", "struct str ", "KIND_STR", "DB_TEXT(%s)"},
    {"priv", "struct priv ", "KIND_STR", "DB_TEXT(%s.s)"},
    {"bytes", "struct bytes ", "KIND_BYTES", "DB_BYTES(%s)"},
    {"instant", "struct instant ", "KIND_INSTANT", "DB_INSTANT(%s)"},
    {"date", "struct date ", "KIND_DATE", "DB_DATE(%s)"},
    {"money", "struct money ", "KIND_MONEY", "DB_MONEY(%s)"},
    {"bool", "bool ", "KIND_BOOL", "DB_BOOL(%s)"},
};

static const char *const verb_constants[VERBS] = {
    "DB_ONE", "DB_MAYBE", "DB_MANY", "DB_EACH", "DB_VALUE", "DB_COUNT"};

/* NULL: the name of an enum. */
static const struct type *type_of(struct span name)
{
    for (size_t i = 0; i < COUNT(types); i++)
        if (span_is(name, types[i].name))
            return &types[i];
    return NULL;
}

static void outputs_write(struct out *o, const struct sql_statement *st)
{
    const char *shape = pool_z(st->shape);

    switch (st->verb) {
    case VERB_ONE:
        out_f(o, ", struct %s *out", shape);
        return;
    case VERB_MAYBE:
        out_f(o, ", struct %s *out, bool *found", shape);
        return;
    case VERB_MANY:
        out_f(o, ", struct %s_list *out", shape);
        return;
    case VERB_EACH:
        out_f(o, ", enum err (*row)(void *arg, const struct %s *row), void *arg", shape);
        return;
    case VERB_VALUE:
        out_z(o, ", int64_t *out");
        return;
    case VERB_COUNT:
    case VERBS:
        out_z(o, ", int64_t *changed");
        return;
    }
}

static void signature_write(struct out *o, const struct sql_statement *st)
{
    out_f(o, "enum err sql_%s(struct cx *cx", pool_z(st->name));
    for (size_t i = 0; i < st->params_n; i++) {
        const struct sql_param *p = &st->params[i];
        const struct type *t = type_of(p->type);

        if (t != NULL)
            out_f(o, ", %s%s", t->c, pool_z(p->name));
        else
            out_f(o, ", enum %s %s", pool_z(p->type), pool_z(p->name));
    }
    outputs_write(o, st);
    out_z(o, ")");
}

static void header_write(
    struct out *o, const struct sql_file *file, const char *header_name, const char *stem)
{
    out_z(o, "/* Made by gen sql. */\n#ifndef SQL_");
    out_guard(o, header_name);
    out_z(o, "\n#define SQL_");
    out_guard(o, header_name);
    out_z(
        o, "\n\n#include \"base/num.h\"\n#include \"base/str.h\"\n#include \"base/time.h\"\n");
    for (size_t i = 0; i < file->uses_n; i++)
        out_f(o, "#include \"%s\"\n", pool_z(file->uses[i]));
    out_z(o, "\nstruct cx;\nstruct db_statement;\n\n");
    for (size_t i = 0; i < file->n; i++) {
        signature_write(o, file->p[i]);
        out_z(o, " MUST_USE;\n");
    }
    out_f(o,
        "\n/* All statements of the file; NULL ends them. */\n"
        "extern const struct db_statement *const sql_%s_all[];\n"
        "extern const size_t sql_%s_all_n;\n\n#endif\n",
        stem, stem);
}

static void params_write(struct out *o, const struct sql_statement *st)
{
    if (st->params_n == 0)
        return;
    out_f(o, "static const struct db_param params_%s[] = {", pool_z(st->name));
    for (size_t i = 0; i < st->params_n; i++) {
        const struct sql_param *p = &st->params[i];
        const struct type *t = type_of(p->type);

        out_f(o, "%s{\"%s\", %s}", i > 0 ? ", " : "", pool_z(p->name),
            t != NULL ? t->kind : "KIND_STR");
    }
    out_z(o, "};\n");
}

static void statement_write(struct out *o, const struct sql_statement *st)
{
    static const char *const members[ONLYS] = {"text", "text_sqlite", "text_postgres"};
    const char *name = pool_z(st->name);

    params_write(o, st);
    out_f(o,
        "static const struct db_statement statement_%s = {\n    .name = \"%s\",\n"
        "    .verb = %s,\n",
        name, name, verb_constants[st->verb]);
    for (int i = 0; i < ONLYS; i++) {
        if (st->text[i].n == 0)
            continue;
        out_f(o, "    .%s = ", members[i]);
        out_literal(o, st->text[i]);
        out_z(o, ",\n");
    }
    if (st->shape.n > 0)
        out_f(o, "    .shape = &%s_shape,\n", pool_z(st->shape));
    if (st->params_n > 0)
        out_f(o, "    .params = params_%s,\n    .n = %zu,\n", name, st->params_n);
    if (st->reads)
        out_z(o, "    .reads = true,\n");
    if (st->read_committed)
        out_z(o, "    .read_committed = true,\n");
    out_z(o, "};\n\n");
}

static void args_write(struct out *o, const struct sql_statement *st)
{
    if (st->params_n == 0)
        return;
    out_z(o, "    const struct db_arg args_[] = {");
    for (size_t i = 0; i < st->params_n; i++) {
        const struct sql_param *p = &st->params[i];
        const struct type *t = type_of(p->type);
        const char *name = pool_z(p->name);

        out_z(o, i > 0 ? ", " : "");
        if (t == NULL)
            out_f(o, "DB_WORD(%s_words, %s)", pool_z(p->type), name);
        for (const char *m = t != NULL ? t->maker : ""; *m != '\0'; m++) {
            if (*m == '%') {
                out_z(o, name);
                m++;
            } else {
                out_add(o, (struct span){m, 1});
            }
        }
    }
    out_z(o, "};\n\n");
}

static void each_write(struct out *o, const struct sql_statement *st)
{
    const char *name = pool_z(st->name), *shape = pool_z(st->shape);

    out_f(o,
        "struct each_%s {\n    enum err (*row)(void *arg, const struct %s *row);\n"
        "    void *arg;\n};\n\n"
        "static enum err each_%s(void *arg, const void *row)\n{\n"
        "    const struct each_%s *each = arg;\n\n"
        "    return each->row(each->arg, row);\n}\n\n",
        name, shape, name, name);
}

static void call_write(struct out *o, const struct sql_statement *st)
{
    const char *name = pool_z(st->name), *args = st->params_n > 0 ? "args_" : "NULL";

    switch (st->verb) {
    case VERB_ONE:
        out_f(o, "    return sql_one(cx, &statement_%s, %s, out);\n", name, args);
        return;
    case VERB_MAYBE:
        out_f(o, "    return sql_maybe(cx, &statement_%s, %s, out, found);\n", name, args);
        return;
    case VERB_MANY:
        out_f(o,
            "    void *rows_ = NULL;\n    size_t n_ = 0;\n\n"
            "    TRY(sql_many(cx, &statement_%s, %s, &rows_, &n_));\n"
            "    out->p = rows_;\n    out->n = n_;\n    return OK;\n",
            name, args);
        return;
    case VERB_EACH:
        out_f(o,
            "    struct each_%s each_ = {row, arg};\n\n"
            "    return sql_each(cx, &statement_%s, %s, each_%s, &each_);\n",
            name, name, args, name);
        return;
    case VERB_VALUE:
        out_f(o, "    return sql_value(cx, &statement_%s, %s, out);\n", name, args);
        return;
    case VERB_COUNT:
    case VERBS:
        out_f(o, "    return sql_count(cx, &statement_%s, %s, changed);\n", name, args);
        return;
    }
}

static void code_write(
    struct out *o, const struct sql_file *file, const char *header_name, const char *stem)
{
    out_f(o,
        "/* Made by gen sql. */\n#include \"%s\"\n\n#include \"core/sql.h\"\n\n"
        "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n",
        header_name);
    for (size_t i = 0; i < file->n; i++) {
        const struct sql_statement *st = file->p[i];

        statement_write(o, st);
        if (st->verb == VERB_EACH)
            each_write(o, st);
        signature_write(o, st);
        out_z(o, "\n{\n");
        args_write(o, st);
        call_write(o, st);
        out_z(o, "}\n\n");
    }
    out_f(o, "const struct db_statement *const sql_%s_all[] = {\n", stem);
    for (size_t i = 0; i < file->n; i++)
        out_f(o, "    &statement_%s,\n", pool_z(file->p[i]->name));
    out_f(o, "    NULL,\n};\nconst size_t sql_%s_all_n = %zu;\n", stem, file->n);
}

bool sql_make(struct source *s, const char *header_name, struct out *header, struct out *code)
{
    struct sql_file *file = pool_take(sizeof *file);
    const char *stem = pool_z(path_stem(s->file));

    if (!sql_read(s, file))
        return false;
    header_write(header, file, header_name, stem);
    code_write(code, file, header_name, stem);
    return true;
}

int sql_run(int argc, char **argv)
{
    struct source s;
    struct out header = {0}, code = {0};

    if (argc != 3)
        return 2;
    if (!source_read(&s, argv[0]))
        return 1;
    if (!sql_make(&s, pool_z(path_base(argv[1])), &header, &code)) {
        source_report(&s);
        return 1;
    }
    return out_write(&header, argv[1]) && out_write(&code, argv[2]) ? 0 : 1;
}

/* The table over all files, for the test that prepares every statement on both engines. */
int statements_run(int argc, char **argv)
{
    struct out o = {0};

    if (argc < 1)
        return 2;
    out_z(&o, "/* Made by gen statements. */\n#include \"core/statements.h\"\n\n");
    for (int i = 1; i < argc; i++)
        out_f(&o, "extern const struct db_statement *const sql_%s_all[];\n", argv[i]);
    out_z(&o, "\nconst struct statements_file statements_all[] = {\n");
    for (int i = 1; i < argc; i++)
        out_f(&o, "    {\"%s\", sql_%s_all},\n", argv[i], argv[i]);
    out_z(&o, "    {NULL, NULL},\n};\n");
    return out_write(&o, argv[0]) ? 0 : 1;
}
