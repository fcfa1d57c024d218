#include "store/backup.h"

#include "store/migrate.h"
#include "store/rows.h"
#include "store/sums.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define VERSION 1
#define ROW_MAX ((uint64_t)32 << 20)
#define NAME_MAX_BYTES 1024
#define DEPTH_MAX 8

/* Writing. */

static enum err put_letter(struct sealed *to, char letter)
{
    return sealed_put(to, &letter, 1);
}

static enum err put_number(struct sealed *to, uint64_t v)
{
    unsigned char b[8];

    for (int i = 0; i < 8; i++)
        b[i] = (unsigned char)(v >> (56 - 8 * i));
    return sealed_put(to, b, sizeof(b));
}

static enum err put_head(struct sealed *to, char letter, uint64_t v)
{
    TRY(put_letter(to, letter));
    return put_number(to, v);
}

static enum err put_text(struct sealed *to, struct str s)
{
    TRY(put_number(to, s.n));
    return sealed_put(to, s.p, s.n);
}

struct step {
    int64_t number;
    struct str checksum;
};
LIST_OF(step);
static const struct field step_fields[] = {
    FIELD(struct step, number), FIELD(struct step, checksum)};
static const struct shape step_shape = SHAPE(step, step_fields);
static const struct db_statement list_steps = {
    .name = "backup_steps",
    .verb = DB_MANY,
    .text = "SELECT number, checksum FROM schema_step ORDER BY number",
    .shape = &step_shape,
    .reads = true,
};

static enum err write_steps(struct db *db, struct arena *a, struct sealed *to)
{
    struct step_list steps;
    void *rows;

    TRY(db_many(db, a, &list_steps, NULL, &rows, &steps.n));
    steps.p = rows;
    TRY(put_head(to, 'H', VERSION));
    TRY(put_number(to, steps.n));
    for (size_t i = 0; i < steps.n; i++) {
        TRY(put_number(to, (uint64_t)steps.p[i].number));
        TRY(put_text(to, steps.p[i].checksum));
    }
    return OK;
}

struct writing {
    struct sealed *to;
    struct sums *sums;
    struct buf row;
};

static enum err write_row(void *arg, const struct db_cell *cells, size_t n)
{
    struct writing *w = arg;

    buf_clear(&w->row);
    rows_encode(&w->row, cells, n);
    if (w->row.over)
        return ERR_LIMIT;
    sums_add(w->sums, bytes_of(w->row.p, w->row.n));
    TRY(put_letter(w->to, 'R'));
    return put_text(w->to, buf_str(&w->row));
}

static enum err write_columns(const struct catalog_table *t, struct sealed *to)
{
    TRY(put_letter(to, 'T'));
    TRY(put_text(to, t->name));
    TRY(put_number(to, t->columns.n));
    for (size_t i = 0; i < t->columns.n; i++)
        TRY(put_text(to, t->columns.p[i].name));
    return OK;
}

static enum err write_table(
    struct db *db, struct arena *a, const struct catalog_table *t, struct writing *w)
{
    struct db_rows take = {write_row, w};
    struct move_table sum;

    TRY(write_columns(t, w->to));
    sums_start(w->sums);
    TRY(rows_each(db, t, &take));
    sum = sums_take(w->sums, a, t->name);
    TRY(put_head(w->to, 'E', (uint64_t)sum.rows));
    return put_text(w->to, sum.checksum);
}

/* Files.  They are written once and never changed, so that a copy taken after the rows holds
 * all that the rows name; one that vanishes meanwhile was deleted on purpose. */

static enum err write_content(int fd, uint64_t size, struct sealed *to)
{
    char block[16384];

    TRY(put_number(to, size));
    while (size > 0) {
        ssize_t n = read(fd, block, size < sizeof(block) ? (size_t)size : sizeof(block));

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return ERR_DOWN;
        TRY(sealed_put(to, block, (size_t)n));
        size -= (uint64_t)n;
    }
    return OK;
}

static enum err write_file(struct sealed *to, struct str path, struct str name)
{
    int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat st;
    enum err code;

    if (fd < 0)
        return errno == ENOENT ? OK : ERR_DOWN;
    code = fstat(fd, &st) == 0 ? OK : ERR_DOWN;
    if (code == OK && S_ISREG(st.st_mode)) {
        code = put_letter(to, 'F');
        if (code == OK)
            code = put_text(to, name);
        if (code == OK)
            code = write_content(fd, (uint64_t)st.st_size, to);
    }
    close(fd);
    return code;
}

struct folder {
    struct arena *a;
    struct sealed *to;
    struct str root;
};

