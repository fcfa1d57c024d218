/*
 * page: .html files to C (HACKING.md, "Pages").
 *
 * A state machine that knows where it stands in the HTML, so that the position of a value
 * chooses its escaping, and a value in a place where no escaping helps is refused.  Static
 * text must be strict HTML: lower-case, double quotes, every element closed in the block that
 * opened it; so whatever branches are taken, the page is well-formed.
 */
#include "page.h"

static bool in_list(struct span name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (span_is(name, list[i]))
            return true;
    return false;
}

static bool is_void(struct span tag)
{
    static const char *const list[] = {
        "area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"};

    return in_list(tag, list, COUNT(list));
}

bool page_attr_is_url(struct span attr)
{
    static const char *const list[] = {"href", "src", "action", "formaction", "poster", "cite",
        "data", "ping", "manifest", "background", "xlink:href"};

    return in_list(attr, list, COUNT(list));
}

static struct span rest_of(const struct page *p)
{
    return (struct span){p->s->p + p->s->at, p->s->n - p->s->at};
}

static size_t at_of(const struct page *p, struct span part)
{
    return (size_t)(part.p - p->s->p);
}

static void keep(struct page *p, char c)
{
    out_add(&p->text, (struct span){&c, 1});
}

static struct span top(const struct page *p)
{
    return p->now.depth > 0 ? p->open[p->now.depth - 1] : (struct span){"", 0};
}

static bool inside(const struct page *p, const char *name)
{
    for (size_t i = 0; i < p->now.depth; i++)
        if (span_is(p->open[i], name))
            return true;
    return false;
}

/* An ampersand must begin a character reference: &name; or &#number; */
static bool reference_ok(struct span rest)
{
    size_t i = 1;

    if (i < rest.n && rest.p[i] == '#')
        i++;
    while (i < rest.n && i < 12 && is_name(rest.p[i]))
        i++;
    return i > 1 && i < rest.n && rest.p[i] == ';';
}

static void tag_begin(struct page *p)
{
    struct source *s = p->s;
    struct span rest = rest_of(p);

    p->closing = span_starts(rest, "</");
    if (span_is(top(p), "textarea") || span_is(top(p), "title")) {
        if (!p->closing) {
            source_fail(s, s->at, "no element may stand inside <%s>", pool_z(top(p)));
            return;
        }
    }
    p->slash = p->post = p->typed = false;
    p->now.tag = ++p->tags;
    p->now.need_blank = false;
    p->now.place = IN_TAG_NAME;
    keep(p, '<');
    s->at++;
    if (p->closing) {
        keep(p, '/');
        s->at++;
    }
    p->tag = (struct span){s->p + s->at, 0};
}

static void tag_name_end(struct page *p)
{
    static const char *const refused[] = {
        "style", "iframe", "object", "embed", "base", "frame", "frameset", "applet", "marquee"};

    if (in_list(p->tag, refused, COUNT(refused)))
        source_fail(p->s, at_of(p, p->tag), "<%s> is not for pages", pool_z(p->tag));
    p->now.place = IN_TAG;
}

static void element_close(struct page *p)
{
    size_t floor = p->nblocks > 0 ? p->blocks[p->nblocks - 1].before.depth : 0;
    size_t at = at_of(p, p->tag);

    if (!span_same(top(p), p->tag))
        source_fail(p->s, at, "</%s> where </%s> is due", pool_z(p->tag),
            p->now.depth > 0 ? pool_z(top(p)) : "nothing");
    else if (p->now.depth <= floor)
        source_fail(p->s, at, "</%s> closes an element that was opened outside of this block",
            pool_z(p->tag));
    else
        p->now.depth--;
}

/* A paragraph ends by itself where one of these begins, and its end tag is then astray. */
static bool ends_paragraph(struct span tag)
{
    static const char *const list[] = {"address", "article", "aside", "blockquote", "details",
        "div", "dl", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "header",
        "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul"};

    return in_list(tag, list, COUNT(list));
}

