/*
 * account: commands: the first administrators, and a way back in for whoever holds the machine.
 */
#include "base/disk.h"
#include "cli/cli.h"
#include "core/account.h"

#include "feature/account/account_proof_cli.h"

static const struct cli_option options[] = {
    {"kind", "KIND"}, {"password-file", "FILE"}, {"name", "TEXT"}, OPTIONS_END};

struct making {
    struct cli *cli;
    struct account_draft draft;
    enum role role;
    struct account made;
};

static enum err password_read(struct cli *cli, struct str *out)
{
    struct str file = cli_option(cli, "password-file"), rest;
    struct bytes content;

    if (str_empty(file))
        return cli_secret(cli, "password: ", out);
    if (disk_read(cli->cx->arena, file, 4096, false, &content) != OK)
        return fail(cli->cx, ERR_INVALID, "password-file", "account.cli.file");
    rest = (struct str){(const char *)content.p, content.n};
    *out = str_cut(rest, '\n', &rest);
    return OK;
}

static enum err make_work(struct cx *cx, void *arg)
{
    struct making *m = arg;

    TRY(account_make(cx, &m->draft, &m->made));
    return account_grant_add(cx, &m->made, m->role, (struct str){0}, 0);
}

static enum err kind_read(struct cli *cli, struct making *m)
{
    struct str kind = cli_option(cli, "kind");

    if (str_is(kind, "audit"))
        kind = S("auditor");
    if (!str_is(kind, "security") && !str_is(kind, "system") && !str_is(kind, "auditor"))
        return fail(cli->cx, ERR_INVALID, "kind", "account.cli.kind");
    m->draft.family = (enum account_family)word_find(account_family_words, kind);
    m->role = (enum role)(1 << word_find(role_words, kind));
    return OK;
}

static void told(struct cli *cli, const struct account_draft *d)
{
    struct cx *cx = cli->cx;
    struct str secret = secret_base32(cx->arena, d->totp_seed);
    struct str otpauth = account_otpauth(cx, d->login, secret);

    buf_f(&cli->out, "login\t%.*s\ntotp-secret\t%.*s\notpauth\t%.*s\n", STR(d->login),
        STR(secret), STR(otpauth));
}

static enum err create_admin(struct cli *cli)
{
    struct cx *cx = cli->cx;
    struct making m = {.cli = cli};
    unsigned char *seed = arena_take(cx->arena, 20);
    struct str password;

    TRY(kind_read(cli, &m));
    m.draft.login = cli_arg(cli, 1);
    if (str_empty(m.draft.login))
        return fail(cx, ERR_INVALID, "login", "account.login_form");
    m.draft.name = cli_has(cli, "name") ? cli_option(cli, "name") : m.draft.login;
    TRY(password_read(cli, &password));
    TRY(account_password_hash(cx, "password",
        &(struct account){.login = m.draft.login, .name = m.draft.name}, password,
        &m.draft.password_hash));
    rng_fill(cx->rng, seed, 20);
    m.draft.totp_seed = bytes_of(seed, 20);
    TRY(cli_step(cli, true, make_work, &m));
    told(cli, &m.draft);
    return OK;
}

struct resetting {
    struct str login, hash;
};

static enum err reset_work(struct cx *cx, void *arg)
{
    const struct resetting *r = arg;
    struct account a;
    bool found;

    TRY(account_by_login(cx, r->login, &a, &found));
    if (!found)
        return fail(cx, ERR_NOT_FOUND, "login", "right.not_found");
    return account_reset_confirm(cx, &a, r->hash);
}

/* A new password, to be changed at sign-in, where the second factor enrols anew. */
static enum err reset(struct cli *cli)
{
    struct resetting r = {.login = cli_arg(cli, 1)};
    struct str password = account_password_new(cli->cx);

    if (secret_password_hash(cli->cx->arena, password, &r.hash) != OK)
        return fail(cli->cx, ERR_DOWN, NULL, "store.down");
    TRY(cli_step(cli, true, reset_work, &r));
    buf_f(&cli->out, "login\t%.*s\npassword\t%.*s\n", STR(r.login), STR(password));
    return OK;
}

static enum err run(struct cli *cli)
{
    struct str what = cli_arg(cli, 0);

    if (str_is(what, "create-admin"))
        return create_admin(cli);
    if (str_is(what, "reset"))
        return reset(cli);
    return fail(cli->cx, ERR_INVALID, NULL, "account.cli.what");
}

/* clang-format off */
const struct command account_cli_commands[] = {
    {"account", "create-admin|reset LOGIN", run, CLI_STEPS, options},
    {"audit", "proof NUMBER|verify-proof FILE", account_proof_run, CLI_LATER, NULL},
    COMMANDS_END
};
/* clang-format on */
