/* look: what is remembered about a reader (language, large text), and the embedded files. */
#include "base/url.h"
#include "core/rights.h"
#include "web/assets.h"
#include "web/layout.h"
#include "web/page.h"
#include "web/views.h"

#include <assert.h>

enum {
    YEAR = 365 * 24 * 3600
};

static const char lang_cookie[] = "ll-lang", large_cookie[] = "ll-large";

/* The weight of one entry of Accept-Language in thousandths: "en;q=0.8" has 800. */
static int64_t weight_of(struct str entry)
{
    static const int64_t digits[] = {100, 10, 1};
    size_t at = str_find(entry, S("q="));
    int64_t weight;

    if (at == (size_t)-1)
        return 1000;
    entry = str_sub(entry, at + 2, 5);
    if (entry.n == 0 || entry.p[0] != '0')
        return 1000;
    weight = 0;
    for (size_t i = 2; i < entry.n && entry.p[i] >= '0' && entry.p[i] <= '9'; i++)
        weight += (entry.p[i] - '0') * digits[i - 2];
    return weight;
}

static enum lang accepted(struct str header)
{
    int64_t zh = 0, en = 0;

    while (header.n > 0) {
        struct str entry = str_trim(str_cut(header, ',', &header));
        int64_t weight = weight_of(entry);

        if (str_eq_nocase(str_sub(entry, 0, 2), S("zh")) && weight > zh)
            zh = weight;
        if (str_eq_nocase(str_sub(entry, 0, 2), S("en")) && weight > en)
            en = weight;
    }
    return en > zh ? LANG_EN : LANG_ZH;
}

static struct str asked(const struct call *call, const char *name)
{
    for (size_t i = 0; i < call->query.n; i++)
        if (str_is(call->query.p[i].name, name))
            return call->query.p[i].value;
    return (struct str){0};
}

enum lang web_lang(const struct call *call)
{
    const struct str said[] = {asked(call, "lang"), call_cookie(call, lang_cookie)};

    for (size_t i = 0; i < COUNT(said); i++) {
        if (str_is(said[i], "en"))
            return LANG_EN;
        if (str_is(said[i], "zh"))
            return LANG_ZH;
    }
    return accepted(call_header(call, "accept-language"));
}

bool web_large(const struct call *call)
{
    struct str said = asked(call, "large");

    if (str_is(said, "1") || str_is(said, "0"))
        return str_is(said, "1");
    return str_is(call_cookie(call, large_cookie), "1");
}

int web_variant(const struct call *call)
{
    if (call->session_token.n > 0 || call_cookie(call, "ll-note").n > 0)
        return -1;
    return (web_lang(call) == LANG_EN ? 1 : 0) + (web_large(call) ? 2 : 0);
}

void web_look_keep(struct call *call)
{
    struct str lang = asked(call, "lang"), large = asked(call, "large");

    if (str_is(lang, "zh") || str_is(lang, "en"))
        call_set_cookie(call, lang_cookie, lang, YEAR);
    if (str_is(large, "1"))
        call_set_cookie(call, large_cookie, large, YEAR);
    else if (str_is(large, "0"))
        call_set_cookie(call, large_cookie, (struct str){0}, -1);
}

/* /view?lang=en&to=/path: remember and go back.  It changes nothing here, so GET may do it. */
static enum err view_set(struct call *call)
{
    struct str to = asked(call, "to");

    web_look_keep(call);
    call_head(call, "Cache-Control", S("no-store"));
    return call_redirect(call, url_local(to) ? to : S("/"));
}

struct url web_asset(const char *name)
{
    const char *path = NULL;

    for (size_t i = 0; i < assets_all_n; i++)
        if (str_is(str_of(name), assets_all[i].name))
            path = assets_all[i].path;
    assert(path != NULL);
    return (struct url){str_of(path)};
}

static enum err asset_send(struct call *call)
{
    struct str file = call_path(call, "file");
    const struct asset *asset = NULL;
    bool gzip;

    for (size_t i = 0; i < assets_all_n; i++)
        if (str_is(file, assets_all[i].path + sizeof "/assets/" - 1))
            asset = &assets_all[i];
    if (asset == NULL)
        return ERR_NOT_FOUND;
    gzip = asset->gzip != NULL && str_has(call_header(call, "accept-encoding"), S("gzip"));
    call_reply(call, 200, asset->type);
    call_head(call, "Cache-Control", S("public, max-age=31536000, immutable"));
    call_head(call, "X-Content-Type-Options", S("nosniff"));
    call_head(call, "Vary", S("Accept-Encoding"));
    if (gzip)
        call_head(call, "Content-Encoding", S("gzip"));
    call->fixed = gzip ? bytes_of(asset->gzip, asset->gzip_n) : bytes_of(asset->p, asset->n);
    return OK;
}

static enum err accessibility_show(struct call *call)
{
    struct layout_accessibility_view v = {web_url_of("/")};
    struct web_head head = {.title = web_text(call, TEXT_web_accessibility), .citizen = true};

    return web_page_as(call, &head, page_layout_accessibility, &v);
}

static enum err privacy_show(struct call *call)
{
    struct layout_privacy_view v = {web_url_of("/")};
    struct web_head head = {.title = web_text(call, TEXT_web_privacy), .citizen = true};

    return web_page_as(call, &head, page_layout_privacy, &v);
}

/* clang-format off */
const struct route web_routes[] = {
    {GET, "/view",          view_set,           RIGHT_ANYONE, .flags = ROUTE_OWN_TX},
    {GET, "/assets/{file}", asset_send,         RIGHT_ANYONE, .flags = ROUTE_OWN_TX},
    {GET, "/accessibility", accessibility_show, RIGHT_ANYONE, .flags = ROUTE_PUBLIC_CACHE},
    {GET, "/privacy",       privacy_show,       RIGHT_ANYONE, .flags = ROUTE_PUBLIC_CACHE},
    {GET,  "/me/views",           web_views_show,   RIGHT_SIGNED_IN},
    {POST, "/me/views",           web_views_save,   RIGHT_SIGNED_IN,
        .form = &web_view_form, .again = web_views_show},
    {POST, "/me/views/{id}",      web_views_rename, RIGHT_SIGNED_IN,
        .form = &web_view_name_form, .again = web_views_show},
    {POST, "/me/views/{id}/drop", web_views_drop,   RIGHT_SIGNED_IN},
    ROUTES_END
};
/* clang-format on */