/* NOLINTNEXTLINE(misc-no-recursion): a walk of at most DEPTH_MAX folders */
static enum err write_folder(struct folder *f, struct str below, int depth)
{
    struct str path = str_f(f->a, "%.*s/%.*s", STR(f->root), STR(below));
    DIR *dir = opendir(path.p);
    struct dirent *entry;
    enum err code = OK;

    if (dir == NULL)
        return errno == ENOENT ? OK : ERR_DOWN;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): a directory stream of our own */
    while (code == OK && (entry = readdir(dir)) != NULL) {
        const char *slash = below.n == 0 ? "" : "/";
        struct str name = str_f(f->a, "%.*s%s%s", STR(below), slash, entry->d_name);
        struct str full = str_f(f->a, "%.*s/%.*s", STR(f->root), STR(name));
        struct stat st;

        if (entry->d_name[0] == '.' || lstat(full.p, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
            code = write_folder(f, name, depth + 1);
        else if (S_ISREG(st.st_mode))
            code = write_file(f->to, full, name);
    }
    closedir(dir);
    return code;
}

enum err backup_write(struct db *db, struct arena *a, struct str files_dir, struct sealed *to)
{
    struct writing w = {to, sums_new(a), buf_new(a, ROW_MAX)};
    struct catalog_table_list tables;

    TRY(write_steps(db, a, to));
    TRY(catalog_read(db, a, &tables));
    for (size_t i = 0; i < tables.n; i++)
        TRY(write_table(db, a, &tables.p[i], &w));
    if (!str_empty(files_dir))
        TRY(write_folder(&(struct folder){a, to, files_dir}, S(""), 0));
    return put_letter(to, 'Z');
}

/* Reading. */

static enum err get_number(struct sealed *from, uint64_t max, uint64_t *v)
{
    unsigned char b[8];
    uint64_t n = 0;

    TRY(sealed_get(from, b, sizeof(b)));
    for (int i = 0; i < 8; i++)
        n = n << 8 | b[i];
    if (n > max)
        return ERR_INVALID;
    *v = n;
    return OK;
}

static enum err get_text(struct sealed *from, struct arena *a, uint64_t max, struct str *out)
{
    uint64_t n;
    char *p;

    TRY(get_number(from, max, &n));
    p = arena_take(a, (size_t)n + 1);
    TRY(sealed_get(from, p, (size_t)n));
    *out = (struct str){p, (size_t)n};
    return OK;
}

static enum err read_step(struct sealed *from, struct arena *a, uint64_t i, struct buf *problem)
{
    struct str checksum;
    uint64_t number;

    TRY(get_number(from, INT32_MAX, &number));
    TRY(get_text(from, a, 128, &checksum));
    if (i < schema_steps_n && (uint64_t)schema_steps[i].number == number &&
        str_is(checksum, schema_steps[i].checksum))
        return OK;
    buf_f(problem, "the backup has schema step %llu, which this program lacks\n",
        (unsigned long long)number);
    return ERR_CONFLICT;
}

enum err backup_read_steps(struct sealed *from, struct arena *a, size_t *n, struct buf *problem)
{
    uint64_t version, count;
    char letter;

    TRY(sealed_get(from, &letter, 1));
    TRY(get_number(from, UINT64_MAX, &version));
    if (letter != 'H' || version != VERSION) {
        buf_f(problem, "a backup of another kind\n");
        return ERR_INVALID;
    }
    TRY(get_number(from, 10000, &count));
    for (uint64_t i = 0; i < count; i++)
        TRY(read_step(from, a, i, problem));
    *n = (size_t)count;
    return OK;
}

struct reading {
    struct sealed *from;
    struct load *load;
    struct arena *a;
    struct str files_dir;
    struct buf *problem;
    const struct catalog_table *table;
    struct sums *sums;
    struct move_table_list told;
};

static enum err odd(struct reading *r, const char *what, struct str name)
{
    buf_f(r->problem, "the backup does not fit: %s %.*s\n", what, STR(name));
    return ERR_INVALID;
}

static enum err read_table(struct reading *r)
{
    const struct catalog_table_list *tables = load_tables(r->load);
    struct str name, column;
    uint64_t n;

    TRY(get_text(r->from, r->a, NAME_MAX_BYTES, &name));
    TRY(get_number(r->from, DRIVER_COLUMNS, &n));
    if (r->told.n >= tables->n || !str_eq(tables->p[r->told.n].name, name) ||
        tables->p[r->told.n].columns.n != n)
        return odd(r, "table", name);
    r->table = &tables->p[r->told.n];
    for (size_t i = 0; i < n; i++) {
        TRY(get_text(r->from, r->a, NAME_MAX_BYTES, &column));
        if (!str_eq(column, r->table->columns.p[i].name))
            return odd(r, "column", column);
    }
    sums_start(r->sums);
    return load_table(r->load, r->table);
}

static enum err read_row(struct reading *r)
{
    struct arena_mark mark = arena_mark(r->a);
    struct db_cell cells[DRIVER_COLUMNS];
    struct str row;

    if (r->table == NULL)
        return ERR_INVALID;
    TRY(get_text(r->from, r->a, ROW_MAX, &row));
    sums_add(r->sums, bytes_of(row.p, row.n));
    TRY(rows_decode(bytes_of(row.p, row.n), cells, r->table->columns.n));
    TRY(load_row(r->load, cells, r->table->columns.n));
    arena_back(r->a, mark);
    return OK;
}

static enum err read_end(struct reading *r)
{
    struct move_table is;
    struct str checksum;
    uint64_t n;

    if (r->table == NULL)
        return ERR_INVALID;
    TRY(get_number(r->from, INT64_MAX, &n));
    TRY(get_text(r->from, r->a, 128, &checksum));
    is = sums_take(r->sums, r->a, r->table->name);
    if ((uint64_t)is.rows != n || !str_eq(is.checksum, checksum))
        return odd(r, "rows of", r->table->name);
    r->told.p[r->told.n++] = is;
    r->table = NULL;
    return OK;
}

static bool plain_path(struct str path)
{
    struct str rest = path;

    if (path.n == 0 || strlen(path.p) != path.n)
        return false;
    while (rest.p != NULL) {
        struct str part = str_cut(rest, '/', &rest);

        if (part.n == 0 || part.p[0] == '.')
            return false;
    }
    return true;
}

static enum err make_folders(struct arena *a, struct str root, struct str path)
{
    for (size_t i = 0; i < path.n; i++) {
        if (path.p[i] == '/' &&
            mkdir(str_f(a, "%.*s/%.*s", STR(root), (int)i, path.p).p, 0700) != 0 &&
            errno != EEXIST)
            return ERR_DOWN;
    }
    return OK;
}

static enum err read_content(struct sealed *from, int fd, uint64_t size)
{
    char block[16384];

    while (size > 0) {
        size_t n = size < sizeof(block) ? (size_t)size : sizeof(block);
        size_t done = 0;

        TRY(sealed_get(from, block, n));
        while (done < n) {
            ssize_t w = write(fd, block + done, n - done);

            if (w < 0 && errno != EINTR)
                return ERR_DOWN;
            done += w > 0 ? (size_t)w : 0;
        }
        size -= n;
    }
    return fsync(fd) == 0 ? OK : ERR_DOWN;
}

static enum err read_file(struct reading *r)
{
    struct str path, full, part;
    uint64_t size;
    enum err code;
    int fd;

    TRY(get_text(r->from, r->a, NAME_MAX_BYTES, &path));
    TRY(get_number(r->from, INT64_MAX, &size));
    if (!plain_path(path) || str_empty(r->files_dir))
        return odd(r, "file", path);
    TRY(make_folders(r->a, r->files_dir, path));
    full = str_f(r->a, "%.*s/%.*s", STR(r->files_dir), STR(path));
    part = str_f(r->a, "%.*s.restoring", STR(full));
    fd = open(part.p, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return odd(r, "cannot write file", path);
    code = read_content(r->from, fd, size);
    if (close(fd) != 0 && code == OK)
        code = ERR_DOWN;
    if (code == OK && rename(part.p, full.p) != 0)
        code = ERR_DOWN;
    if (code != OK)
        unlink(part.p);
    return code;
}

static enum err read_piece(struct reading *r, char letter)
{
    switch (letter) {
    case 'T':
        return read_table(r);
    case 'R':
        return read_row(r);
    case 'E':
        return read_end(r);
    case 'F':
        return read_file(r);
    case 'Z':
        return sealed_end(r->from);
    default:
        return ERR_INVALID;
    }
}

static enum err read_all(struct reading *r)
{
    char letter = '\0';

    while (letter != 'Z') {
        TRY(sealed_get(r->from, &letter, 1));
        TRY(read_piece(r, letter));
    }
    return OK;
}

enum err backup_read(struct sealed *from, struct load *load, struct arena *a,
    struct str files_dir, struct buf *problem)
{
    const struct catalog_table_list *tables = load_tables(load);
    struct reading r = {.from = from,
        .load = load,
        .a = a,
        .files_dir = files_dir,
        .problem = problem,
        .sums = sums_new(a)};
    struct move_table_list now;

    r.told.p = MANY(a, struct move_table, tables->n);
    TRY(read_all(&r));
    TRY(load_check(load, problem));
    TRY(sums_read(load_db(load), a, tables, &now));
    return sums_compare(&r.told, &now, problem);
}