static void element_open(struct page *p)
{
    if (span_is(top(p), "p") && ends_paragraph(p->tag))
        source_fail(p->s, at_of(p, p->tag), "<%s> cannot stand in a <p>", pool_z(p->tag));
    if (is_void(p->tag))
        return;
    if (p->slash) {
        if (!inside(p, "svg"))
            source_fail(
                p->s, at_of(p, p->tag), "<%s/> does not close itself in HTML", pool_z(p->tag));
        return;
    }
    if (p->now.depth == PAGE_DEPTH) {
        source_fail(p->s, p->s->at, "elements nested deeper than %d", PAGE_DEPTH);
        return;
    }
    p->open[p->now.depth] = p->tag;
    p->open_at[p->now.depth++] = at_of(p, p->tag);
    if (span_is(p->tag, "script") && !span_starts(rest_of(p), "</script>"))
        source_fail(p->s, p->s->at, "a script is a file of its own: <script src=…></script>");
    /* HTML drops the first line end of a textarea; without this one, the person's would go. */
    if (span_is(p->tag, "textarea"))
        keep(p, '\n');
}

static void tag_end(struct page *p)
{
    p->now.place = IN_TEXT;
    if (!p->closing && span_is(p->tag, "button") && !p->typed)
        out_z(&p->text, " type=\"submit\"");
    keep(p, '>');
    p->s->at++;
    if (p->closing)
        element_close(p);
    else
        element_open(p);
    if (!p->closing && p->post) {
        page_flush(p);
        out_z(p->code, "html_csrf(h);\n");
    }
}

static void attr_name_end(struct page *p)
{
    struct span attr = p->attr;
    size_t at = at_of(p, attr);

    p->now.place = IN_TAG;
    p->now.need_blank = true;
    p->typed = p->typed || span_is(attr, "type");
    if (attr.n > 2 && lower(attr.p[0]) == 'o' && lower(attr.p[1]) == 'n')
        source_fail(p->s, at, "no handlers in pages; the script finds its elements by itself");
    else if (span_is(attr, "style") || span_is(attr, "srcdoc"))
        source_fail(p->s, at, "no attribute %s in pages; use the style sheet", pool_z(attr));
    else if (span_is(attr, "method") && p->blocks[p->nblocks - 1].before.place != IN_TEXT)
        source_fail(p->s, at, "method must not depend on a condition");
}

static void value_end(struct page *p)
{
    struct span value = {p->s->p + p->value_at, p->s->at - p->value_at};

    keep(p, '"');
    p->s->at++;
    p->now.place = IN_TAG;
    p->now.need_blank = true;
    if (span_is(p->attr, "method") && span_is(p->tag, "form")) {
        if (!span_is(value, "post") && !span_is(value, "get"))
            source_fail(p->s, p->value_at, "method is \"post\" or \"get\"");
        p->post = span_is(value, "post");
    }
}

static bool url_begin_ok(struct span rest)
{
    if (rest.p[0] == '/')
        return rest.n < 2 || (rest.p[1] != '/' && rest.p[1] != '\\');
    return rest.p[0] == '#' || rest.p[0] == '?' || span_starts(rest, "mailto:") ||
           span_starts(rest, "tel:") || span_starts(rest, "https://");
}

static void in_value(struct page *p, char c)
{
    if (c == '"') {
        value_end(p);
        return;
    }
    if (c == '<' || (c == '&' && !reference_ok(rest_of(p)))) {
        source_fail(p->s, p->s->at, "write %s", c == '<' ? "&lt;" : "&amp;");
        return;
    }
    if (page_attr_is_url(p->attr) && p->now.url_start && !url_begin_ok(rest_of(p))) {
        source_fail(p->s, p->s->at, "an address begins with / # ? mailto: tel: or https://");
        return;
    }
    p->now.url_start = false;
    keep(p, c);
    p->s->at++;
}

static void in_tag(struct page *p, char c)
{
    if (is_blank(c)) {
        if (p->text.n == 0 || p->text.p[p->text.n - 1] != ' ')
            keep(p, ' ');
        p->now.need_blank = false;
        p->s->at++;
    } else if (c == '>') {
        tag_end(p);
    } else if (c == '/' && !p->closing) {
        p->slash = true;
        keep(p, c);
        p->s->at++;
    } else if (p->closing) {
        source_fail(p->s, p->s->at, "an end tag takes no attributes");
    } else if (p->now.need_blank || p->slash || !is_alpha(c)) {
        source_fail(p->s, p->s->at, "expected a blank, an attribute or >");
    } else {
        p->attr = (struct span){p->s->p + p->s->at, 0};
        p->now.attr = ++p->attrs;
        p->now.place = IN_ATTR_NAME;
    }
}

