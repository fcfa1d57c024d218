#include "store/driver.h"

#include "store_help.h"

/* Each construct of the common dialect, with what it must give on either engine: rows between
 * semicolons, cells between bars, NULL as "-". */
struct example {
    const char *sql;
    const char *want;
};

static const char rows[] = "INSERT INTO town (id, name, district, due, score) VALUES"
                           " (1, '河口', '430101', 100, 5), (2, '白沙', '430101', 200, 7), (3, "
                           "'青山', '430102', NULL, 7),"
                           " (4, 'Äpfel', '430102', 100, 0), (5, 'apfel', '430103', 300, 2);"
                           "INSERT INTO edge (a, b) VALUES (1, 2), (2, 3), (3, 4);";

/* clang-format off */
static const struct example examples[] = {
    {"INSERT INTO town (id, name, district) VALUES (9, 'n', 'd') RETURNING id, name, due", "9|n|-;"},
    {"INSERT INTO town (id, name, district) VALUES (9, 'n', 'e') ON CONFLICT (id) DO UPDATE"
     " SET name = excluded.name, score = town.score + 1 RETURNING name, district, score", "n|d|1;"},
    {"INSERT INTO town (id, name, district) VALUES (9, 'x', 'x') ON CONFLICT DO NOTHING"
     " RETURNING id", ""},
    {"INSERT INTO town (id, name, district) VALUES (10, 'n', 'd') ON CONFLICT (district, name)"
     " DO NOTHING RETURNING id", ""},
    {"INSERT INTO town (id, name, district) SELECT id + 20, name, 'copy' FROM town WHERE id = 1"
     " ON CONFLICT (id) DO NOTHING RETURNING id", "21|;"},
    {"UPDATE town SET score = score + 1 WHERE id = 9 RETURNING score", "2|;"},
    {"DELETE FROM town WHERE id = 9 RETURNING id, score", "9|2;"},
    {"UPDATE town SET score = e.b FROM edge e WHERE e.a = town.id AND town.id = 1"
     " RETURNING town.id, town.score", "1|2;"},
    {"UPDATE town SET score = 5 WHERE id = 1 RETURNING score", "5|;"},
    {"DELETE FROM town WHERE id = 21 RETURNING district", "copy|;"},
    {"WITH t AS (SELECT id FROM town WHERE score > 4) SELECT COUNT(*) FROM t", "3|;"},
    {"WITH RECURSIVE r (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT e.b FROM r JOIN edge e"
     " ON e.a = r.n) SELECT n FROM r ORDER BY n", "1|;2|;3|;4|;"},
    {"SELECT id, ROW_NUMBER() OVER (PARTITION BY district ORDER BY id) FROM town ORDER BY id",
     "1|1;2|2;3|1;4|2;5|1;"},
    {"SELECT id, RANK() OVER (ORDER BY score DESC), LAG(id) OVER (ORDER BY id) FROM town"
     " ORDER BY id", "1|3|-;2|1|1;3|1|2;4|5|3;5|4|4;"},
    {"SELECT id, CAST(SUM(score) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS BIGINT) FROM town"
     " ORDER BY id", "1|5;2|12;3|19;4|19;5|21;"},
    {"SELECT COUNT(*) FILTER (WHERE score > 5), COUNT(due), COUNT(DISTINCT district) FROM town",
     "2|4|3;"},
    {"SELECT t.id, e.b FROM town t FULL JOIN edge e ON e.a = t.id ORDER BY t.id",
     "1|2;2|3;3|4;4|-;5|-;"},
    {"SELECT t.id, e.b FROM town t LEFT JOIN edge e ON e.a = t.id WHERE e.b IS NULL ORDER BY t.id",
     "4|-;5|-;"},
    {"SELECT id FROM town WHERE (due, id) < (200, 2) ORDER BY due, id", "1|;4|;"},
    {"SELECT id FROM town WHERE due IS NOT DISTINCT FROM NULL", "3|;"},
    {"SELECT id FROM town WHERE due IS DISTINCT FROM 100 ORDER BY id", "2|;3|;5|;"},
    {"SELECT id FROM town ORDER BY due NULLS LAST, id", "1|;4|;2|;5|;3|;"},
    {"SELECT id FROM town ORDER BY due DESC NULLS FIRST, id DESC", "3|;5|;2|;4|;1|;"},
    {"SELECT name FROM town ORDER BY name", "apfel|;Äpfel|;河口|;白沙|;青山|;"},
    {"SELECT COALESCE(due, 0), NULLIF(score, 7) FROM town WHERE id IN (2, 3) ORDER BY id",
     "200|-;0|-;"},
    {"SELECT CASE WHEN score > 4 THEN 'high' WHEN score > 0 THEN 'low' ELSE 'none' END FROM town"
     " ORDER BY id", "high|;high|;high|;none|;low|;"},
    {"SELECT CASE WHEN due > 100 THEN 1 ELSE 0 END FROM town ORDER BY id", "0|;1|;0|;0|;1|;"},
    {"SELECT CAST(score AS TEXT), CAST('12' AS BIGINT) FROM town WHERE id = 1", "5|12;"},
    {"SELECT LENGTH(name), SUBSTR(name, 2, 1), REPLACE(name, '口', 'x') FROM town WHERE id = 1",
     "2|口|河x;"},
    {"SELECT SUBSTR(district, 1, 4) || '-' || name FROM town WHERE id = 4", "4301-Äpfel|;"},
    {"SELECT id FROM town WHERE district LIKE '4301!02%' ESCAPE '!' ORDER BY id", "3|;4|;"},
    {"SELECT id FROM town WHERE district LIKE '430102%' ESCAPE '!' ORDER BY id", "3|;4|;"},
    {"SELECT id FROM town WHERE name LIKE '%!%%' ESCAPE '!'", ""},
    {"SELECT COUNT(*), MIN(score), MAX(name), CAST(SUM(score) AS BIGINT) FROM town",
     "5|0|青山|21;"},
    {"SELECT CAST(SUM(score) AS BIGINT), MAX(due) FROM town WHERE id > 100", "-|-;"},
    {"SELECT district, COUNT(*) FROM town GROUP BY district HAVING COUNT(*) > 1 ORDER BY district",
     "430101|2;430102|2;"},
    {"SELECT score FROM town WHERE id < 3 UNION SELECT score FROM town WHERE id = 3 ORDER BY score",
     "5|;7|;"},
    {"SELECT score FROM town EXCEPT SELECT 7 ORDER BY score", "0|;2|;5|;"},
    {"SELECT id FROM town t WHERE EXISTS (SELECT 1 FROM edge e WHERE e.b = t.id) ORDER BY id",
     "2|;3|;4|;"},
    {"SELECT id FROM town WHERE id NOT IN (SELECT a FROM edge) ORDER BY id", "4|;5|;"},
    {"SELECT (SELECT COUNT(*) FROM edge e WHERE e.a >= t.id) FROM town t ORDER BY id",
     "3|;2|;1|;0|;0|;"},
    {"SELECT 7 / 2, -7 / 2, 7 % 3, -7 % 3", "3|-3|1|-1;"},
    {"SELECT CAST(9223372036854775807 AS BIGINT), 'it''s', '\\n'", "9223372036854775807|it's|\\n;"},
    {"SELECT id FROM town ORDER BY id LIMIT 2 OFFSET 1", "2|;3|;"},
    {"SELECT id FROM town WHERE score BETWEEN 5 AND 6 OR name = '' ORDER BY id", "1|;"},
    {"SELECT b.id FROM busy b ORDER BY b.id", "2|;3|;"},
    {"VALUES (1, 'a'), (2, NULL)", "1|a;2|-;"},
};
/* clang-format on */

