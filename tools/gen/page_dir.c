/* page_dir: directives and values of a page. */
#include "page.h"

static struct page_block *block_top(struct page *p)
{
    return p->nblocks > 0 ? &p->blocks[p->nblocks - 1] : NULL;
}

static struct page_block *block_open(struct page *p, enum block kind, size_t at)
{
    struct page_block *b;

    if (p->nblocks == PAGE_DEPTH) {
        source_fail(p->s, at, "blocks nested deeper than %d", PAGE_DEPTH);
        return NULL;
    }
    b = &p->blocks[p->nblocks++];
    *b = (struct page_block){.kind = kind, .at = at, .before = p->now};
    return b;
}

/* One branch ends: it must leave the HTML where the others leave it. */
static void branch_end(struct page *p, struct page_block *b, size_t at)
{
    const struct page_state *was = &b->before, *is = &p->now;

    if (is->depth > was->depth)
        source_fail(p->s, p->open_at[is->depth - 1], "<%s> is not closed in its block",
            pool_z(p->open[is->depth - 1]));
    else if (is->place != was->place || is->depth != was->depth ||
             (is->place != IN_TEXT && is->tag != was->tag) ||
             (is->place == IN_VALUE && is->attr != was->attr))
        source_fail(p->s, at,
            "the block does not end where it began: in the same text, tag "
            "or value");
    if (!b->has_after)
        b->after = p->now;
    b->after.need_blank = b->after.need_blank || is->need_blank;
    b->after.url_start = b->after.url_start || is->url_start;
    b->has_after = true;
    p->now = b->before;
}

static struct span word_cut(struct span *rest)
{
    struct span word;

    *rest = span_trim(*rest);
    word = span_name(rest);
    *rest = span_trim(*rest);
    return word;
}

static size_t at_of(const struct page *p, struct span part)
{
    return (size_t)(part.p - p->s->p);
}

static void use_do(struct page *p, struct span rest, size_t at)
{
    bool good =
        p->nblocks == 0 && rest.n > 2 && span_is((struct span){rest.p + rest.n - 2, 2}, ".h");

    for (size_t i = 0; good && i < rest.n; i++)
        good = is_name(rest.p[i]) || rest.p[i] == '/' || rest.p[i] == '.' || rest.p[i] == '-';
    if (!good) {
        source_fail(p->s, at, "expected \"use path/of/header.h\" before the pages");
        return;
    }
    out_f(p->header, "#include \"%s\"\n", pool_z(rest));
}

static void function_begin(struct page *p, const char *head, size_t at)
{
    out_f(&p->prototypes, "%s;\n", head);
    out_z(p->code, "\n");
    page_line(p, "", (struct span){p->s->p + at, 0}, "");
    out_f(p->code, "%s\n{\n(void)h;\n", head);
    p->now = (struct page_state){.place = IN_TEXT};
    p->any = true;
}

static void page_do(struct page *p, struct span rest, size_t at)
{
    struct span name = word_cut(&rest);
    struct out head = {0};

    if (p->nblocks > 0 || rest.n > 0 || !span_c_name(name)) {
        source_fail(p->s, at, "expected \"page name\" outside of other blocks");
        return;
    }
    out_f(&head, "void page_%s(struct html *h, const struct %s_view *v)", pool_z(name),
        pool_z(name));
    function_begin(p, pool_z((struct span){head.p, head.n}), at);
    out_z(p->code, "(void)v;\n");
    /* web_page passes views through one type of function. */
    out_f(&p->prototypes, "void page_%s_any(struct html *h, const void *v);\n", pool_z(name));
    out_f(&p->untyped,
        "\nvoid page_%s_any(struct html *h, const void *v)\n{\npage_%s(h, v);\n}\n",
        pool_z(name), pool_z(name));
    (void)block_open(p, BLOCK_PAGE, at);
}

/* The list between the parentheses that must be all of rest. */
static bool in_parentheses(struct span rest, struct span *list)
{
    if (rest.n < 2 || rest.p[0] != '(' || rest.p[rest.n - 1] != ')')
        return false;
    *list = span_trim((struct span){rest.p + 1, rest.n - 2});
    return true;
}

