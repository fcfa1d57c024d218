#include "feature/account/account_proof_cli.h"

#include "base/disk.h"
#include "base/json.h"
#include "base/num.h"
#include "core/audit.h"

#define KIND "lianluo-proof-1"
#define PROOF_MAX (1 << 20)

struct proving {
    int64_t seq;
    struct audit_proof proof;
};

static enum err prove(struct cx *cx, void *arg)
{
    struct proving *p = arg;

    return audit_prove(cx, p->seq, &p->proof);
}

static void entry_put(struct json *j, struct cx *cx, int64_t seq, const struct audit_entry *e)
{
    json_open(j, '{');
    json_put_int(j, "number", seq);
    json_put_str(j, "at", instant_iso(cx->arena, e->at));
    json_put_int(j, "account", e->account_id);
    json_put_str(j, "roles", e->roles);
    json_put_int(j, "session", e->session_id);
    json_put_str(j, "action", e->action);
    json_put_str(j, "object", e->object);
    json_put_int(j, "object_id", e->object_id);
    json_put_str(j, "division", e->division);
    json_put_str(j, "note", e->note);
    json_put_str(j, "trace", e->trace);
    json_close(j, '}');
}

static enum err proof_show(struct cli *cli)
{
    struct cx *cx = cli->cx;
    struct proving p = {.seq = 0};
    struct audit_entry e;
    struct json j;

    if (num_parse(cli_arg(cli, 1), 1, INT64_MAX, &p.seq) != OK)
        return fail(cx, ERR_INVALID, "seq", "audit.not_signed");
    TRY(cli_step(cli, false, prove, &p));
    if (audit_proof_check(cx->arena, &p.proof, &p.seq, &e) != OK)
        return fail(cx, ERR_CONFLICT, NULL, "audit.differs");
    j = json_new(&cli->out);
    json_open(&j, '{');
    json_put_str(&j, "kind", S(KIND));
    json_put_int(&j, "number", p.seq);
    json_put_str(&j, "leaf", bytes_hex(cx->arena, p.proof.leaf));
    json_key(&j, "path");
    json_open(&j, '[');
    for (size_t i = 0; i < p.proof.path.n; i += HASH_BYTES)
        json_str(&j, bytes_hex(cx->arena, bytes_of(p.proof.path.p + i, HASH_BYTES)));
    json_close(&j, ']');
    json_put_str(&j, "checkpoint", p.proof.checkpoint);
    json_put_str(&j, "signature", bytes_hex(cx->arena, p.proof.signature));
    json_put_str(&j, "public", bytes_hex(cx->arena, p.proof.public));
    json_key(&j, "entry");
    entry_put(&j, cx, p.seq, &e);
    json_close(&j, '}');
    buf_char(&cli->out, '\n');
    return OK;
}

static struct str text_of(const struct json_value *v, const char *name)
{
    const struct json_value *m = json_at(v, name);

    return m != NULL && m->kind == JSON_STR ? m->s : (struct str){0};
}

static enum err path_read(struct arena *a, const struct json_value *v, struct bytes *out)
{
    const struct json_value *list = json_at(v, "path");
    struct buf b = buf_new(a, PROOF_MAX);

    if (list == NULL || list->kind != JSON_LIST)
        return ERR_INVALID;
    for (size_t i = 0; i < list->n; i++) {
        struct bytes hash;

        if (list->items[i].kind != JSON_STR)
            return ERR_INVALID;
        TRY(bytes_unhex(a, list->items[i].s, &hash));
        if (hash.n != HASH_BYTES)
            return ERR_INVALID;
        buf_raw(&b, hash.p, hash.n);
    }
    *out = bytes_of(b.p, b.n);
    return b.over ? ERR_LIMIT : OK;
}

static enum err proof_read(struct arena *a, struct bytes file, struct audit_proof *p)
{
    struct json_value v;
    const struct json_value *number;

    TRY(json_parse(a, (struct str){(const char *)file.p, file.n}, PROOF_MAX, &v));
    number = json_at(&v, "number");
    if (!str_is(text_of(&v, "kind"), KIND) || number == NULL || number->kind != JSON_INT)
        return ERR_INVALID;
    p->seq = number->i;
    p->checkpoint = text_of(&v, "checkpoint");
    TRY(bytes_unhex(a, text_of(&v, "leaf"), &p->leaf));
    TRY(bytes_unhex(a, text_of(&v, "signature"), &p->signature));
    TRY(bytes_unhex(a, text_of(&v, "public"), &p->public));
    return path_read(a, &v, &p->path);
}

/* What is shown is what the signed leaf says, whatever else stands in the file.  Whose key it
 * is, the reader compares: it names the files of the checkpoints outside. */
static enum err proof_verify(struct cli *cli)
{
    struct cx *cx = cli->cx;
    struct audit_proof p = {.seq = 0};
    struct audit_entry e;
    struct bytes file;
    struct json j;
    int64_t seq;

    if (disk_read(cx->arena, cli_arg(cli, 1), PROOF_MAX, false, &file) != OK)
        return fail(cx, ERR_INVALID, "file", "account.cli.file");
    if (proof_read(cx->arena, file, &p) != OK ||
        audit_proof_check(cx->arena, &p, &seq, &e) != OK)
        return fail(cx, ERR_CONFLICT, NULL, "audit.proof_wrong");
    j = json_new(&cli->out);
    json_open(&j, '{');
    json_put_bool(&j, "proven", true);
    json_put_str(&j, "public", bytes_hex(cx->arena, p.public));
    json_put_str(&j, "checkpoint", p.checkpoint);
    json_key(&j, "entry");
    entry_put(&j, cx, seq, &e);
    json_close(&j, '}');
    buf_char(&cli->out, '\n');
    return OK;
}

enum err account_proof_run(struct cli *cli)
{
    struct str what = cli_arg(cli, 0);

    if (str_is(what, "proof"))
        return proof_show(cli);
    if (str_is(what, "verify-proof"))
        return proof_verify(cli);
    return fail(cli->cx, ERR_INVALID, NULL, "audit.proof_what");
}
