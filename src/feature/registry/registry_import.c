/*
 * registry: importing tables: titles, cells, problems, all or nothing.
 */
#include "feature/registry/registry_import.h"

#include "base/han.h"
#include "core/attempt.h"
#include "core/audit.h"

struct job {
    const struct import_kind *kind;
    const struct import_sheet_list *sheets;
    const struct import_sheet *sheet;
    struct import_report *report;
    size_t *places; /* where in the row each column of the kind stands; absent: NOWHERE */
    bool keep;
};
#define NOWHERE ((size_t)-1)
#define COLUMNS_MAX 64

struct str registry_import_text(const struct import_row *row, const char *key)
{
    for (size_t i = 0; i < row->kind->n; i++)
        if (str_is(str_of(key), row->kind->columns[i].key))
            return str_trim(row->cells[i]);
    return (struct str){0};
}

static bool same_words(struct arena *a, struct str x, struct str y)
{
    return str_eq(han_fold(a, x), han_fold(a, y));
}

int registry_import_word(struct cx *cx, const struct import_row *row, const char *key,
    const char *const *words, const char *prefix, int fallback)
{
    struct str typed = registry_import_text(row, key);

    if (str_empty(typed))
        return fallback;
    for (int i = 0; words[i] != NULL; i++) {
        struct str name = str_f(cx->arena, "%s.%s", prefix, words[i]);

        if (str_is(typed, words[i]) || same_words(cx->arena, typed, text_find(LANG_ZH, name)) ||
            same_words(cx->arena, typed, text_find(LANG_EN, name)))
            return i;
    }
    (void)fail(cx, ERR_INVALID, key, "import.word");
    return fallback;
}

/* 2026/1/5 and 2026.1.5 to ISO. */
static struct str iso_of(struct arena *a, struct str s)
{
    struct str parts[3], rest = s;
    int64_t n[3];
    char sign = str_find_char(s, '/') != (size_t)-1 ? '/' : '.';

    for (size_t i = 0; i < COUNT(parts); i++) {
        parts[i] = str_cut(rest, sign, &rest);
        if (num_parse(parts[i], 1, 9999, &n[i]) != OK)
            return s;
    }
    if (rest.p != NULL)
        return s;
    return str_f(a, "%04d-%02d-%02d", (int)n[0], (int)n[1], (int)n[2]);
}

struct date registry_import_date(struct cx *cx, const struct import_row *row, const char *key)
{
    struct str typed = registry_import_text(row, key);
    struct date d;
    int64_t serial;

    if (str_empty(typed))
        return DATE_NONE;
    if (num_parse(typed, 20000, 80000, &serial) == OK)
        return date_add(date_make(1899, 12, 30), (int32_t)serial);
    if (date_parse(iso_of(cx->arena, typed), &d) == OK)
        return d;
    (void)fail(cx, ERR_INVALID, key, "import.date");
    return DATE_NONE;
}

bool registry_import_yes(struct cx *cx, const struct import_row *row, const char *key)
{
    static const char *const yes[] = {"1", "是", "yes", "y", "true"};
    static const char *const no[] = {"", "0", "否", "no", "n", "false"};
    struct str typed = registry_import_text(row, key);

    for (size_t i = 0; i < COUNT(yes); i++)
        if (str_eq_nocase(typed, str_of(yes[i])))
            return true;
    for (size_t i = 0; i < COUNT(no); i++)
        if (str_eq_nocase(typed, str_of(no[i])))
            return false;
    (void)fail(cx, ERR_INVALID, key, "import.yes_or_no");
    return false;
}

int64_t registry_import_number(
    struct cx *cx, const struct import_row *row, const char *key, int64_t max)
{
    struct str typed = registry_import_text(row, key);
    int64_t v = 0;

    if (!str_empty(typed) && num_parse(typed, 0, max, &v) != OK)
        (void)fail(cx, ERR_INVALID, key, "import.number");
    return v;
}

static void problem_add(
    struct cx *cx, struct job *j, int64_t row, struct str column, struct str reason)
{
    struct import_report *r = j->report;

    r->wrong++;
    if (r->problems == NULL)
        r->problems = MANY(cx->arena, struct import_problem, IMPORT_PROBLEMS);
    if (r->nproblems < IMPORT_PROBLEMS)
        r->problems[r->nproblems++] =
            (struct import_problem){j->sheet->name, row, column, reason};
}

/* "C 类别": the letter of the column in the table, and its title. */
static struct str column_name(struct cx *cx, const struct job *j, size_t at)
{
    struct str title = text_get(cx->lang, j->kind->columns[at].title);
    size_t place = j->places[at];
    struct buf b = buf_new(cx->arena, 400);

    if (place == NOWHERE)
        return title;
    if (place >= 26)
        buf_char(&b, (char)('A' + place / 26 - 1));
    buf_char(&b, (char)('A' + place % 26));
    buf_char(&b, ' ');
    buf_add(&b, title);
    return buf_str(&b);
}