static void part_do(struct page *p, struct span rest, size_t at)
{
    struct span name = word_cut(&rest), list = {"", 0}, args[PAGE_ARGS];
    struct out head = {0};
    size_t n;

    if (p->nblocks > 0 || !span_c_name(name) || !in_parentheses(rest, &list)) {
        source_fail(p->s, at, "expected \"part name(type a, type b)\" outside of other blocks");
        return;
    }
    n = list.n > 0 ? page_args(p, list, args, PAGE_ARGS) : 0;
    out_f(&head, "void part_%s(struct html *h", pool_z(name));
    for (size_t i = 0; i < n; i++)
        out_f(&head, ", %s", pool_z(args[i]));
    out_z(&head, ")");
    function_begin(p, pool_z((struct span){head.p, head.n}), at);
    for (size_t i = 0; i < n; i++) {
        size_t from = args[i].n;

        while (from > 0 && is_name(args[i].p[from - 1]))
            from--;
        out_f(
            p->code, "(void)%s;\n", pool_z((struct span){args[i].p + from, args[i].n - from}));
    }
    (void)block_open(p, BLOCK_PAGE, at);
}

static void put_do(struct page *p, struct span rest, size_t at)
{
    struct span whole = rest, name = word_cut(&rest), list = {"", 0};
    struct out call = {0};

    if (p->now.place != IN_TEXT || !span_c_name(name) || !in_parentheses(rest, &list)) {
        source_fail(p->s, at, "expected \"put name(x, y)\" where text may stand");
        return;
    }
    page_flush(p);
    out_f(&call, "part_%s(h%s", pool_z(name), list.n > 0 ? "," : "");
    page_line(p, pool_z((struct span){call.p, call.n}),
        list.n > 0 ? list : (struct span){whole.p, 0}, ");\n");
}

static void if_do(struct page *p, struct span rest, size_t at)
{
    page_name_end(p);
    if (rest.n == 0 || p->now.place == BEFORE_VALUE || p->now.place == IN_TAG_NAME ||
        (p->now.place == IN_TAG && p->closing)) {
        source_fail(p->s, at, "expected \"if expression\" in text, in a tag or in a value");
        return;
    }
    page_flush(p);
    page_line(p, "if (", rest, ") {\n");
    (void)block_open(p, BLOCK_IF, at);
}

static void else_do(struct page *p, struct span rest, bool elif, size_t at)
{
    struct page_block *b = block_top(p);

    page_name_end(p);
    if (b == NULL || b->kind != BLOCK_IF || b->has_else || (rest.n > 0) != elif) {
        source_fail(p->s, at, "this does not continue an \"if\"");
        return;
    }
    page_flush(p);
    branch_end(p, b, at);
    b->has_else = !elif;
    if (elif)
        page_line(p, "} else if (", rest, ") {\n");
    else
        out_z(p->code, "} else {\n");
}

static void for_do(struct page *p, struct span rest, size_t at)
{
    struct span name = word_cut(&rest), in = word_cut(&rest);
    const char *x = pool_z(name), *list = pool_z(rest);
    struct out code = {0};

    if ((p->now.place != IN_TEXT && p->now.place != IN_VALUE) || !span_c_name(name) ||
        !span_is(in, "in") || rest.n == 0) {
        source_fail(p->s, at, "expected \"for x in list\" in text or in a value");
        return;
    }
    page_flush(p);
    out_f(&code, ").n; %s_i++) {\n__typeof__((%s).p) %s = &(%s).p[%s_i];\n(void)%s;\n", x, list,
        x, list, x, x);
    page_line(p, pool_z(span_z("")), (struct span){rest.p, 0}, "");
    out_f(p->code, "for (size_t %s_i = 0; %s_i < (", x, x);
    out_add(p->code, rest);
    out_add(p->code, (struct span){code.p, code.n});
    (void)block_open(p, BLOCK_FOR, at);
}

