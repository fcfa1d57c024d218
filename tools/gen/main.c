/* gen: the generators of the build; see HACKING.md for their languages. */
#include <stdio.h>

#include "gen.h"

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *usage;
} commands[] = {
    {"sql", sql_run, "IN.sql OUT.sql.h OUT.sql.c"},
    {"statements", statements_run, "OUT.c NAME..."},
    {"page", page_run, "IN.html OUT.html.h OUT.html.c"},
    {"text", text_run, "OUT_keys.h OUT_table.c IN.text..."},
    {"asset", asset_run, "OUT.h OUT.c FILE..."},
    {"schema", schema_run, "OUT.c NNNN-what.sql..."},
};

int main(int argc, char **argv)
{
    int status;

    for (size_t i = 0; argc > 1 && i < COUNT(commands); i++) {
        if (!span_is(span_z(argv[1]), commands[i].name))
            continue;
        status = commands[i].run(argc - 2, argv + 2);
        if (status == 2)
            fprintf(stderr, "usage: gen %s %s\n", commands[i].name, commands[i].usage);
        pool_drop();
        return status;
    }
    for (size_t i = 0; i < COUNT(commands); i++)
        fprintf(stderr, "usage: gen %s %s\n", commands[i].name, commands[i].usage);
    return 2;
}
