/* The registry of personal fields against the schema: every column of bytes is known not to be
 * personal, or sealed and registered with purpose, basis and masking, and nothing is registered
 * that does not exist (PIPL Art. 51). */
#include "base/text.h"
#include "core/privacy.h"
#include "store/migrate.h"

#include "check.h"
#include "main/feature.h"

struct column {
    struct str table, name;
};
/* Raw bytes that are not personal. */
static const char *const plain[][2] = {{"audit_seal", "hash"}, {"audit_checkpoint", "hash"},
    {"audit_checkpoint", "signature"}, {"audit_checkpoint", "tree"}};

static bool is_plain(struct str table, struct str column)
{
    for (size_t i = 0; i < COUNT(plain); i++)
        if (str_is(table, plain[i][0]) && str_is(column, plain[i][1]))
            return true;
    return false;
}

struct columns {
    struct arena *arena;
    struct column *p;
    size_t n, cap;
};

static struct str word_next(struct str *rest)
{
    size_t n = 0;

    while (rest->n > 0 && (rest->p[0] == ' ' || rest->p[0] == '\t')) {
        rest->p++;
        rest->n--;
    }
    while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '(' && rest->p[n] != ',')
        n++;
    {
        struct str word = {rest->p, n};

        rest->p += n;
        rest->n -= n;
        return word;
    }
}

/* "CREATE TABLE t (" and "ALTER TABLE t ADD COLUMN c BYTEA" begin a line; columns are lines of
 * their own. */
static void line_read(struct columns *c, struct str line, struct str *table)
{
    struct str one = word_next(&line), two = word_next(&line), three = word_next(&line);

    if (str_is(two, "TABLE") && (str_is(one, "CREATE") || str_is(one, "ALTER"))) {
        *table = three;
        if (!str_is(one, "ALTER"))
            return;
        (void)word_next(&line);
        (void)word_next(&line);
        one = word_next(&line);
        two = word_next(&line);
    }
    if (str_is(one, "ADD")) {
        one = three;
        two = word_next(&line);
    }
    if (str_is(two, "BYTEA") && !is_plain(*table, one))
        *VEC_PUSH(c->arena, c) = (struct column){*table, one};
}

static struct columns sealed_columns(struct arena *a)
{
    struct columns c = {.arena = a};

    for (size_t i = 0; i < schema_steps_n; i++) {
        struct str rest = str_of(schema_steps[i].postgres), table = {0};

        while (rest.p != NULL)
            line_read(&c, str_cut(rest, '\n', &rest), &table);
    }
    return c;
}

static const struct personal_field *registered(struct str table, struct str column)
{
    for (size_t f = 0; features[f] != NULL; f++)
        for (const struct personal_field *p = features[f]->personal;
             p != NULL && p->table != NULL; p++)
            if (str_is(table, p->table) && str_is(column, p->column))
                return p;
    return NULL;
}

static void every_sealed_column_is_registered(void **state)
{
    struct columns c = sealed_columns(*state);

    assert_true(c.n >= 6);
    for (size_t i = 0; i < c.n; i++)
        if (registered(c.p[i].table, c.p[i].name) == NULL)
            fail_msg("not registered: %.*s.%.*s", STR(c.p[i].table), STR(c.p[i].name));
}

static void everything_registered_exists_and_says_why(void **state)
{
    struct columns c = sealed_columns(*state);

    for (size_t f = 0; features[f] != NULL; f++) {
        for (const struct personal_field *p = features[f]->personal;
             p != NULL && p->table != NULL; p++) {
            bool found = false;

            for (size_t i = 0; i < c.n; i++)
                found =
                    found || (str_is(c.p[i].table, p->table) && str_is(c.p[i].name, p->column));
            if (!found)
                fail_msg("no such sealed column: %s.%s", p->table, p->column);
            if (!text_has(str_of(p->purpose)))
                fail_msg("no words for the purpose of %s.%s", p->table, p->column);
            assert_non_null(p->basis);
            assert_true(p->retention_months >= 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_sealed_column_is_registered),
        TEST(everything_registered_exists_and_says_why),
    };

    return cmocka_run_group_tests_name("personal", tests, NULL, NULL);
}