static void lang_do(struct page *p, struct span rest, size_t at)
{
    struct page_block *b = block_top(p);
    bool zh = span_is(rest, "zh"), en = span_is(rest, "en");

    if ((!zh && !en) || (p->now.place != IN_TEXT && p->now.place != IN_VALUE)) {
        source_fail(p->s, at, "expected \"lang zh\" or \"lang en\" in text or in a value");
        return;
    }
    page_flush(p);
    if (b != NULL && b->kind == BLOCK_LANG && !(b->has_zh && b->has_en)) {
        branch_end(p, b, at);
        out_z(p->code, "} else {\n");
    } else {
        b = block_open(p, BLOCK_LANG, at);
        out_f(p->code, "if (h->lang == LANG_%s) {\n", zh ? "ZH" : "EN");
    }
    if (b != NULL && (zh ? b->has_zh : b->has_en))
        source_fail(p->s, at, "this language is there twice");
    if (b != NULL && zh)
        b->has_zh = true;
    if (b != NULL && en)
        b->has_en = true;
}

static void end_do(struct page *p, struct span rest, size_t at)
{
    struct page_block *b = block_top(p);

    page_name_end(p);
    if (b == NULL || rest.n > 0) {
        source_fail(p->s, at, "\"end\" without a block");
        return;
    }
    page_flush(p);
    branch_end(p, b, at);
    if (b->kind == BLOCK_LANG && !(b->has_zh && b->has_en))
        source_fail(p->s, at, "one of the two languages is missing");
    if (b->kind == BLOCK_FOR || (b->kind == BLOCK_IF && !b->has_else)) {
        b->after.need_blank = b->after.need_blank || b->before.need_blank;
        b->after.url_start = b->after.url_start || b->before.url_start;
    }
    p->now = b->after;
    out_z(p->code, "}\n");
    p->nblocks--;
}

static bool key_ok(struct span key)
{
    for (size_t i = 0; i < key.n; i++)
        if (!is_name(key.p[i]) && key.p[i] != '.' && key.p[i] != '-')
            return false;
    return key.n > 0 && is_alpha(key.p[0]);
}

static void text_do(struct page *p, struct span rest, size_t at)
{
    struct span args[PAGE_ARGS] = {{"", 0}};
    size_t n = rest.n > 0 ? page_args(p, rest, args, PAGE_ARGS) : 0;
    struct out code = {0};
    char *key;
    bool value = p->now.place == IN_VALUE && !page_attr_is_url(p->attr);

    if (n == 0 || (p->now.place != IN_TEXT && !value)) {
        source_fail(p->s, at, "expected \"t key\" where text may stand");
        return;
    }
    page_flush(p);
    if (n == 1 && in_parentheses(args[0], &args[1])) {
        page_line(p, "html_t(h,", args[1], ");\n");
        return;
    }
    if (!key_ok(args[0])) {
        source_fail(p->s, at_of(p, args[0]), "not a key; (expression) is one of its own type");
        return;
    }
    key = pool_z(args[0]);
    for (size_t i = 0; key[i] != '\0'; i++)
        if (!is_name(key[i]))
            key[i] = '_';
    out_f(&code,
        "_Static_assert(TEXT_ARGS_%s == %zu, \"%s takes another number of arguments\");\n", key,
        n - 1, pool_z(args[0]));
    page_line(p, "", (struct span){args[0].p, 0}, "");
    out_add(p->code, (struct span){code.p, code.n});
    if (n == 1) {
        out_f(p->code, "html_t(h, TEXT_%s);\n", key);
        return;
    }
    out_z(p->code, "{\nconst struct str t_[] = {");
    for (size_t i = 1; i < n; i++)
        out_f(p->code, "%sHTML_ARG(h, %s)", i > 1 ? ", " : "", pool_z(args[i]));
    out_f(p->code, "};\nhtml_t_args(h, TEXT_%s, t_, %zu);\n}\n", key, n - 1);
}

