#include "web/menu.h"

#include "core/rights.h"
#include "web/layout.h"

enum {
    ENTRY_MAX = 4096
};

static struct html_safe entry_write(struct arena *a, enum lang lang, struct layout_link link)
{
    struct buf out = buf_new(a, ENTRY_MAX);
    struct html h = {.out = &out, .lang = lang};

    part_layout_entry(&h, &link);
    return (struct html_safe){str_trim(buf_str(&out))};
}

void menu_write(struct arena *a, const struct web_menu *m, struct menu_entry *out)
{
    *out = (struct menu_entry){.m = m, .path = str_of(m->path)};
    for (int lang = 0; lang <= LANG_EN; lang++)
        for (int own = 0; own < 2; own++)
            out->shown[lang][own] = entry_write(a, (enum lang)lang,
                (struct layout_link){
                    text_get((enum lang)lang, m->title), {out->path}, own == 1});
}

struct layout_entry_list menu_of(
    struct call *call, const struct html *h, int rank, bool *current)
{
    struct menu_entry_list all = web_menu_all();
    unsigned roles = call->cx->actor->roles;
    struct layout_entry_list out;

    out = (struct layout_entry_list){MANY(call->arena, struct layout_entry, all.n), 0};
    EACH (e, &all) {
        bool own;

        if ((int)e->m->rank != rank ||
            (e->m->right != RIGHT_ANYONE && (right_rows[e->m->right - 1].roles & roles) == 0))
            continue;
        own = str_eq(call->path, e->path);
        out.p[out.n++] = (struct layout_entry){e->shown[h->lang][own]};
        *current = *current || own;
    }
    return out;
}
