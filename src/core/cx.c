#include "core/cx.h"

enum err cx_fail(struct cx *cx, enum err code, const char *field, const char *rule,
    const char *file, int line)
{
    *VEC_PUSH(cx->arena, &cx->faults) = (struct fault){
        .code = code,
        .field = str_of(field),
        .rule = str_of(rule),
        .file = file,
        .line = line,
    };
    return code;
}

void cx_fault_arg(struct cx *cx, struct str arg)
{
    struct fault *f = cx->faults.n == 0 ? NULL : &cx->faults.p[cx->faults.n - 1];

    if (f != NULL && f->nargs < COUNT(f->args))
        f->args[f->nargs++] = str_dup(cx->arena, arg);
}

enum err cx_checked(const struct cx *cx)
{
    /* Faults of another code were met and handled on the way. */
    for (size_t i = 0; i < cx->faults.n; i++) {
        if (cx->faults.p[i].code == ERR_INVALID)
            return ERR_INVALID;
    }
    return OK;
}

void cx_faults_clear(struct cx *cx)
{
    cx->faults.p = NULL;
    cx->faults.n = 0;
    cx->faults.cap = 0;
}

struct str cx_fault_text(struct cx *cx)
{
    return cx->faults.n == 0 ? S("") : cx_fault_text_of(cx, &cx->faults.p[cx->faults.n - 1]);
}

struct str cx_fault_text_of(struct cx *cx, const struct fault *f)
{
    struct str rule = f->rule;

    /* A constraint of the database need not have words of its own. */
    if (!text_has(rule))
        rule = str_f(cx->arena, "store.%s", err_name(f->code));
    return text_fill_named(cx->arena, cx->lang, rule, f->args, f->nargs);
}