static bool is_title(struct cx *cx, const struct import_column *c, struct str cell)
{
    return str_is(cell, c->key) || same_words(cx->arena, cell, text_get(LANG_ZH, c->title)) ||
           same_words(cx->arena, cell, text_get(LANG_EN, c->title));
}

/* Find the columns by their titles; every title must be known, every required one there. */
static bool titles_read(struct cx *cx, struct job *j, const struct import_sheet_row *first)
{
    int64_t before = j->report->wrong;

    for (size_t c = 0; c < j->kind->n; c++)
        j->places[c] = NOWHERE;
    for (size_t i = 0; i < first->n && i < COLUMNS_MAX; i++) {
        struct str cell = str_trim(first->cells[i]);
        size_t c = 0;

        if (str_empty(cell))
            continue;
        while (c < j->kind->n && !is_title(cx, &j->kind->columns[c], cell))
            c++;
        if (c == j->kind->n)
            problem_add(cx, j, first->number, str_dup(cx->arena, cell),
                text_get(cx->lang, TEXT_import_unknown_column));
        else if (j->places[c] != NOWHERE)
            problem_add(cx, j, first->number, column_name(cx, j, c),
                text_get(cx->lang, TEXT_import_column_twice));
        else
            j->places[c] = i;
    }
    for (size_t c = 0; c < j->kind->n; c++)
        if (j->kind->columns[c].required && j->places[c] == NOWHERE)
            problem_add(cx, j, first->number, column_name(cx, j, c),
                text_get(cx->lang, TEXT_import_column_missing));
    return j->report->wrong == before;
}

static bool row_empty(const struct import_sheet_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (!str_empty(str_trim(row->cells[i])))
            return false;
    return true;
}

static void faults_tell(struct cx *cx, struct job *j, int64_t row, enum err code)
{
    size_t n = cx->faults.n;

    if (n == 0 || code == ERR_NOT_FOUND || code == ERR_DENIED) {
        problem_add(cx, j, row, (struct str){0}, text_get(cx->lang, TEXT_import_outside));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const struct fault *f = &cx->faults.p[i];
        struct str column = {0};

        for (size_t c = 0; c < j->kind->n; c++)
            if (str_is(f->field, j->kind->columns[c].key))
                column = column_name(cx, j, c);
        problem_add(cx, j, row, column, cx_fault_text_of(cx, f));
    }
}

static enum err row_put(struct cx *cx, struct job *j, const struct import_sheet_row *in)
{
    struct import_row row = {j->kind, MANY(cx->arena, struct str, j->kind->n)};
    enum put done = PUT_SAME;
    enum err code = OK;

    cx_faults_clear(cx);
    for (size_t c = 0; c < j->kind->n; c++) {
        if (j->places[c] != NOWHERE && j->places[c] < in->n)
            row.cells[c] = in->cells[j->places[c]];
        if (j->kind->columns[c].required && str_empty(str_trim(row.cells[c])))
            code = fail(cx, ERR_INVALID, j->kind->columns[c].key, "import.empty");
    }
    if (code == OK)
        code = j->kind->put(cx, &row, &done);
    if (code == ERR_DOWN || code == ERR_BUSY || code == ERR_LIMIT)
        return code;
    j->report->rows++;
    if (code != OK) {
        faults_tell(cx, j, in->number, code);
        return OK;
    }
    j->report->added += done == PUT_NEW;
    j->report->changed += done == PUT_CHANGED;
    j->report->same += done == PUT_SAME;
    return OK;
}

static enum err sheet_put(struct cx *cx, struct job *j)
{
    const struct import_sheet *s = j->sheet;

    if (s->n == 0 || !titles_read(cx, j, &s->rows[0]))
        return OK;
    for (size_t i = 1; i < s->n; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        size_t cap = cx->faults.cap;
        int64_t wrong = j->report->wrong;

        if (row_empty(&s->rows[i]))
            continue;
        TRY(row_put(cx, j, &s->rows[i]));
        if (j->report->wrong == wrong && cx->faults.cap == cap)
            arena_back(cx->arena, mark);
    }
    return OK;
}

static enum err book_put(struct cx *cx, void *arg)
{
    struct job *j = arg;

    EACH (s, j->sheets) {
        j->sheet = s;
        TRY(sheet_put(cx, j));
    }
    cx_faults_clear(cx);
    j->keep = j->keep && j->report->wrong == 0;
    return OK;
}

enum err registry_import(struct cx *cx, const struct import_kind *kind,
    const struct import_sheet_list *sheets, bool dry, struct import_report *out)
{
    struct job j = {.kind = kind, .sheets = sheets, .report = out, .keep = !dry};

    *out = (struct import_report){0};
    if ((cx->actor->roles & ROLE_CLOCK) == 0)
        TRY(right_anywhere(cx, kind->right));
    j.places = MANY(cx->arena, size_t, kind->n);
    TRY(attempt_run(cx, book_put, &j, &j.keep));
    out->kept = j.keep;
    if (!out->kept || out->added + out->changed == 0)
        return OK;
    return audit_add(cx, "import", 0, "registry.imported", (struct str){0}, str_of(kind->name));
}
