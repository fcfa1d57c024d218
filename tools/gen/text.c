/*
 * text: the .text files to an enum of keys and a table in both languages, sorted by name.
 *
 *     key.name
 *       zh words
 *       en words
 *
 * A line indented deeper than the language continues the words on a new line.  Lines that
 * begin with # are remarks.  Every key needs both languages, and both need the same {n}.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen.h"

enum {
    ZH,
    EN,
    LANGS
};

struct entry {
    struct span key;
    struct span words[LANGS];
    struct source *source;
    size_t at;
    size_t line; /* to name the first of two */
    char *c_name;
};

static struct {
    struct entry *p;
    size_t n, cap;
} entries;

static struct entry *entry_new(struct source *s, struct span key)
{
    struct entry *e;
    size_t column;

    if (entries.n == entries.cap) {
        size_t cap = 2 * entries.cap + 64;

        entries.p = pool_grow(entries.p, entries.n * sizeof *e, cap * sizeof *e);
        entries.cap = cap;
    }
    e = &entries.p[entries.n++];
    *e = (struct entry){.key = key, .source = s, .at = (size_t)(key.p - s->p)};
    source_where(s, e->at, &e->line, &column);
    e->c_name = pool_z(key);
    for (size_t i = 0; i < key.n; i++)
        if (e->c_name[i] == '.' || e->c_name[i] == '-')
            e->c_name[i] = '_';
    return e;
}

static bool is_key(struct span key)
{
    if (key.n == 0 || !is_alpha(key.p[0]) || key.p[key.n - 1] == '.')
        return false;
    for (size_t i = 0; i < key.n; i++)
        if (!is_name(key.p[i]) && key.p[i] != '.' && key.p[i] != '-')
            return false;
    return true;
}

/* Where the hole that begins at a brace ends: "{0}" or "{0|one|many}"; 0 when it is neither. */
static size_t hole_end(struct span words, size_t i)
{
    int bars = 0;

    if (i + 2 >= words.n || !is_digit(words.p[i + 1]))
        return 0;
    for (i += 2; i < words.n && words.p[i] != '}'; i++) {
        if (words.p[i] == '{' || (bars == 0 && words.p[i] != '|'))
            return 0;
        bars += words.p[i] == '|';
    }
    return i < words.n && (bars == 0 || bars == 2) ? i : 0;
}

/* Which of {0} to {9} stand in the words, one bit each; false: a brace of another kind. */
static bool holes_of(struct span words, unsigned *holes)
{
    size_t end;

    *holes = 0;
    for (size_t i = 0; i < words.n; i++) {
        if (words.p[i] == '}')
            return false;
        if (words.p[i] != '{')
            continue;
        end = hole_end(words, i);
        if (end == 0)
            return false;
        *holes |= 1U << (words.p[i + 1] - '0');
        i = end;
    }
    return true;
}

static void words_add(struct span *words, struct span more)
{
    struct out o = {0};

    out_add(&o, *words);
    out_z(&o, "\n");
    out_add(&o, more);
    *words = (struct span){o.p, o.n};
}

static void entry_line(struct source *s, struct entry *e, struct span line, int *lang)
{
    size_t at = (size_t)(line.p - s->p);
    struct span rest = span_trim(line);
    struct span word = rest;
    size_t depth = (size_t)(rest.p - line.p);
    int l = -1;

    if (e == NULL) {
        source_fail(s, at, "words without a key above them");
        return;
    }
    if (depth > 2 && *lang >= 0) {
        words_add(&e->words[*lang], rest);
        return;
    }
    word.n = rest.n < 2 ? rest.n : 2;
    if (span_is(word, "zh"))
        l = ZH;
    else if (span_is(word, "en"))
        l = EN;
    if (l < 0 || rest.n < 4 || rest.p[2] != ' ') {
        source_fail(s, at, "expected \"  zh words\" or \"  en words\"");
        return;
    }
    if (e->words[l].p != NULL) {
        source_fail(s, at, "%.*s has this language twice", (int)e->key.n, e->key.p);
        return;
    }
    e->words[l] = span_trim((struct span){rest.p + 3, rest.n - 3});
    *lang = l;
}