/* The cells are read through the driver itself, whatever their names and types. */
static enum err print_row(void *arg, const struct db_cell *cells, size_t n)
{
    struct buf *out = arg;

    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_char(out, '|');
        if (cells[i].kind == CELL_NULL)
            buf_char(out, '-');
        else if (cells[i].kind == CELL_INT)
            buf_int(out, cells[i].i);
        else
            buf_raw(out, cells[i].p, cells[i].n);
    }
    buf_add(out, n == 1 ? S("|;") : S(";"));
    return OK;
}

static struct str answer(struct world_db *w, const char *sql)
{
    struct db_statement st = {.name = "example", .verb = DB_EACH, .text = sql};
    struct buf out = buf_new(w->arena, 4096);
    struct db_prepared p = {.st = &st};

    assert_ok(w->db->driver->prepare(w->db, &p, sql), w->db);
    assert_ok(
        w->db->driver->run(w->db, &p, NULL, &(struct db_rows){print_row, &out}, NULL), w->db);
    w->db->driver->drop(w->db, &p);
    return buf_str(&out);
}

static void every_construct_gives_the_same_rows_on_both_engines(void **state)
{
    struct world_db *w = *state;

    for (size_t i = 0; i < COUNT(examples); i++) {
        struct str is = answer(w, examples[i].sql);

        if (!str_is(is, examples[i].want)) {
            print_error(
                "%s\n  wanted %s\n  got    %.*s\n", examples[i].sql, examples[i].want, STR(is));
            fail();
        }
    }
}

