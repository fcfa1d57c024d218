/*
 * sheet_read_xlsx: XLSX through libzip and expat, read as a stream while counting, so that what
 * a file says of itself is never believed.  Bombs, DTDs, formulas and endless rows are refused
 * at the byte where they show.
 */
#include "out/sheet_read.h"

#include <expat.h>
#include <string.h>
#include <zip.h>

enum {
    PART_MAX = 16 * 1024 * 1024,
    ALL_MAX = 64 * 1024 * 1024,
    RATIO_MAX = 100,
    RATIO_FROM = 100 * 1024,
    DEPTH_MAX = 32,
    STYLES_MAX = 4096,
    SHARED_MAX = 400000
};

struct named {
    struct str name, id, path;
};

struct xlsx {
    struct sheet_reader *r;
    struct arena *arena;
    zip_t *zip;
    XML_Parser parser;
    int64_t inflated;
    int depth;
    /* the workbook */
    struct {
        struct named *p;
        size_t n, cap;
    } sheets, targets;
    struct {
        struct str *p;
        size_t n, cap;
    } shared;
    bool date_style[STYLES_MAX];  /* by index of cellXfs */
    bool date_format[STYLES_MAX]; /* by numFmtId */
    size_t nstyles;
    bool in_xfs;
    /* the cell */
    struct buf text;
    bool taking, phonetic;
    size_t column;
    int64_t row;
    char type; /* n number, s shared, i inline, b bool, e error, t text */
    size_t style;
};

static void stop(struct xlsx *x, const char *rule)
{
    if (x->r->problem == NULL)
        x->r->problem = rule;
    if (x->parser != NULL)
        XML_StopParser(x->parser, XML_FALSE);
}

static const char *attr(const char **attrs, const char *name)
{
    for (; attrs[0] != NULL; attrs += 2) {
        const char *colon = strrchr(attrs[0], ':');

        if (strcmp(colon != NULL && strcmp(name, "id") == 0 ? colon + 1 : attrs[0], name) == 0)
            return attrs[1];
    }
    return NULL;
}

static int64_t attr_int(const char **attrs, const char *name)
{
    const char *v = attr(attrs, name);
    int64_t n = 0;

    if (v == NULL || num_parse(str_of(v), 0, 1 << 24, &n) != OK)
        return -1;
    return n;
}

/* Column letters of a cell's reference, from 0. */
static size_t column_of(const char *ref)
{
    size_t c = 0;

    for (; *ref >= 'A' && *ref <= 'Z' && c < 100000; ref++)
        c = c * 26 + (size_t)(*ref - 'A' + 1);
    return c == 0 ? 0 : c - 1;
}

static void doctype(
    void *arg, const char *name, const char *sysid, const char *pubid, int inner)
{
    (void)name;
    (void)sysid;
    (void)pubid;
    (void)inner;
    stop(arg, "sheet.dtd");
}

static void chars(void *arg, const char *s, int n)
{
    struct xlsx *x = arg;

    if (x->taking && !x->phonetic)
        buf_raw(&x->text, s, (size_t)n);
}

/* Feed one part of the archive to a fresh parser while counting what comes out. */
static void parse_part(
    struct xlsx *x, const char *path, XML_StartElementHandler start, XML_EndElementHandler end)
{
    zip_stat_t st;
    zip_file_t *f;
    int64_t part = 0;

    if (zip_stat(x->zip, path, 0, &st) != 0 || (f = zip_fopen(x->zip, path, 0)) == NULL) {
        stop(x, "sheet.broken");
        return;
    }
    x->depth = 0;
    x->parser = XML_ParserCreate(NULL);
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, start, end);
    XML_SetCharacterDataHandler(x->parser, chars);
    XML_SetStartDoctypeDeclHandler(x->parser, doctype);
    while (x->r->problem == NULL) {
        char piece[16384];
        zip_int64_t n = zip_fread(f, piece, sizeof piece);

        if (n < 0) {
            stop(x, "sheet.broken");
            break;
        }
        part += n;
        x->inflated += n;
        if (part > PART_MAX || x->inflated > ALL_MAX ||
            (part > RATIO_FROM && part / RATIO_MAX > (int64_t)st.comp_size)) {
            stop(x, "sheet.bomb");
            break;
        }
        if (XML_Parse(x->parser, piece, (int)n, n == 0) == XML_STATUS_ERROR)
            stop(x, "sheet.broken");
        if (n == 0)
            break;
    }
    XML_ParserFree(x->parser);
    x->parser = NULL;
    zip_fclose(f);
}