static void text_read(struct source *s)
{
    struct span line;
    struct entry *e = NULL;
    int lang = -1;

    while (source_line(s, &line)) {
        struct span bare = span_trim(line);

        if (bare.n == 0 || line.p[0] == '#')
            continue;
        if (is_blank(line.p[0])) {
            entry_line(s, e, line, &lang);
        } else if (is_key(bare)) {
            e = entry_new(s, bare);
            lang = -1;
        } else {
            source_fail(s, (size_t)(line.p - s->p), "not a key: letters, digits, _ - and dots");
        }
    }
}

static void entry_check(struct entry *e, size_t *holes_n)
{
    static const char *const names[LANGS] = {"zh", "en"};
    unsigned holes[LANGS] = {0, 0};

    for (int l = 0; l < LANGS; l++) {
        if (e->words[l].n == 0) {
            source_fail(e->source, e->at, "%s has no %s words", pool_z(e->key), names[l]);
            return;
        }
        if (!holes_of(e->words[l], &holes[l])) {
            source_fail(e->source, e->at, "%s: a brace that is no {0} to {9} in %s",
                pool_z(e->key), names[l]);
            return;
        }
    }
    if (holes[ZH] != holes[EN])
        source_fail(e->source, e->at, "%s: zh and en do not have the same {n}", pool_z(e->key));
    for (*holes_n = 0; holes[ZH] >> *holes_n != 0;)
        ++*holes_n;
}

static int by_key(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = span_order(x->key, y->key);

    return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

static int by_c_name(const void *a, const void *b)
{
    const struct entry *const *x = a, *const *y = b;

    return span_order(span_z((*x)->c_name), span_z((*y)->c_name));
}

/* Two keys, or two keys that give the same name in C. */
static void find_doubles(void)
{
    struct entry **sorted = pool_take((entries.n + 1) * sizeof *sorted);

    for (size_t i = 0; i < entries.n; i++)
        sorted[i] = &entries.p[i];
    if (entries.n > 0)
        qsort(sorted, entries.n, sizeof *sorted, by_c_name);
    for (size_t i = 1; i < entries.n; i++)
        if (span_is(span_z(sorted[i]->c_name), sorted[i - 1]->c_name))
            source_fail(sorted[i]->source, sorted[i]->at, "%s is also in %s:%zu",
                pool_z(sorted[i]->key), sorted[i - 1]->source->file, sorted[i - 1]->line);
}

/* At most half full, so that a search ends soon. */
static size_t slots_n(void)
{
    size_t n = 8;

    while (n < entries.n * 2)
        n *= 2;
    return n;
}

static void keys_write(struct out *o, const size_t *holes)
{
    out_z(o, "/* Made by gen text. */\n#ifndef TEXT_KEYS_H\n#define TEXT_KEYS_H\n\n"
             "#include \"base/str.h\"\n\n"
             "/* In the order of their names. */\nenum text_key {\n");
    for (size_t i = 0; i < entries.n; i++)
        out_f(o, "    TEXT_%s,\n", entries.p[i].c_name);
    out_z(o, "    TEXT_KEYS\n};\n\n/* How many arguments a text takes. */\nenum {\n");
    for (size_t i = 0; i < entries.n; i++)
        out_f(o, "    TEXT_ARGS_%s = %zu,\n", entries.p[i].c_name, holes[i]);
    out_z(o, "    TEXT_ARGS_END\n};\n\n"
             "struct text_entry {\n    struct str name;\n"
             "    struct str words[2]; /* by enum lang */\n"
             "    bool plain[2];       /* nothing in them that HTML must escape */\n};\n\n"
             "/* By enum text_key, which is also the order of names; TEXT_KEYS entries. */\n"
             "extern const struct text_entry text_table[];\n\n");
    out_f(o,
        "/* 1 + the key whose name has this hash, or of the next slots; 0: none. */\n"
        "#define TEXT_SLOTS %zu\n"
        "extern const unsigned short text_slots[TEXT_SLOTS];\n\n#endif\n",
        slots_n());
}

/* base/text.c computes the same (FNV-1a). */
static size_t hash_of(struct span name)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < name.n; i++)
        h = (h ^ (unsigned char)name.p[i]) * 16777619u;
    return h;
}