static void an_argument_may_be_null_in_a_condition(void **state)
{
    struct world_db *w = *state;
    static const struct db_param params[] = {
        {"name", KIND_STR}, {"score", KIND_INSTANT}, {"id", KIND_INT}};
    static const struct db_statement st = {
        .name = "optional",
        .verb = DB_VALUE,
        .text = "SELECT COUNT(*) FROM town WHERE ($1 IS NULL OR name = $1)"
                " AND ($2 IS NULL OR score = $2) AND id > $3",
        .params = params,
        .n = 3,
        .reads = true,
    };
    int64_t n;

    assert_ok(
        db_value(w->db, &st,
            (struct db_arg[]){DB_TEXT(((struct str){0})), DB_INSTANT(INSTANT_NONE), DB_INT(0)},
            &n),
        w->db);
    assert_int_equal(n, 5);
    assert_ok(
        db_value(w->db, &st,
            (struct db_arg[]){DB_TEXT(S("河口")), DB_INSTANT(INSTANT_NONE), DB_INT(0)}, &n),
        w->db);
    assert_int_equal(n, 1);
    assert_ok(db_value(w->db, &st,
                  (struct db_arg[]){
                      DB_TEXT(((struct str){0})), DB_INSTANT(((struct instant){7})), DB_INT(2)},
                  &n),
        w->db);
    assert_int_equal(n, 1);
}

static const char *const refused[] = {
    "SELECT 1.5",
    "SELECT SUM(score) / 2.0 FROM town",
    "SELECT no_such_column FROM town",
    "SELECT \"河口\" FROM town",
    "SELECT 1; SELECT 2",
    "SELECT '",
};

static void what_is_outside_the_dialect_is_refused_on_both(void **state)
{
    struct world_db *w = *state;

    for (size_t i = 0; i < COUNT(refused); i++) {
        struct str cell;

        if (db_ask(w->db, w->arena, refused[i], &cell) == OK) {
            print_error("accepted: %s\n", refused[i]);
            fail();
        }
    }
}

/* id, integer, and what stands behind a table. */
#define TOWNS(id, number, strict)                                                              \
    "CREATE TABLE town (id " id ", name TEXT NOT NULL, district TEXT NOT NULL, due " number    \
    ", score " number " NOT NULL DEFAULT 0, CONSTRAINT town_name UNIQUE (district, name),"     \
    " CONSTRAINT town_score CHECK (score >= 0))" strict ";"                                    \
    "CREATE TABLE edge (a " number " NOT NULL, b " number " NOT NULL,"                         \
    " CONSTRAINT edge_pk PRIMARY KEY (a, b))" strict ";"                                       \
    "CREATE INDEX town_due ON town (due) WHERE due IS NOT NULL;"                               \
    "CREATE INDEX town_part ON town (SUBSTR(district, 1, 4));"                                 \
    "CREATE VIEW busy AS SELECT id FROM town WHERE score > 5;"

static int towns(void **state)
{
    struct world_db *w = world_db_open_bare();

    if (world_db_engine() == DB_SQLITE)
        script(w->db, TOWNS("INTEGER PRIMARY KEY", "INTEGER", " STRICT"));
    else
        script(
            w->db, TOWNS("BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", "BIGINT", ""));
    script(w->db, rows);
    *state = w;
    return 0;
}

#define T(f) cmocka_unit_test_setup_teardown(f, towns, world_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_construct_gives_the_same_rows_on_both_engines),
        T(an_argument_may_be_null_in_a_condition),
        T(what_is_outside_the_dialect_is_refused_on_both),
    };

    return cmocka_run_group_tests_name("dialect", tests, NULL, NULL);
}
