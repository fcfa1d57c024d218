#include "web/parts.h"

const char *web_tone_word(enum web_tone tone)
{
    static const char *const words[] = {
        [TONE_INFO] = "info",
        [TONE_DONE] = "done",
        [TONE_SOON] = "soon",
        [TONE_OVERDUE] = "overdue",
        [TONE_OFF] = "off",
    };

    return words[tone];
}

enum web_tone web_due_tone(const struct web_due *d)
{
    if (d->left < 0 || d->late)
        return TONE_OVERDUE;
    return d->left <= 2 ? TONE_SOON : TONE_INFO;
}

struct url web_url_of(const char *path)
{
    return (struct url){str_of(path)};
}

struct str web_state_text(struct html *h, const char *flow, const char *word)
{
    return text_find(h->lang, str_f(h->out->arena, "state.%s.%s", flow, word));
}

bool web_actions_danger(const struct web_action_list *list)
{
    EACH (a, list)
        if (a->kind == ACTION_DANGER)
            return true;
    return false;
}