static void in_attr_name(struct page *p, char c)
{
    if (is_name(c) || c == '-' || c == ':' || c == '.') {
        keep(p, c);
        p->attr.n++;
        p->s->at++;
        return;
    }
    attr_name_end(p);
    if (c == '=' && !p->s->failed) {
        keep(p, c);
        p->s->at++;
        p->now.place = BEFORE_VALUE;
    }
}

static void before_value(struct page *p, char c)
{
    if (c != '"') {
        source_fail(p->s, p->s->at, "a value stands in double quotes");
        return;
    }
    keep(p, c);
    p->s->at++;
    p->value_at = p->s->at;
    p->now.url_start = true;
    p->now.place = IN_VALUE;
}

static void in_tag_name(struct page *p, char c)
{
    if ((c >= 'a' && c <= 'z') || (p->tag.n > 0 && (is_digit(c) || is_alpha(c) || c == '-'))) {
        keep(p, c);
        p->tag.n++;
        p->s->at++;
    } else if (p->tag.n == 0) {
        source_fail(p->s, p->s->at, "names of elements are lower-case");
    } else {
        tag_name_end(p);
    }
}

/* Indentation is for the author; one line end is enough for the reader. */
static void blanks(struct page *p)
{
    bool line = false, kept = inside(p, "pre") || inside(p, "textarea");

    while (p->s->at < p->s->n && is_blank(p->s->p[p->s->at])) {
        if (kept)
            keep(p, p->s->p[p->s->at]);
        line = line || p->s->p[p->s->at] == '\n';
        p->s->at++;
    }
    if (!kept)
        keep(p, line ? '\n' : ' ');
}

static void in_text(struct page *p, char c)
{
    struct span rest = rest_of(p);

    if (is_blank(c)) {
        blanks(p);
    } else if (span_starts(rest, "<!DOCTYPE html>")) {
        out_z(&p->text, "<!DOCTYPE html>");
        p->s->at += 15;
    } else if (span_starts(rest, "<!")) {
        source_fail(p->s, p->s->at, "no comments in pages; {# … #} is left out");
    } else if (c == '<' && rest.n > 1 && (is_alpha(rest.p[1]) || rest.p[1] == '/')) {
        tag_begin(p);
    } else if (c == '<' || c == '>') {
        source_fail(p->s, p->s->at, "write %s", c == '<' ? "&lt;" : "&gt;");
    } else if (c == '&' && !reference_ok(rest)) {
        source_fail(p->s, p->s->at, "write &amp;");
    } else if (span_starts(rest, "%}") || span_starts(rest, "}}") || span_starts(rest, "#}")) {
        source_fail(p->s, p->s->at, "%.2s ends nothing", rest.p);
    } else {
        keep(p, c);
        p->s->at++;
    }
}

void page_static(struct page *p)
{
    char c = p->s->p[p->s->at];

    if (c == '\0' || (p->nblocks == 0 && !is_blank(c))) {
        source_fail(p->s, p->s->at, "text outside of {%% page %%} and {%% part %%}");
        return;
    }
    if (p->nblocks == 0) {
        p->s->at++;
        return;
    }
    switch (p->now.place) {
    case IN_TEXT:
        in_text(p, c);
        return;
    case IN_TAG_NAME:
        in_tag_name(p, c);
        return;
    case IN_TAG:
        in_tag(p, c);
        return;
    case IN_ATTR_NAME:
        in_attr_name(p, c);
        return;
    case BEFORE_VALUE:
        before_value(p, c);
        return;
    case IN_VALUE:
        in_value(p, c);
        return;
    }
}

/* A directive may stand right after a tag's or an attribute's name, which then ends there. */
void page_name_end(struct page *p)
{
    if (p->now.place == IN_TAG_NAME && p->tag.n > 0) {
        tag_name_end(p);
        p->now.need_blank = true;
    } else if (p->now.place == IN_ATTR_NAME) {
        attr_name_end(p);
    }
}