static bool deeper(struct xlsx *x)
{
    if (++x->depth > DEPTH_MAX)
        stop(x, "sheet.bomb");
    return x->r->problem == NULL;
}

static void shallower(void *arg, const char *name)
{
    struct xlsx *x = arg;

    (void)name;
    x->depth--;
}

static void book_start(void *arg, const char *name, const char **attrs)
{
    struct xlsx *x = arg;
    struct named *s;

    if (!deeper(x) || strcmp(name, "sheet") != 0)
        return;
    if (x->sheets.n >= SHEET_SHEETS_MAX) {
        stop(x, "sheet.sheets");
        return;
    }
    s = VEC_PUSH(x->arena, &x->sheets);
    s->name = str_dup(x->arena, str_of(attr(attrs, "name")));
    s->id = str_dup(x->arena, str_of(attr(attrs, "id")));
}

static void rels_start(void *arg, const char *name, const char **attrs)
{
    struct xlsx *x = arg;
    struct named *s;
    const char *id = attr(attrs, "Id");
    const char *target = attr(attrs, "Target");

    if (!deeper(x) || strcmp(name, "Relationship") != 0 || id == NULL || target == NULL ||
        x->targets.n >= SHEET_PARTS_MAX)
        return;
    s = VEC_PUSH(x->arena, &x->targets);
    s->id = str_dup(x->arena, str_of(id));
    s->path = target[0] == '/' ? str_dup(x->arena, str_of(target + 1))
                               : str_f(x->arena, "xl/%s", target);
}

/* Number formats that show a date: the built-in ones, and own ones with y or d in them. */
static void styles_start(void *arg, const char *name, const char **attrs)
{
    struct xlsx *x = arg;
    int64_t id = attr_int(attrs, "numFmtId");

    if (!deeper(x))
        return;
    if (strcmp(name, "cellXfs") == 0)
        x->in_xfs = true;
    if (strcmp(name, "numFmt") == 0 && id >= 0 && id < STYLES_MAX) {
        const char *code = attr(attrs, "formatCode");

        x->date_format[id] =
            code != NULL && (strpbrk(code, "yY") != NULL) && strpbrk(code, "dDmM") != NULL;
    }
    if (x->in_xfs && strcmp(name, "xf") == 0 && x->nstyles < STYLES_MAX)
        x->date_style[x->nstyles++] =
            id >= 0 && id < STYLES_MAX &&
            (x->date_format[id] || (id >= 14 && id <= 17) || id == 22 ||
                (id >= 27 && id <= 36) || (id >= 50 && id <= 58));
}

static void styles_end(void *arg, const char *name)
{
    struct xlsx *x = arg;

    x->depth--;
    if (strcmp(name, "cellXfs") == 0)
        x->in_xfs = false;
}

static void shared_start(void *arg, const char *name, const char **attrs)
{
    struct xlsx *x = arg;

    (void)attrs;
    if (!deeper(x))
        return;
    if (strcmp(name, "si") == 0)
        x->text = buf_new(x->arena, SHEET_CELL_MAX);
    x->taking = strcmp(name, "t") == 0;
    if (strcmp(name, "rPh") == 0)
        x->phonetic = true;
}

static void shared_end(void *arg, const char *name)
{
    struct xlsx *x = arg;

    x->depth--;
    x->taking = false;
    if (strcmp(name, "rPh") == 0)
        x->phonetic = false;
    if (strcmp(name, "si") != 0)
        return;
    if (x->text.over || x->shared.n >= SHARED_MAX)
        stop(x, "sheet.too_large");
    else
        *VEC_PUSH(x->arena, &x->shared) = buf_str(&x->text);
}

static void sheet_start(void *arg, const char *name, const char **attrs)
{
    struct xlsx *x = arg;

    if (!deeper(x))
        return;
    if (strcmp(name, "row") == 0) {
        int64_t n = attr_int(attrs, "r");

        x->row = n > 0 ? n : x->row + 1;
        x->r->row = x->row;
        x->column = (size_t)-1;
    } else if (strcmp(name, "c") == 0) {
        const char *ref = attr(attrs, "r");
        const char *type = attr(attrs, "t");
        int64_t style = attr_int(attrs, "s");

        x->column = ref != NULL ? column_of(ref) : x->column + 1;
        x->style = style > 0 && style < STYLES_MAX ? (size_t)style : 0;
        x->type = type == NULL                     ? 'n'
                  : strcmp(type, "inlineStr") == 0 ? 'i'
                  : strcmp(type, "str") == 0       ? 't'
                                                   : type[0];
        x->text = buf_new(x->arena, SHEET_CELL_MAX);
        if (x->column >= SHEET_COLUMNS_MAX) {
            x->r->column = (int64_t)x->column + 1;
            stop(x, "sheet.columns");
        }
    } else if (strcmp(name, "f") == 0) {
        x->r->column = (int64_t)x->column + 1;
        stop(x, "sheet.formula");
    } else if (strcmp(name, "rPh") == 0) {
        x->phonetic = true;
    }
    x->taking = strcmp(name, "v") == 0 || strcmp(name, "t") == 0;
}