/* A directive alone on its line leaves no line behind. */
static void line_skip(struct page *p, size_t from)
{
    const struct source *s = p->s;
    size_t to = s->at;

    if (p->now.place != IN_TEXT)
        return;
    while (from > 0 && (s->p[from - 1] == ' ' || s->p[from - 1] == '\t'))
        from--;
    while (to < s->n && (s->p[to] == ' ' || s->p[to] == '\t'))
        to++;
    if (from > 0 && s->p[from - 1] == '\n' && to < s->n && s->p[to] == '\n')
        p->s->at = to + 1;
}

void page_directive(struct page *p)
{
    size_t at = p->s->at;
    struct span rest, word;

    p->s->at += 2;
    rest = page_expr(p, "%}");
    word = word_cut(&rest);
    if (p->s->failed)
        return;
    if (span_is(word, "use"))
        use_do(p, rest, at);
    else if (span_is(word, "page"))
        page_do(p, rest, at);
    else if (span_is(word, "part"))
        part_do(p, rest, at);
    else if (p->nblocks == 0)
        source_fail(p->s, at, "outside of {%% page %%} and {%% part %%}");
    else if (span_is(word, "put"))
        put_do(p, rest, at);
    else if (span_is(word, "if"))
        if_do(p, rest, at);
    else if (span_is(word, "elif"))
        else_do(p, rest, true, at);
    else if (span_is(word, "else"))
        else_do(p, rest, false, at);
    else if (span_is(word, "for"))
        for_do(p, rest, at);
    else if (span_is(word, "lang"))
        lang_do(p, rest, at);
    else if (span_is(word, "end"))
        end_do(p, rest, at);
    else if (span_is(word, "t"))
        text_do(p, rest, at);
    else
        source_fail(p->s, at, "not a directive");
    if (!p->s->failed && !span_is(word, "t") && !span_is(word, "put"))
        line_skip(p, at);
}

/* The writer for a value in an attribute; NULL: refused. */
static const char *attr_writer(const struct page *p)
{
    static const char *const refused[] = {
        "method", "srcset", "http-equiv", "content", "enctype", "charset"};

    for (size_t i = 0; i < COUNT(refused); i++)
        if (span_is(p->attr, refused[i]))
            return NULL;
    if (!page_attr_is_url(p->attr))
        return "HTML_ATTR(h,";
    return p->now.url_start ? "html_url_url(h," : "HTML_URL(h,";
}

/* Inside these, text only: an instant must not write its <time>. */
static bool text_only(const struct page *p)
{
    struct span top = p->now.depth > 0 ? p->open[p->now.depth - 1] : (struct span){"", 0};

    return span_is(top, "title") || span_is(top, "textarea") || span_is(top, "option");
}

void page_value(struct page *p)
{
    static const char *const refusals[] = {
        [IN_TAG_NAME] = "no value in the name of an element",
        [IN_TAG] = "no value among attributes; write name=\"{{ value }}\"",
        [IN_ATTR_NAME] = "no value in the name of an attribute",
        [BEFORE_VALUE] = "a value stands in double quotes",
    };
    size_t at = p->s->at;
    struct span expr;
    const char *writer = NULL;

    p->s->at += 2;
    expr = page_expr(p, "}}");
    if (p->s->failed)
        return;
    if (p->nblocks == 0)
        source_fail(p->s, at, "outside of {%% page %%} and {%% part %%}");
    else if (expr.n == 0)
        source_fail(p->s, at, "an empty value");
    else if (p->now.place == IN_TEXT)
        writer = text_only(p) ? "HTML_ATTR(h," : "HTML_TEXT(h,";
    else if (p->now.place == IN_VALUE)
        writer = attr_writer(p);
    else
        source_fail(p->s, at, "%s", refusals[p->now.place]);
    if (writer == NULL) {
        source_fail(p->s, at, "no value in the attribute %s", pool_z(p->attr));
        return;
    }
    if (page_args(p, expr, (struct span[2]){{"", 0}, {"", 0}}, 1) != 1)
        return;
    page_flush(p);
    p->now.url_start = false;
    page_line(p, writer, expr, ");\n");
}
