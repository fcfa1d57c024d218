#include "main/keys.h"

#include "base/json.h"
#include "core/rekey.h"
#include "store/tx.h"

#include "main/feature.h"
#include "main/program.h"

#define LISTS 64

const struct cli_option keys_options[] = {{"stopped", NULL}, OPTIONS_END};

struct work {
    struct cli *cli;
    struct rekey *rekey;
    struct rekey_place at;
    struct str id; /* the newest key before, or the one to retire */
    size_t age;
    int64_t moved;
    bool more;
};

static struct rekey *rekey_of(struct arena *a)
{
    const struct personal_field **personal = MANY(a, const struct personal_field *, LISTS);
    const struct keyed_hash **hashes = MANY(a, const struct keyed_hash *, LISTS);
    size_t n = 0;

    for (; features[n] != NULL && n < LISTS; n++) {
        personal[n] = features[n]->personal;
        hashes[n] = features[n]->hashes;
    }
    return rekey_new(a, personal, hashes, n);
}

static enum err match(void *arg, struct db *db)
{
    struct cx *cx = arg;

    cx->db = db;
    return rekey_match(cx);
}

static void match_again(void *arg)
{
    cx_faults_clear(arg);
}

enum err keys_match(struct program *p)
{
    struct cx cx;
    enum err code;

    program_cx(p, &cx, NULL);
    code = tx_run(p->db, DB_READ, match, match_again, &cx);
    if (code != OK)
        buf_f(&p->problem, "%.*s\n", STR(cx_fault_text(&cx)));
    return code;
}

static const char *state_of(const struct keys *k, size_t age)
{
    return age == 0 ? "newest" : privacy_key_retired(k, age) ? "retired" : "old";
}

static void json_age(struct json *j, struct cx *cx, const struct keys *k, size_t age,
    const struct rekey_count_list *counts)
{
    json_open(j, '{');
    json_put_str(j, "key", privacy_key_id(k, age));
    json_put_str(j, "state", str_of(state_of(k, age)));
    if (age > 0)
        json_put_str(j, "until", instant_iso(cx->arena, privacy_key_until(k, age)));
    json_key(j, "under");
    json_open(j, '[');
    EACH (c, counts) {
        json_open(j, '{');
        json_put_str(j, "what", c->what);
        json_put_int(j, "n", c->n);
        json_put_bool(j, "hash", c->hash);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

static void plain_age(
    struct cli *cli, const struct keys *k, size_t age, const struct rekey_count_list *counts)
{
    buf_f(&cli->out, "%.*s\t%s\t", STR(privacy_key_id(k, age)), state_of(k, age));
    if (age > 0)
        buf_add(&cli->out, instant_iso(cli->cx->arena, privacy_key_until(k, age)));
    buf_char(&cli->out, '\n');
    EACH (c, counts)
        buf_f(&cli->out, "\t%.*s\t%lld%s\n", STR(c->what), (long long)c->n,
            c->hash ? "\thash" : "");
}

static enum err list_work(struct cx *cx, void *arg)
{
    struct work *w = arg;
    struct cli *cli = w->cli;
    struct json j = json_new(&cli->out);

    buf_clear(&cli->out);
    if (cli->json)
        json_open(&j, '[');
    for (size_t age = 0; age < privacy_ages(cx->keys); age++) {
        struct rekey_count_list counts;

        TRY(rekey_counts(cx, w->rekey, age, &counts));
        if (cli->json)
            json_age(&j, cx, cx->keys, age, &counts);
        else
            plain_age(cli, cx->keys, age, &counts);
    }
    if (cli->json) {
        json_close(&j, ']');
        buf_char(&cli->out, '\n');
    }
    return OK;
}

static enum err piece_work(struct cx *cx, void *arg)
{
    struct work *w = arg;
    struct rekey_place at = w->at;
    int64_t moved;

    TRY(rekey_announce(cx));
    TRY(rekey_piece(cx, w->rekey, w->cli->program->settings.data_dir, &at, &moved, &w->more));
    w->at = at;
    w->moved = moved;
    return OK;
}

static enum err reseal(struct cli *cli, struct work *w)
{
    int64_t all = 0;
    enum err code;

    w->at = (struct rekey_place){0, 0};
    do {
        struct arena_mark mark = arena_mark(cli->cx->arena);
        struct rekey_place before = w->at;

        code = cli_step(cli, true, piece_work, w);
        /* A fault keeps its words. */
        if (code == OK)
            arena_back(cli->cx->arena, mark);
        else
            w->at = before;
        all += code == OK ? w->moved : 0;
    } while (code == OK && w->more);
    cli_say(cli, "keys: %lld", (long long)all);
    return code;
}

static enum err rotate_work(struct cx *cx, void *arg)
{
    struct work *w = arg;

    return rekey_rotate(cx, w->cli->program->keys, w->id, &w->cli->program->problem);
}

static enum err rotate(struct cli *cli, struct work *w)
{
    w->id = str_dup(cli->cx->arena, privacy_key_id(cli->cx->keys, 0));
    TRY(cli_step(cli, true, rotate_work, w));
    TRY(reseal(cli, w));
    buf_f(&cli->out, "%.*s\n", STR(privacy_key_id(cli->cx->keys, 0)));
    return OK;
}

static enum err retire_work(struct cx *cx, void *arg)
{
    struct work *w = arg;
    struct program *p = w->cli->program;

    return rekey_retire(cx, w->rekey, p->keys, w->age, cli_has(w->cli, "stopped"), &p->problem);
}

static enum err retire(struct cli *cli, struct work *w)
{
    struct cx *cx = cli->cx;

    w->id = cli_arg(cli, 1);
    for (w->age = 1; w->age < privacy_ages(cx->keys); w->age++)
        if (str_eq(privacy_key_id(cx->keys, w->age), w->id))
            break;
    if (w->age >= privacy_ages(cx->keys) || privacy_key_retired(cx->keys, w->age))
        return fail(cx, ERR_NOT_FOUND, "id", "rekey.no_such");
    return cli_step(cli, true, retire_work, w);
}

enum err keys_run(struct cli *cli)
{
    struct work w = {.cli = cli, .rekey = rekey_of(cli->cx->arena)};
    struct str what = cli_arg(cli, 0);

    if (str_empty(what) || str_is(what, "list"))
        return cli_step(cli, false, list_work, &w);
    if (str_is(what, "rotate"))
        return rotate(cli, &w);
    if (str_is(what, "reseal"))
        return reseal(cli, &w);
    if (str_is(what, "retire"))
        return retire(cli, &w);
    buf_f(&cli->program->problem, "keys %s\n", cli->command->args);
    return ERR_INVALID;
}