/* Days since 1899-12-30 to a date; anything else stays as it was written. */
static struct str as_date(struct xlsx *x, struct str number)
{
    int64_t days;
    size_t dot = str_find_char(number, '.');

    if (dot != (size_t)-1)
        number = str_sub(number, 0, dot);
    if (num_parse(number, 61, 2958465, &days) != OK)
        return number;
    return date_text(x->arena, (struct date){(int32_t)(days - 25569)});
}

static void end_cell(struct xlsx *x)
{
    struct str text = buf_str(&x->text);
    int64_t at;

    if (x->text.over) {
        stop(x, "sheet.cell_long");
        return;
    }
    if (x->type == 'e') {
        x->r->column = (int64_t)x->column + 1;
        stop(x, "sheet.error_cell");
        return;
    }
    if (x->type == 's') {
        if (num_parse(text, 0, (int64_t)x->shared.n - 1, &at) != OK) {
            stop(x, "sheet.broken");
            return;
        }
        text = x->shared.p[at];
    } else if (x->type == 'n' && x->style < x->nstyles && x->date_style[x->style]) {
        text = as_date(x, text);
    }
    if (!sheet_read_cell(x->r, x->column, text))
        stop(x, "sheet.broken");
}

static void sheet_end(void *arg, const char *name)
{
    struct xlsx *x = arg;

    x->depth--;
    x->taking = false;
    if (strcmp(name, "rPh") == 0)
        x->phonetic = false;
    else if (strcmp(name, "c") == 0)
        end_cell(x);
    else if (strcmp(name, "row") == 0 && !sheet_read_row(x->r, x->row))
        stop(x, "sheet.rows");
}

static struct str target_of(const struct xlsx *x, struct str id)
{
    for (size_t i = 0; i < x->targets.n; i++)
        if (str_eq(x->targets.p[i].id, id))
            return x->targets.p[i].path;
    return (struct str){NULL, 0};
}

static void read_book(struct xlsx *x)
{
    if (zip_get_num_entries(x->zip, 0) > SHEET_PARTS_MAX) {
        stop(x, "sheet.bomb");
        return;
    }
    parse_part(x, "xl/workbook.xml", book_start, shallower);
    if (x->r->problem == NULL)
        parse_part(x, "xl/_rels/workbook.xml.rels", rels_start, shallower);
    if (x->r->problem == NULL && zip_name_locate(x->zip, "xl/styles.xml", 0) >= 0)
        parse_part(x, "xl/styles.xml", styles_start, styles_end);
    if (x->r->problem == NULL && zip_name_locate(x->zip, "xl/sharedStrings.xml", 0) >= 0)
        parse_part(x, "xl/sharedStrings.xml", shared_start, shared_end);
    for (size_t i = 0; i < x->sheets.n && x->r->problem == NULL; i++) {
        struct str path = target_of(x, x->sheets.p[i].id);

        x->row = 0;
        if (path.p == NULL || str_has(path, S(".."))) {
            stop(x, "sheet.broken");
            return;
        }
        parse_part(x, path.p, sheet_start, sheet_end);
        if (x->r->problem == NULL)
            sheet_read_sheet(x->r, x->sheets.p[i].name);
    }
}

void sheet_read_xlsx(struct sheet_reader *r, struct bytes file)
{
    struct xlsx *x = NEW(r->arena, struct xlsx);
    zip_error_t error;
    zip_source_t *source;

    x->r = r;
    x->arena = r->arena;
    zip_error_init(&error);
    source = zip_source_buffer_create(file.p, file.n, 0, &error);
    if (source == NULL) {
        stop(x, "sheet.broken");
        return;
    }
    x->zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    if (x->zip == NULL) {
        zip_source_free(source);
        stop(x, "sheet.broken");
        return;
    }
    read_book(x);
    zip_discard(x->zip);
}
