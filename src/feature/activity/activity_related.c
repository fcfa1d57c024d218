/*
 * activity: what others hold of activities: the page of a request, the one in which it was
 * raised; the index of words, their text.
 */
#include "feature/activity/activity.h"
#include "feature/activity/activity_theme.h"

enum {
    TEXT_MOST = 64 * 1024
};

static void line(struct buf *b, struct str s)
{
    if (str_empty(s))
        return;
    buf_add(b, s);
    buf_char(b, '\n');
}

enum err activity_search_text(struct cx *cx, int64_t id, struct str *text, struct str *division)
{
    struct buf b = buf_new(cx->arena, TEXT_MOST);
    struct activity_field_list fields;
    struct activity_theme_list themes;
    struct activity_link_list tags;
    struct activity a;

    TRY(activity_load(cx, id, &a));
    TRY(activity_fields(cx, id, &fields));
    TRY(activity_theme_of(cx, id, &themes));
    TRY(activity_tags(cx, id, &tags));
    line(&b, a.code);
    line(&b, a.title);
    line(&b, a.summary);
    line(&b, a.place);
    EACH (f, &fields)
        line(&b, f->value);
    EACH (t, &themes)
        line(&b, t->name);
    EACH (t, &tags)
        line(&b, t->word);
    *division = a.division;
    return buf_take(&b, text);
}

/* Deputies Law 2025, Art. 31: what deputies forward stays to be followed from where it was
 * heard.  Who may not read the activity is not told that there is one. */
static enum err of_request(
    struct cx *cx, const struct related_ask *ask, struct related_line_list *out)
{
    struct activity a;
    struct related_line *one;
    bool found;

    *out = (struct related_line_list){NULL, 0};
    TRY(activity_of_request(cx, ask->id, &a, &found));
    if (!found || !activity_may(cx, RIGHT_ACTIVITY_READ, &a))
        return OK;
    one = NEW(cx->arena, struct related_line);
    *one = (struct related_line){.id = a.id,
        .name = a.title,
        .words = str_f(cx->arena, "%.*s · %.*s", STR(date_text(cx->arena, a.day)),
            STR(text_find(cx->lang, str_f(cx->arena, "activity.kind.%.*s", STR(a.kind))))),
        .link = {str_f(cx->arena, "/activities/%.*s", STR(a.code))}};
    *out = (struct related_line_list){one, 1};
    return OK;
}

const struct related_kind activity_related[] = {
    {"request", TEXT_activity_related_request, of_request},
    {NULL, 0, NULL},
};