static void slots_write(struct out *o)
{
    size_t n = slots_n(), *slots = pool_take(n * sizeof *slots);

    for (size_t i = 0; i < n; i++)
        slots[i] = 0;
    for (size_t i = 0; i < entries.n; i++) {
        size_t at = hash_of(entries.p[i].key) % n;

        while (slots[at] != 0)
            at = (at + 1) % n;
        slots[at] = i + 1;
    }
    out_z(o, "\nconst unsigned short text_slots[TEXT_SLOTS] = {");
    for (size_t i = 0; i < n; i++)
        out_f(o, "%s%zu,", i % 16 == 0 ? "\n    " : " ", slots[i]);
    out_z(o, "\n};\n");
}

static void pair_write(struct out *o, struct span s)
{
    out_z(o, "{");
    out_literal(o, s);
    out_f(o, ", %zu}", s.n);
}

static bool is_plain(struct span words)
{
    for (size_t i = 0; i < words.n; i++)
        if (memchr("&<>\"'", words.p[i], 5) != NULL)
            return false;
    return true;
}

static void table_write(struct out *o)
{
    out_z(o, "/* Made by gen text. */\n#include \"text_keys.h\"\n\n"
             "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n"
             "const struct text_entry text_table[] = {\n");
    for (size_t i = 0; i < entries.n; i++) {
        const struct entry *e = &entries.p[i];

        out_z(o, "    {");
        pair_write(o, e->key);
        out_z(o, ",\n        {");
        pair_write(o, e->words[ZH]);
        out_z(o, ",\n            ");
        pair_write(o, e->words[EN]);
        out_f(o, "},\n        {%s, %s}},\n", is_plain(e->words[ZH]) ? "true" : "false",
            is_plain(e->words[EN]) ? "true" : "false");
    }
    out_z(o, "    {{NULL, 0}, {{NULL, 0}, {NULL, 0}}, {true, true}}};\n");
    slots_write(o);
}

bool text_make(struct source *sources, size_t n, struct out *keys, struct out *table)
{
    size_t *holes;
    bool good = true;

    entries.p = NULL;
    entries.n = entries.cap = 0;
    for (size_t i = 0; i < n; i++)
        text_read(&sources[i]);
    if (entries.n > 0)
        qsort(entries.p, entries.n, sizeof entries.p[0], by_key);
    holes = pool_take((entries.n + 1) * sizeof *holes);
    for (size_t i = 0; i < entries.n; i++)
        if (!entries.p[i].source->failed)
            entry_check(&entries.p[i], &holes[i]);
    find_doubles();
    for (size_t i = 0; i < n; i++)
        good = good && !sources[i].failed;
    if (good) {
        keys_write(keys, holes);
        table_write(table);
    }
    return good;
}

int text_run(int argc, char **argv)
{
    struct out keys = {0}, table = {0};
    struct source *sources;
    size_t n;
    bool good;

    if (argc < 2)
        return 2;
    n = (size_t)argc - 2;
    sources = pool_take((n + 1) * sizeof *sources);
    for (size_t i = 0; i < n; i++)
        if (!source_read(&sources[i], argv[i + 2]))
            return 1;
    good = text_make(sources, n, &keys, &table);
    for (size_t i = 0; i < n; i++)
        source_report(&sources[i]);
    return good && out_write(&keys, argv[0]) && out_write(&table, argv[1]) ? 0 : 1;
}
