#include "store/driver.h"

#include <string.h>

static void note(char *to, size_t room, const char *text)
{
    size_t n = text == NULL ? 0 : strnlen(text, room - 1);

    if (n > 0)
        memmove(to, text, n);
    to[n] = '\0';
}

enum err driver_fail(struct db *db, enum err code, const char *constraint, const char *message)
{
    note(db->constraint, sizeof(db->constraint), constraint);
    note(db->message, sizeof(db->message), message);
    return code;
}

void driver_date(struct date d, char out[11])
{
    struct ymd ymd = date_ymd(d);
    int32_t v[3] = {ymd.year, ymd.month, ymd.day};
    static const int at[3] = {3, 6, 9};
    static const int digits[3] = {4, 2, 2};

    memcpy(out, "0000-00-00", 11);
    for (int k = 0; k < 3; k++) {
        for (int i = 0; i < digits[k]; i++) {
            out[at[k] - i] = (char)('0' + v[k] % 10);
            v[k] /= 10;
        }
    }
}

bool driver_absent(const struct db_arg *arg)
{
    switch (arg->kind) {
    case KIND_STR:
    case KIND_PRIV:
    case KIND_ENUM:
        return arg->s.p == NULL;
    case KIND_BYTES:
        return arg->b.p == NULL;
    case KIND_INSTANT:
        return arg->i == INSTANT_NONE.s;
    case KIND_DATE:
        return arg->d.day == DATE_NONE.day;
    case KIND_INT:
    case KIND_MONEY:
    case KIND_BOOL:
        return false;
    }
    return false;
}
