/*
 * bulletin_read: a printed bulletin taken apart, and said as JSON.
 */
#include "base/json.h"

#include "feature/bulletin/bulletin_lines.h"

enum err bulletin_read(struct arena *a, struct str text, struct bulletin_text *out)
{
    struct bulletin_raw raw;
    size_t first, last;

    *out = (struct bulletin_text){.date = DATE_NONE};
    if (text.n > BULLETIN_TEXT_MAX)
        return ERR_LIMIT;
    if (!str_utf8_ok(text) || str_find_char(text, '\0') != (size_t)-1)
        return ERR_INVALID;
    bulletin_lines(a, text, &raw);
    bulletin_masthead(&raw, out, &first);
    bulletin_lines_drop_heads(&raw, first, out->name);
    bulletin_imprint(&raw, first, out, &last);
    bulletin_articles(&raw, first, last, out);
    return OK;
}

static void put_number(struct json *j, const char *key, int64_t v)
{
    json_key(j, key);
    if (v > 0)
        json_int(j, v);
    else
        json_null(j);
}

static void put_list(struct json *j, const char *key, const struct str *p, size_t n)
{
    json_key(j, key);
    json_open(j, '[');
    for (size_t i = 0; i < n; i++)
        json_str(j, p[i]);
    json_close(j, ']');
}

static void put_articles(struct json *j, const struct bulletin_text *t)
{
    json_key(j, "articles");
    json_open(j, '[');
    EACH (p, &t->articles) {
        json_open(j, '{');
        json_put_str(j, "title", p->title);
        json_put_str(j, "credit", p->credit);
        put_list(j, "headings", p->headings, p->nheadings);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_figures(struct arena *a, struct json *j, const struct bulletin_text *t)
{
    json_key(j, "figures");
    json_open(j, '[');
    EACH (f, &t->figures) {
        json_open(j, '{');
        json_put_str(j, "wording", f->wording);
        json_key(j, "value");
        json_decimal(j, bulletin_number_text(a, f->value));
        json_put_str(j, "qualifier", str_of(bulletin_qualifier_words[f->qualifier]));
        json_put_str(j, "unit", f->unit);
        json_put_str(j, "counts", f->counts);
        json_put_int(j, "offset", f->offset);
        json_close(j, '}');
    }
    json_close(j, ']');
}

void bulletin_read_json(struct arena *a, const struct bulletin_text *t, struct buf *out)
{
    struct json j = json_new(out);

    json_open(&j, '{');
    put_number(&j, "issue_no", t->issue_no);
    put_number(&j, "serial_no", t->serial_no);
    json_key(&j, "date");
    if (date_is(t->date))
        json_str(&j, date_text(a, t->date));
    else
        json_null(&j);
    json_put_str(&j, "publisher", t->publisher);
    json_put_str(&j, "editors_note", t->editors_note);
    put_articles(&j, t);
    put_list(&j, "distribution", t->distribution, t->ndistribution);
    json_put_str(&j, "editor", t->editor);
    json_put_str(&j, "contact", t->contact);
    json_put_str(&j, "approval_no", t->approval_no);
    put_figures(a, &j, t);
    json_close(&j, '}');
    buf_char(out, '\n');
}
