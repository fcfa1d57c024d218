/* page_main: a whole file of pages and parts. */
#include "page.h"

static void remark_skip(struct source *s)
{
    size_t at = s->at;

    while (s->at < s->n && !span_starts((struct span){s->p + s->at, s->n - s->at}, "#}"))
        s->at++;
    if (s->at >= s->n)
        source_fail(s, at, "#} is missing");
    else
        s->at += 2;
}

static void file_read(struct page *p)
{
    struct source *s = p->s;

    while (s->at < s->n) {
        struct span rest = {s->p + s->at, s->n - s->at};

        if (span_starts(rest, "{#"))
            remark_skip(s);
        else if (span_starts(rest, "{%"))
            page_directive(p);
        else if (span_starts(rest, "{{"))
            page_value(p);
        else
            page_static(p);
    }
    if (!s->failed && p->nblocks > 0)
        source_fail(s, p->blocks[p->nblocks - 1].at, "this block has no {%% end %%}");
    if (!s->failed && !p->any)
        source_fail(s, 0, "neither page nor part");
}

bool page_make(struct source *s, const char *header_name, struct out *header, struct out *code)
{
    struct page *p = pool_take(sizeof *p);

    p->s = s;
    p->header = header;
    p->code = code;
    out_z(header, "/* Made by gen page. */\n#ifndef PAGE_");
    out_guard(header, header_name);
    out_z(header, "\n#define PAGE_");
    out_guard(header, header_name);
    out_z(header, "\n\n#include \"base/html.h\"\n");
    out_f(code, "/* Made by gen page. */\n#include \"%s\"\n\n#include \"web/parts.h\"\n",
        header_name);
    file_read(p);
    out_add(code, (struct span){p->untyped.p, p->untyped.n});
    out_z(header, "\n");
    out_add(header, (struct span){p->prototypes.p, p->prototypes.n});
    out_z(header, "\n#endif\n");
    return !s->failed;
}

int page_run(int argc, char **argv)
{
    struct source s;
    struct out header = {0}, code = {0};

    if (argc != 3)
        return 2;
    if (!source_read(&s, argv[0]))
        return 1;
    if (!page_make(&s, pool_z(path_base(argv[1])), &header, &code)) {
        source_report(&s);
        return 1;
    }
    return out_write(&header, argv[1]) && out_write(&code, argv[2]) ? 0 : 1;
}
