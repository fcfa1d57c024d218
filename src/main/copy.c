#include "main/copy.h"

#include "core/audit.h"
#include "core/meta.h"
#include "core/privacy.h"
#include "store/migrate.h"
#include "store/move.h"

#include <unistd.h>

#include "main/program.h"

const struct cli_option copy_move_options[] = {{"to", "ADDRESS"}, OPTIONS_END};

enum err copy_before(struct cli *cli)
{
    struct program *p = cli->program;
    struct str path = str_f(p->arena, "%.*s/before-%lld.backup", STR(p->settings.data_dir),
        (long long)cli->cx->now.s);

    TRY(move_backup(p->db, (struct str){0}, privacy_key(p->keys, "backup"), path, &p->problem));
    cli_say(cli, "copy: %s", path.p);
    return OK;
}

static struct str files_dir(const struct program *p)
{
    struct str dir = str_f(p->arena, "%.*s/files", STR(p->settings.data_dir));

    return access(dir.p, R_OK | X_OK) == 0 ? dir : (struct str){0};
}

static enum err one_argument(struct cli *cli)
{
    if (cli->nargs == 1)
        return OK;
    buf_f(&cli->program->problem, "%s %s\n", cli->command->name, cli->command->args);
    return ERR_INVALID;
}

/* The technician's page tells how old the newest backup is. */
static enum err backup_note(struct cx *cx, void *arg)
{
    (void)arg;
    TRY(meta_set(cx, "backup.at", num_text(cx->arena, cx->now.s)));
    return audit_add(cx, "database", 0, "backup", (struct str){0}, (struct str){0});
}

enum err copy_backup(struct cli *cli)
{
    struct program *p = cli->program;

    TRY(one_argument(cli));
    TRY(move_backup(
        p->db, files_dir(p), privacy_key(p->keys, "backup"), cli_arg(cli, 0), &p->problem));
    return cli_step(cli, true, backup_note, NULL);
}

/* Copies hold records only: the sums and the search of the new place are made from them. */
static enum err derive(struct cli *cli, struct db *db, struct str target)
{
    struct program *p = cli->program;

    db_close(p->db);
    p->db = db;
    cli->cx->db = db;
    cli->cx->keys = p->keys;
    return commands_rebuild(cli, target);
}

static enum err derive_restored(struct cli *cli)
{
    struct program *p = cli->program;
    struct db_place place = {.target = p->settings.target};
    struct db *db = NULL;
    int64_t pending;
    enum err code;

    TRY(db_open(&place, &db, &p->problem));
    code = migrate_pending(db, &pending, &p->problem);
    if (code == OK && pending == 0)
        return derive(cli, db, place.target);
    db_close(db);
    if (code == OK)
        cli_say(cli, "an older backup: lianluo migrate, then lianluo rebuild");
    return code;
}

/* Under whichever key it was made; the words of the newest say what went wrong. */
static enum err restore_under(struct cli *cli, const struct db_place *to, struct str dir)
{
    struct program *p = cli->program;
    enum err code = ERR_INVALID;

    for (size_t age = 0; code == ERR_INVALID && age < privacy_ages(p->keys); age++) {
        const unsigned char *key = privacy_key_of(p->keys, age, "backup");
        struct buf words = buf_new(p->arena, 4096);

        if (key == NULL)
            continue;
        code = move_restore(cli_arg(cli, 0), key, to, dir, age == 0 ? &p->problem : &words);
    }
    if (code == OK)
        buf_clear(&p->problem);
    return code;
}

enum err copy_restore(struct cli *cli)
{
    struct program *p = cli->program;
    struct str dir = str_f(p->arena, "%.*s/files", STR(p->settings.data_dir));
    struct db_place to = {.target = p->settings.target};

    TRY(one_argument(cli));
    TRY(privacy_keys_open(
        p->settings.keys, p->settings.data_dir, false, &p->keys, &p->problem));
    TRY(restore_under(cli, &to, dir));
    return derive_restored(cli);
}

enum err copy_move(struct cli *cli)
{
    struct program *p = cli->program;
    struct db_place place = {.target = cli_option(cli, "to")};
    struct db *to = NULL;
    enum err code;

    if (place.target.n == 0) {
        buf_add(&p->problem, S("move --to ADDRESS\n"));
        return ERR_INVALID;
    }
    TRY(db_open(&place, &to, &p->problem));
    code = migrate_apply(to, NULL, NULL, &p->problem);
    if (code == OK)
        code = move_copy(p->db, to, p->arena, &p->problem);
    if (code == OK)
        return derive(cli, to, place.target);
    db_close(to);
    return code;
}
