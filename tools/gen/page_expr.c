/* page_expr: C expressions in a page, and the C lines that carry them. */
#include <string.h>

#include "page.h"

/* Past a string or character literal that begins at i; 0 when it does not end. */
static size_t literal_end(struct span s, size_t i)
{
    char quote = s.p[i++];

    while (i < s.n && s.p[i] != quote && s.p[i] != '\n')
        i += s.p[i] == '\\' ? 2 : 1;
    return i < s.n && s.p[i] == quote ? i + 1 : 0;
}

static bool is_comparison(struct span s, size_t i)
{
    if (i + 1 < s.n && s.p[i + 1] == '=')
        return true;
    return i > 0 && memchr("=!<>", s.p[i - 1], 4) != NULL &&
           !(i > 1 && s.p[i - 2] == s.p[i - 1] && s.p[i - 1] != '=');
}

/* Why a character may not stand in an expression; NULL: it may. */
static const char *objection(struct span s, size_t i)
{
    char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : ' ';

    if (c == '\n')
        return "an expression stands on one line";
    if (c == ';' || c == '#' || c == '\\' || c == '`' || c == '@' || c == '$' || c == '\0')
        return "not in an expression";
    if (c == '/' && (next == '/' || next == '*'))
        return "no comments in an expression";
    if (c == '=' && !is_comparison(s, i))
        return "a page assigns nothing";
    if ((c == '+' && next == '+') || (c == '-' && next == '-'))
        return "a page changes nothing";
    if (c == '{' || c == '}')
        return "no braces in an expression";
    return NULL;
}

struct span page_expr(struct page *p, const char *end)
{
    struct source *s = p->s;
    struct span rest = {s->p + s->at, s->n - s->at};
    char open[64];
    size_t depth = 0, i = 0;

    while (i < rest.n) {
        char c = rest.p[i];
        const char *why;

        if (depth == 0 && span_starts((struct span){rest.p + i, rest.n - i}, end))
            break;
        why = objection(rest, i);
        if (why == NULL && (c == '(' || c == '[') && depth == sizeof open)
            why = "too many parentheses";
        if (why == NULL && (c == ')' || c == ']') &&
            (depth == 0 || open[depth - 1] != (c == ')' ? '(' : '[')))
            why = "parentheses do not match";
        if (why != NULL) {
            source_fail(s, s->at + i, "%s", why);
            return (struct span){"", 0};
        }
        if (c == '(' || c == '[')
            open[depth++] = c;
        depth -= c == ')' || c == ']';
        if (c == '"' || c == '\'') {
            size_t past = literal_end(rest, i);

            if (past == 0) {
                source_fail(s, s->at + i, "a quote that does not end");
                return (struct span){"", 0};
            }
            i = past;
        } else {
            i++;
        }
    }
    if (i >= rest.n) {
        source_fail(s, s->at, "%s is missing", end);
        return (struct span){"", 0};
    }
    s->at += i + strlen(end);
    return span_trim((struct span){rest.p, i});
}

size_t page_args(struct page *p, struct span list, struct span *out, size_t max)
{
    size_t n = 0, from = 0, depth = 0;

    for (size_t i = 0; i <= list.n; i++) {
        char c = i < list.n ? list.p[i] : ',';

        if (c == '"' || c == '\'') {
            size_t past = literal_end(list, i);

            if (past == 0) {
                source_fail(p->s, (size_t)(list.p - p->s->p) + i, "a quote that does not end");
                return 0;
            }
            i = past - 1;
            continue;
        }
        depth += c == '(' || c == '[';
        depth -= (c == ')' || c == ']') && depth > 0;
        if (c != ',' || depth > 0)
            continue;
        if (n == max) {
            source_fail(
                p->s, (size_t)(list.p - p->s->p) + from, "more than %zu arguments", max);
            return 0;
        }
        out[n] = span_trim((struct span){list.p + from, i - from});
        if (out[n].n == 0) {
            source_fail(p->s, (size_t)(list.p - p->s->p) + from, "an argument is missing");
            return 0;
        }
        n++;
        from = i + 1;
    }
    return n;
}

void page_flush(struct page *p)
{
    const size_t most = 3000; /* C compilers need not take longer strings than 4095 */
    struct span text = {p->text.p, p->text.n};

    while (text.n > 0) {
        struct span part = text;

        if (part.n > most) {
            part.n = most;
            while (((unsigned char)text.p[part.n] & 0xc0) == 0x80 && part.n > most - 4)
                part.n--;
        }
        out_z(p->code, "html_raw(h, ");
        out_literal(p->code, part);
        out_f(p->code, ", %zu);\n", part.n);
        text = (struct span){text.p + part.n, text.n - part.n};
    }
    p->text.n = 0;
}

void page_line(struct page *p, const char *before, struct span expr, const char *after)
{
    size_t line, column;

    source_where(p->s, (size_t)(expr.p - p->s->p), &line, &column);
    if (line > 1)
        out_f(p->code, "#line %zu ", line - 1);
    if (line > 1)
        out_literal(p->code, span_z(p->s->file));
    out_f(p->code, "\n%s\n%*s", before, (int)(column - 1), "");
    out_add(p->code, expr);
    out_z(p->code, after);
}
